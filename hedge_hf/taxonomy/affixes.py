"""Negative prefixes and suffixes of English, each with words that carry it."""

from __future__ import annotations

from hedge_hf.taxonomy.types import Affix, split_cues

AFFIXES: tuple[Affix, ...] = (
    Affix(
        "un-",
        split_cues("""
            unable, unacceptable, unaffected, unaffordable, unanswered, unauthorised, unavailable,
            unavoidable, unaware, unchanged, unclear, uncomfortable, uncommon, undamaged, undisclosed,
            unfair, unfamiliar, unfinished, unfit, unhappy, unhelpful, uninhabited, uninsured, unknown,
            unlawful, unlike, unlikely, unlocked, unnecessary, unoccupied, unpaid, unpopular, unprotected,
            unpublished, unqualified, unrelated, unreliable, unsafe, unstable, unsuccessful, unsuitable,
            untreated, untrue, unwilling"""),
        "before a verb it reverses an action (unlock); it is no affix in under, unique or unless",
    ),
    Affix(
        "in-",
        split_cues("""
            inaccessible, inaccurate, inactive, inadequate, inaudible, incapable, incompatible,
            incomplete, inconsistent, incorrect, independent, ineffective, ineligible, inexpensive,
            inexperienced, insecure, insensitive, insignificant, insufficient, intolerant, invalid,
            invisible"""),
        "the locative in- of income or inhabit does not negate",
    ),
    Affix(
        "im-",
        split_cues("""
            immature, immobile, immoral, impatient, imperfect, impermissible, implausible, impolite,
            impossible, impractical, improbable, impure"""),
        "in- before b, m and p; the locative im- of import does not negate",
    ),
    Affix(
        "il-",
        split_cues("illegal, illegible, illegitimate, illiberal, illiterate, illogical"),
        "in- before l",
    ),
    Affix(
        "ir-",
        split_cues("irrational, irregular, irrelevant, irreparable, irresponsible, irreversible"),
        "in- before r",
    ),
    Affix(
        "dis-",
        split_cues("""
            disabled, disagree, disagreed, disagrees, disallow, disallowed, disapprove, disapproved,
            disconnected, discontinued, dishonest, disinclined, dislike, disliked, disloyal, disobedient,
            disobeyed, disorganised, disproved, dissatisfied, dissimilar, distrust, distrusted"""),
        "before a verb it reverses an action (disconnect)",
    ),
    Affix(
        "non-",
        split_cues("""
            non-alcoholic, non-existent, non-fatal, non-fiction, non-member, non-profit, non-refundable,
            non-smoker, non-toxic, nonexistent, nonsense, nonstop"""),
        "negates without a judgement: non-Christian, as against unchristian",
    ),
    Affix("a-", split_cues("amoral, apolitical, asexual, asymmetric, asymptomatic, atypical"), "Greek bases"),
    Affix("an-", split_cues("anaerobic, anhydrous"), "a- before a vowel or h"),
    Affix("de-", split_cues("deactivated, decriminalised, deregulated, deselected"), "reverses an action"),
    Affix(
        "mis-",
        split_cues("misjudged, misquoted, misread, mistrust, misunderstood"),
        "says wrongly rather than not: a misread text was read",
    ),
    Affix(
        "anti-",
        split_cues("anti-inflammatory, anti-slip, anti-social, anti-war"),
        "says against rather than not: it negates a stance, not the clause",
    ),
    Affix(
        "-less",
        split_cues("""
            aimless, careless, colourless, endless, fearless, flawless, harmless, helpless, homeless,
            jobless, lifeless, meaningless, odourless, painless, pointless, powerless, seamless,
            speechless, tasteless, useless, wireless, worthless"""),
        "it is no negation in unless, nonetheless or priceless",
    ),
    Affix(
        "-free",
        split_cues("""
            alcohol-free, carefree, dairy-free, duty-free, fat-free, gluten-free, interest-free,
            lead-free, pain-free, rent-free, risk-free, smoke-free, sugar-free, tax-free, toll-free"""),
        "says without, mostly of something unwanted",
    ),
)
