"""Verbs by how they can be left undone: failed at, refused, declined, avoided, neglected, as plain data."""

from __future__ import annotations

from hedge_hf.generate.rules.lexicon import read_words

FAILED = read_words(
    """
    achieve acknowledge answer apologise apologize appear arrive attract board build calm capture catch cite clean
    clear climb collect compensate complete comply conquer contain convince correct count cross cure deceive
    defeat deliver detect disclose dissolve document draw employ enforce escape evacuate explain finish fix follow
    fulfil fulfill guard heal heed hit honour honor identify ignite impress improve include inform inspect
    inspire justify label land launch learn locate lock lower maintain map mark master match meet mend mention
    motivate neutralise note notice notify open pass pay persuade preserve prevent process produce prove provide
    publish qualify raise reach react recognise recognize record recover reduce refill register relieve remove
    renew repair repay replace reply report resolve respond restore retain return revise satisfy save score seal
    secure shut sign solve spot start stop strengthen submit supply survive tell test thwart translate
    treat turn uphold verify warn win
    """
)
REFUSED = read_words(
    """
    accept acknowledge adopt allow answer apologise apologize approve attend back buy certify climb comment compensate
    consent contribute cooperate cover disclose discuss eat employ endorse explain fund give grant help hire honour
    honor issue join leave lend let listen lower marry move obey offer pay permit play post publish ratify
    recognise recognize recommend refund release renew repair repay reply resign return reveal sell serve share
    sign sing speak stop support talk testify translate treat use vote wait wear withdraw work
    """
)
DECLINED = read_words(
    """
    accept adopt answer approve attend certify comment disclose discuss endorse explain fund grant hire issue join
    lend offer participate publish ratify recommend release renew reply reveal sell share sign support testify
    translate vote
    """
)
AVOIDED = read_words(
    """
    answer attend board borrow bring buy discuss drink eat employ enter hire meet mention pay play read sing speak
    take touch use visit watch wear work
    """
)
NEGLECTED = read_words(
    """
    answer charge check clean count disclose feed file inform inspect label lock maintain mark mention notify pay
    publish record register renew repair reply report return seal sign submit test verify warn wash water
    """
)
FORGOTTEN = read_words(
    """
    answer bring charge check clean close feed file inform label lock mark mention pack pay post record register
    renew reply return seal sign submit tell turn wash water
    """
)
ABILITIES = read_words(
    """
    afford answer attend beat board build buy calm carry catch climb collect complete control convince count cross
    cure decipher deliver detect draw drive eat enter escape explain finish fix fly heal hear help hold
    identify jump land learn leave lift locate maintain meet move open pass pay persuade play prevent produce prove
    provide publish reach read recall recognise recognize recover reduce remember remove renew repair repay replace
    reply resist resolve restore return ride run save score see sell sing sleep solve speak stop survive swim
    translate travel treat understand verify walk win withstand work write
    """
)
