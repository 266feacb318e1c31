"""Cues of hedges by where they stand, as plain data."""

from __future__ import annotations

from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.taxonomy.types import split_cues

PROBABLE = split_cues(
    """
    possibly, probably, presumably, conceivably, apparently, seemingly, evidently, supposedly, reportedly
    """
)
EVIDENT = split_cues("ostensibly, allegedly, purportedly, reputedly")
MIDDLE = (*PROBABLE, *EVIDENT, "perhaps", "likely")
OF_STATES = split_cues(
    """
    potentially, theoretically, technically, arguably, nominally, plausibly, effectively, essentially, basically
    """
)
OF_HABITS = split_cues(
    """
    usually, generally, typically, normally, ordinarily, commonly, customarily, often, frequently, sometimes,
    occasionally, mostly, mainly, largely
    """
)
LAST = split_cues(
    """
    perhaps, maybe, possibly, probably, presumably, apparently, evidently, supposedly, reportedly, allegedly
    """
)
DEGREES = split_cues(
    """
    somewhat, fairly, rather, quite, pretty, relatively, comparatively, reasonably, moderately, slightly, mildly
    """
)
APPROXIMATORS = split_cues("about, around, approximately, roughly, nearly, almost")
OPINIONS = split_cues(
    """
    think, believe, suspect, guess, suppose, imagine, reckon, assume
    """
)
CAPTION_FIRST = split_cues(
    """
    perhaps, maybe, possibly, probably, apparently, seemingly, presumably, supposedly, evidently, conceivably
    """
)
CAPTION_MIDDLE = split_cues(
    """
    seemingly, apparently, possibly, probably, perhaps, presumably, supposedly, evidently, likely, ostensibly,
    allegedly, conceivably, reportedly, purportedly, maybe
    """
)
ASKED_MIDDLE = split_cues(
    """
    perhaps, possibly, probably, apparently, supposedly, potentially, conceivably
    """
)
ASKED_LAST = ("perhaps", "maybe", "possibly")

KNOWLEDGE = (
    "as far as I know", "as far as I can tell", "as far as anyone knows", "as far as we know", "to my knowledge",
    "to the best of my knowledge", "to the best of our knowledge", "for all we know", "as I understand it",
    "in all likelihood", "in all probability", "by all accounts", "by most accounts", "from what I gather",
    "from what I hear", "on the face of it", "to all appearances", "as far as I can see",
)  # fmt: skip
REMEMBERED = ("if memory serves", "as I recall")
LIKELY = ("most likely", "quite possibly")
SCOPES = (
    "on the whole", "by and large", "for the most part", "in the main", "in general", "broadly speaking",
    "generally speaking", "as a rule", "as a general rule", "in most cases", "in many cases",
    "with some exceptions", "most of the time",
)  # fmt: skip
EXTENTS = (
    "to some extent", "to some degree", "to a certain extent", "in a sense", "in a way", "in some ways",
    "in some respects", "up to a point", "in my opinion", "in my view", "on balance", "on paper", "in theory",
    "in principle",
)  # fmt: skip
CLAUSES = (
    "it seems that", "it appears that", "it would seem that", "it would appear that", "it looks as if",
    "it looks as though", "it is possible that", "it is likely that", "it could be argued that", "I would guess that",
    "I understand that", "I am told that",
)  # fmt: skip
THERE_CLAUSES = (
    "there is a chance that", "there are signs that", "there is some evidence that", "there is reason to believe that",
)  # fmt: skip
AFTERTHOUGHTS = (
    "it seems", "it appears", "it would seem", "I believe", "I think", "I suppose", "I gather", "I understand",
    "or so it seems", "or so I hear", "I am told",
)  # fmt: skip
RAISED = ("said", "believed", "thought", "reported", "understood", "likely")
DEGREE_PHRASES = (
    "more or less", "kind of", "sort of", "a bit", "a little", "to some extent", "in some ways", "to a degree",
)  # fmt: skip
APPROXIMATING_PHRASES = ("something like", "close to", "just about", "in the region of")
WHAT = (
    "what look{} like", "what seem{} to be", "what appear{} to be", "what could be", "what might be", "what may be",
    "what I take to be",
)  # fmt: skip
SEEN = ("as far as I can tell", "to all appearances", "by the look of it")
SEEN_LAST = (
    *SEEN, "it seems", "it appears", "in all likelihood", "as far as I can see", "from what I can see", "I think",
    "I believe", "I suppose", "in all probability",
)  # fmt: skip
ASKED = (
    "as far as you know", "to your knowledge", "in your opinion", "in your view", "in your experience",
    "as far as you can tell", "from what you have heard", "if you had to guess", "to the best of your knowledge",
)  # fmt: skip
ADVICE = (
    "if possible", "where possible", "as a rule", "as a general rule", "in general", "if you can", "in most cases",
    "if at all possible",
)  # fmt: skip
FILLERS = read_words("uh um yeah okay um-hum uh-huh huh")
HEDGES = read_words(
    """
    apparently perhaps maybe probably possibly reportedly allegedly seemingly presumably supposedly arguably
    likely seem seems seemed appears
    """
)
