"""Cues of hedges by where they stand, as plain data."""

from __future__ import annotations

from hedge_hf.generate.rules.lexicon import read_words
from hedge_hf.taxonomy.types import split_cues

GUESSED = split_cues("possibly, probably, presumably, apparently, conceivably")
HEARD = split_cues("reportedly, supposedly, evidently, seemingly")
MIDDLE = (*GUESSED, *HEARD, "perhaps", "likely")
AFTER_MODALS = split_cues("perhaps, probably, possibly, presumably, likely, apparently")
OF_REPORTS = split_cues("apparently, reportedly, possibly, probably, presumably, perhaps, supposedly")
OF_QUALITIES = split_cues("arguably, essentially, basically")
OF_HABITS = split_cues(
    """
    usually, generally, typically, normally, ordinarily, commonly, customarily, often, frequently, sometimes,
    occasionally, mostly, mainly, largely
    """
)
LAST = split_cues(
    """
    probably, presumably, apparently, evidently, supposedly, reportedly
    """
)
SEEN_WORDS = split_cues("perhaps, maybe, possibly, probably, presumably, apparently")
DEGREES = split_cues("fairly, rather, quite, relatively, reasonably, comparatively, pretty")
MILD_DEGREES = split_cues("somewhat, slightly, mildly, moderately")
APPROXIMATORS = split_cues("about, around, approximately, roughly, nearly, almost")
OPINIONS = split_cues(
    """
    think, believe, suppose, guess, suspect, imagine, reckon, assume
    """
)
CAPTION_FIRST = split_cues(
    """
    perhaps, maybe, possibly, probably, apparently, seemingly, presumably, supposedly, evidently, conceivably
    """
)
CAPTION_MIDDLE = split_cues(
    """
    seemingly, apparently, possibly, probably, perhaps, presumably, supposedly, evidently, likely,
    maybe
    """
)
ASKED_MIDDLE = split_cues("perhaps, possibly, probably, potentially, conceivably")
ASKED_LAST = ("perhaps", "maybe")

KNOWN = (
    "as far as I know", "as far as I can tell", "as far as anyone knows", "as far as we know", "to my knowledge",
    "to the best of my knowledge", "to the best of our knowledge", "as I understand it", "from what I gather",
    "from what I hear", "from what I have heard", "as far as anyone can tell",
)  # fmt: skip
SAID = ("by all accounts", "by most accounts", "in all likelihood", "in all probability", "for all we know")
SEEMING = ("on the face of it", "to all appearances", "as far as I can see")
OWN = ("as far as I know", "as far as I can tell", "to the best of my knowledge")
REMEMBERED = (
    "as far as I remember", "as far as I can remember", "as far as I recall", "if memory serves", "as I recall",
    "as I remember it", "if I remember rightly",
)  # fmt: skip
LIKELY = ("most likely", "quite possibly")
SCOPES = (
    "on the whole", "by and large", "for the most part", "in the main", "in general", "broadly speaking",
    "generally speaking", "as a rule", "as a general rule", "in most cases", "in many cases",
    "with some exceptions", "most of the time",
)  # fmt: skip
EXTENTS = (
    "to some extent", "to some degree", "to a certain extent", "in some ways", "in some respects", "up to a point",
    "in my opinion", "in my view", "on balance",
)  # fmt: skip
CLAUSES = ("it seems that", "it appears that", "it would seem that", "it would appear that", "I understand that")
LIKELY_CLAUSES = (
    "it looks as if", "it looks as though", "it is possible that", "it is likely that", "I would guess that",
    "I am told that",
)  # fmt: skip
THERE_CLAUSES = (
    "there is a chance that", "there are signs that", "there is some evidence that", "there is reason to believe that",
)  # fmt: skip
AFTERTHOUGHTS = (
    "it seems", "it appears", "it would seem", "I believe", "I think", "I suppose", "I gather", "I understand",
    "or so it seems", "or so I hear", "I am told",
)  # fmt: skip
RAISED = ("said", "believed", "thought", "reported", "understood", "likely")
DEGREE_PHRASES = ("more or less", "to some extent", "in some ways", "to a degree")
MILD_PHRASES = ("a bit", "a little", "kind of", "sort of")
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
    "as far as you know", "to your knowledge", "as far as you can tell", "from what you have heard",
    "if you had to guess", "to the best of your knowledge", "as far as anyone knows", "from what you know",
    "as you understand it",
)  # fmt: skip
ASKED_WHY = (*ASKED[:3], "in your opinion", "in your view", "if you had to guess")
ADVICE = (
    "if possible", "where possible", "as a rule", "as a general rule", "in general", "if you can", "in most cases",
    "if at all possible",
)  # fmt: skip
FILLERS = read_words("uh um yeah okay um-hum uh-huh huh")
HEDGES = read_words(
    """
    apparently perhaps maybe probably possibly reportedly allegedly seemingly presumably supposedly arguably
    likely might possible seem seems seemed appears
    """
)
