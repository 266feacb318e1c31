"""Adjectives by what can be said of their degree and how long they hold, as plain data."""

from __future__ import annotations

from hedge_hf.generate.rules.lexicon import read_words

GRADABLE = read_words(
    """
    accurate affordable ambitious angry anxious attentive attractive aware beautiful believable big boring bright
    busy calm careful cautious cheap cheerful clean clear clever coherent cold colourful comfortable common
    competent complex complicated confident confusing considerate controversial convenient convincing cooperative
    critical cruel curious dangerous dark decisive deep demanding dependable detailed difficult diligent dirty
    discreet dry durable easy effective efficient elegant enthusiastic exciting expensive fair faithful familiar
    famous fast fertile flexible forthcoming fragile frequent fresh friendly funny generous grateful happy harmful
    harsh healthy heavy helpful honest hospitable hostile hot humble hungry imaginative important impressive
    influential informative innovative intense interesting kind large lazy legible likeable lonely long loud loyal
    lucky memorable merciful messy modern modest narrow neat nervous noisy normal noticeable obedient obvious
    offensive open-minded optimistic orderly original painful patient peaceful perfect plausible pleasant plentiful
    polite poor popular powerful practical precise predictable productive profitable promising proud prudent
    punctual quick quiet rational readable realistic reasonable receptive relaxed relevant reliable remarkable
    respectful responsible responsive restful rich risky romantic roomy rough rude safe sensible sensitive serious
    severe sharp shy simple sincere slippery slow sociable soft sophisticated spacious spicy stable steady steep
    strange strict strong stubborn successful suitable sunny supportive surprising sustainable sweet sympathetic
    tactful talented tall tasty thick thorough tidy tired tolerant toxic transparent trustworthy truthful typical
    ugly unhappy useful valuable violent vulnerable warm weak wealthy welcome wet wide windy wise
    """
)
# of these: what slightly and a bit go with, what fairly and rather go with, and what does not come to an end
MILD = read_words(
    """
    angry anxious boring busy cold colder complicated confusing controversial curious damp dangerous dark demanding
    difficult dirty dry expensive fragile harsh heavy hot hungry jealous lazy lonely loud messy narrow nervous noisy
    offensive old-fashioned painful quiet risky rough rude salty shy slippery slow strange strict surprising sweet
    tired ugly unhappy unusual vague warm weak wet windy worried
    """
)
IN_DEGREES = MILD | read_words(
    """
    accurate affordable ambitious attractive beautiful believable bright calm careful cautious cheap cheerful clean
    clear clever cold colourful comfortable common competent complex confident convenient convincing cooperative deep
    detailed discreet durable easy effective efficient elegant enthusiastic exciting familiar famous fast fertile
    flexible forthcoming frequent friendly funny generous happy harmful healthy helpful hospitable hostile
    important impressive influential informative interesting kind large legible long lucky memorable modern modest
    neat noticeable obvious optimistic original patient peaceful plausible pleasant plentiful polite poor popular
    powerful practical precise predictable productive profitable promising quick readable realistic reasonable
    receptive relaxed reliable respectful responsive restful rich roomy sensible sensitive serious severe sharp
    simple sociable soft sophisticated spacious spicy stable steady steep strong stubborn successful suitable sunny
    supportive sympathetic tactful talented tall tasty thick thorough tidy tolerant toxic transparent truthful
    typical useful valuable violent vulnerable wealthy wide
    """
)
LASTING = read_words(
    """
    ambitious beautiful believable big boring clever complex complicated controversial convincing cruel curious deep
    detailed durable elegant exciting fertile funny harmful heavy imaginative impressive interesting informative
    large long memorable merciful narrow original perfect plausible remarkable restful romantic roomy severe
    sophisticated spacious spicy steep strange surprising sweet talented tall tasty thick toxic typical ugly wide
    wise rational realistic reasonable prudent precise accurate coherent elegant offensive slow
    """
)
ALTERABLE = (
    GRADABLE
    | read_words(
        """
        able accessible active afraid alive available capable compatible compulsory conscious contagious drinkable
        eligible enforceable exempt functional audible acceptable
        polluted faithful sound sympathetic insured lawful legal liable mandatory married
        navigable necessary obligatory open operable operational optional passable permissible playable possible
        present recognisable refundable returnable solvent taxable tolerable traceable usable valid viable visible
        voluntary willing
        """
    )
) - LASTING
# what is not said in degrees, yet can be denied in every respect
DENIABLE = read_words(
    """
    acceptable adequate admissible advisable appropriate authentic avoidable certain complete conclusive curable
    equal essential exempt faultless feasible genuine harmless identical immune impartial indispensable inevitable
    irreversible justified lawful legitimate logical moral necessary painless permanent pointless proportionate sound
    sufficient superfluous sure true unanimous uniform universal valid viable
    """
)
