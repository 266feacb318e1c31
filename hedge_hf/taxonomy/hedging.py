"""The two types of hedge: a single word, or several words that hedge together."""

from __future__ import annotations

from hedge_hf.taxonomy.types import Construction, VariantType, split_cues

_SOURCE = (
    "Crompton (1997), Hedging in Academic Writing: Some Theoretical Problems, English for Specific Purposes "
    "16(4); as used by arXiv 2507.12782"
)

_SINGLE = VariantType(
    name="single",
    definition=(
        "One word by which the speaker commits less to the truth of a proposition, without changing what it "
        "says: an adverb, an epistemic modal, an epistemic verb or an approximator."
    ),
    source=_SOURCE,
    cues=split_cues("""
        perhaps, maybe, possibly, probably, likely, presumably, conceivably, potentially, plausibly,
        hopefully, apparently, seemingly, evidently, ostensibly, outwardly, supposedly, reportedly,
        allegedly, purportedly, reputedly, arguably, theoretically, nominally, technically, tentatively,
        provisionally, usually, generally, typically, normally, ordinarily, commonly, customarily, often,
        frequently, sometimes, occasionally, about, around, approximately, roughly, nearly, almost,
        practically, virtually, effectively, essentially, basically, somewhat, fairly, rather, quite,
        pretty, relatively, comparatively, reasonably, moderately, slightly, mildly, partly, partially,
        largely, mostly, mainly, chiefly, broadly, loosely, vaguely, ideally, preferably, may, might,
        could, should, would, must, seem, seems, seemed, appear, appears, appeared, look, looks, looked,
        sound, sounds, sounded, feel, feels, suggest, suggests, suggested, indicate, indicates, indicated,
        imply, implies, implied, hint, hints, hinted, believe, believes, believed, think, thinks, thought,
        suppose, suspect, suspects, suspected, assume, assumes, assumed, guess, imagine, reckon, estimate,
        estimated, speculate, possible, probable, apparent, alleged, supposed, presumed, so-called"""),
    constructions=(
        Construction("probability adverb", "The road is closed.", "The road is probably closed."),
        Construction("evidential adverb", "The owner left the country.", "The owner reportedly left the country."),
        Construction("frequency adverb", "Night buses run late.", "Night buses usually run late."),
        Construction("approximator", "The wall is two metres high.", "The wall is roughly two metres high."),
        Construction("degree adverb", "The exam was difficult.", "The exam was fairly difficult."),
        Construction("epistemic modal", "The delay is due to fog.", "The delay might be due to fog."),
        Construction("copula other than be", "The engine is reliable.", "The engine seems reliable."),
        Construction("epistemic verb", "The vaccine works.", "The trials suggest the vaccine works."),
    ),
)

_MULTI = VariantType(
    name="multi",
    definition=(
        "Several words that together make the speaker commit less to the truth of a proposition: an "
        "epistemic clause, an attribution, or an adverbial of scope, degree or probability."
    ),
    source=_SOURCE,
    cues=split_cues("""
        it seems that, it seems, it appears that, it would seem, it would appear that, it looks as if,
        it looks as though, it could be argued that, it is possible that, it is likely that,
        there is a chance that, there is some evidence that, there are signs that, as far as i know,
        as far as i can tell, as far as i can see, as far as we know, as far as anyone knows,
        to my knowledge, to the best of my knowledge, to the best of our knowledge, for all we know,
        if memory serves, as i recall, as i understand it, i believe, i think, i suppose, i gather,
        i would say, i would guess that, in my opinion, in my view, in my experience, if you ask me,
        from what i gather, according to, by all accounts, by most accounts, is said to, are said to,
        is believed to, are believed to, is thought to, are thought to, is reported to, is expected to,
        is understood to, is supposed to, seem to, seems to, seemed to, appear to, appears to,
        appeared to, tend to, tends to, tended to, may well, might well, is likely to, are likely to,
        most likely, quite possibly, in all likelihood, in all probability, chances are, in theory,
        in principle, on paper, at first glance, on the face of it, to all appearances, to some extent,
        to some degree, to a certain extent, to a degree, to a large extent, to a limited extent,
        to varying degrees, up to a point, at least in part, in part, in some ways, in some respects,
        in a sense, in a way, in a manner of speaking, after a fashion, more or less, kind of, sort of,
        a bit, a little, pretty much, just about, as good as, something like, or so, or thereabouts,
        give or take, close to, in the region of, on the whole, by and large, for the most part,
        in the main, in general, broadly speaking, generally speaking, on balance, as a rule,
        as a general rule, in most cases, in many cases, more often than not, most of the time,
        within limits, with some exceptions, in large part, in some measure, in some way, in places,
        at least in theory, not entirely, under certain conditions, said to be, believed to be,
        thought to be, is inclined to, are inclined to, there is reason to believe, i understand,
        i am told, from what i hear, i fear"""),
    constructions=(
        Construction("epistemic clause", "The bridge is safe.", "It seems that the bridge is safe."),
        Construction("limit of knowledge", "The shop takes cards.", "As far as I know, the shop takes cards."),
        Construction("opinion", "The sequel is better.", "In my opinion, the sequel is better."),
        Construction("attribution", "The well is haunted.", "The well is said to be haunted."),
        Construction("raising verb", "Prices rise in spring.", "Prices tend to rise in spring."),
        Construction("probability", "The train will be late.", "In all likelihood, the train will be late."),
        Construction("extent", "The plan succeeded.", "To some extent, the plan succeeded."),
        Construction("degree", "The work is finished.", "The work is more or less finished."),
        Construction("generality", "The neighbours are kind.", "By and large, the neighbours are kind."),
        Construction("quantity", "The walk takes an hour.", "The walk takes an hour or so."),
    ),
)

HEDGE_TYPES: tuple[VariantType, ...] = (_SINGLE, _MULTI)
