"""The four types of negation: verbal, absolute, affixal, lexical."""

from __future__ import annotations

from hedge_hf.taxonomy.affixes import AFFIXES
from hedge_hf.taxonomy.types import Construction, VariantType, split_cues

_SOURCE = (
    "Pullum and Huddleston (2002), Negation, chapter 9 of The Cambridge Grammar of the English Language; "
    "as used by arXiv 2507.12782"
)

_VERBAL = VariantType(
    name="verbal",
    definition=(
        "The negator is attached to the verb: an auxiliary or modal with not or n't, with do where the "
        "affirmative has no auxiliary, or not before a non-finite verb."
    ),
    source=_SOURCE,
    cues=split_cues("""
        not, not to, not yet, am not, is not, isn't, are not, aren't, was not, wasn't, were not, weren't,
        ain't, do not, don't, does not, doesn't, did not, didn't, have not, haven't, has not, hasn't,
        had not, hadn't, can not, cannot, can't, could not, couldn't, may not, might not, mightn't,
        must not, mustn't, shall not, shan't, should not, shouldn't, will not, won't, would not, wouldn't,
        need not, needn't, dare not, daren't, ought not, oughtn't, let's not"""),
    constructions=(
        Construction("be", "The water is safe to drink.", "The water is not safe to drink."),
        Construction("perfect", "The parcel has arrived.", "The parcel hasn't arrived."),
        Construction("modal", "Visitors may feed the birds.", "Visitors may not feed the birds."),
        Construction("do-support", "The drug lowers blood pressure.", "The drug doesn't lower blood pressure."),
        Construction("imperative", "Open the valve.", "Do not open the valve."),
        Construction("infinitive", "She promised to sell the house.", "She promised not to sell the house."),
        Construction("participle", "Having read the contract, he signed.", "Not having read the contract, he signed."),
    ),
)

_ABSOLUTE = VariantType(
    name="absolute",
    definition=(
        "The negator is a word or phrase apart from the verb: an absolute negator, which leaves nothing over "
        "(no, never, nobody), or an approximate one, which leaves almost nothing (hardly, seldom, few and "
        "little, but not a few and a little)."
    ),
    source=_SOURCE,
    cues=split_cues("""
        no, none, none of, no one, nobody, nothing, nowhere, never, never again, never once, neither,
        neither of, nor, no longer, no more, no such, without, not a, not a single, not one, not once,
        not any, at no point, at no time, at no stage, by no means, in no case, in no circumstances,
        in no respect, in no sense, in no way, no way, nowhere near, on no account,
        under no circumstances, barely, barely any, hardly, hardly any, hardly anyone, hardly ever,
        scarcely, scarcely any, scarcely ever, few, few of, very few, little, little of, very little,
        rarely, seldom"""),
    constructions=(
        Construction("determiner", "Some buses run on Sundays.", "No buses run on Sundays."),
        Construction("pronoun", "Somebody answered the phone.", "Nobody answered the phone."),
        Construction("adverb", "He always locks the shed.", "He never locks the shed."),
        Construction("coordination", "Both the roof and the floor leak.", "Neither the roof nor the floor leaks."),
        Construction("aspect", "The firm still makes clocks.", "The firm no longer makes clocks."),
        Construction("preposition", "She left with her keys.", "She left without her keys."),
        Construction("emphatic", "A single seat was free.", "Not a single seat was free."),
        Construction(
            "inverted",
            "You may enter the laboratory.",
            "Under no circumstances may you enter the laboratory.",
        ),
        Construction(
            "approximate degree",
            "The old bridge moved in the wind.",
            "The old bridge hardly moved in the wind.",
        ),
        Construction("approximate quantity", "Many of the seeds sprouted.", "Few of the seeds sprouted."),
        Construction("approximate frequency", "Trains often stop here.", "Trains seldom stop here."),
    ),
)

_AFFIXAL = VariantType(
    name="affixal",
    definition="The negator is a prefix or suffix of a word: un-, in-, dis-, non-, -less, -free.",
    source=_SOURCE,
    cues=tuple(word for affix in AFFIXES for word in affix.words),
    constructions=(
        Construction("un- adjective", "The ladder is safe.", "The ladder is unsafe."),
        Construction("un- participle", "The invoice was paid.", "The invoice was unpaid."),
        Construction("in- adjective", "The list is complete.", "The list is incomplete."),
        Construction("im- adjective", "The climb is possible in winter.", "The climb is impossible in winter."),
        Construction("dis- verb", "The reviewers agreed.", "The reviewers disagreed."),
        Construction("non- noun", "The tour is led by a member.", "The tour is led by a non-member."),
        Construction("-less adjective", "The spider is harmful.", "The spider is harmless."),
        Construction("-free compound", "The loan bears interest.", "The loan is interest-free."),
    ),
)

_LEXICAL = VariantType(
    name="lexical",
    definition=(
        "The negation is in the meaning of a word that has no negative form: verbs of failing, refusing, "
        "denying, preventing or lacking, negative adjectives and nouns, antonyms and converses."
    ),
    source=_SOURCE,
    cues=split_cues("""
        fail, fails, failed, fail to, fails to, failed to, failing to, failure, refuse, refuses, refused,
        refuse to, refuses to, refused to, refusal, decline, declined, decline to, declined to, deny,
        denies, denied, denial, reject, rejects, rejected, rejection, doubt, doubts, doubted, dispute,
        disputes, disputed, contradict, contradicts, contradicted, lack, lacks, lacked, lacking, lose,
        loses, lost, miss, missed, missing, omit, omits, omitted, neglect, neglects, neglected, ignore,
        ignores, ignored, overlook, overlooked, forget, forgets, forgot, avoid, avoids, avoided, escape,
        escaped, prevent, prevents, prevented, stop, stops, stopped, cease, ceased, block, blocked, ban,
        bans, banned, bar, barred, forbid, forbids, forbidden, prohibit, prohibits, prohibited, exclude,
        excludes, excluded, excluding, rule out, ruled out, leave out, left out, abandon, abandoned,
        cancel, cancelled, skip, skipped, withhold, withheld, oppose, opposed, refrain from, absent,
        absence, devoid of, free of, free from, exempt, exempt from, void, short of, far from,
        anything but, out of the question, instead of, rather than, except, except for, apart from,
        other than, yet to, false, wrong, closed, dead, empty, cold, dangerous, sold"""),
    constructions=(
        Construction("implicative verb", "She managed to renew the permit.", "She failed to renew the permit."),
        Construction("verb of refusal", "The clinic accepts walk-ins.", "The clinic refuses walk-ins."),
        Construction("verb of denial", "The minister confirmed the report.", "The minister denied the report."),
        Construction("verb of absence", "The cabin has heating.", "The cabin lacks heating."),
        Construction("verb of prevention", "The dam lets fish pass.", "The dam prevents fish from passing."),
        Construction("exclusion", "The fare includes luggage.", "The fare excludes luggage."),
        Construction("end of a state", "The pump kept working.", "The pump stopped working."),
        Construction("negative adjective", "The signature was present.", "The signature was absent."),
        Construction("negative phrase", "The result is certain.", "The result is far from certain."),
        Construction("complementary antonym", "The harbour is open.", "The harbour is closed."),
        Construction("gradable antonym", "The soup is hot.", "The soup is cold."),
        Construction("converse", "The museum bought the painting.", "The museum sold the painting."),
    ),
)

NEGATION_TYPES: tuple[VariantType, ...] = (_VERBAL, _ABSOLUTE, _AFFIXAL, _LEXICAL)
