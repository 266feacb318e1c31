"""Verbs whose grammar the rules have to know, as plain data."""

from __future__ import annotations

from hedge_hf.generate.rules.lexicon import read_words

ACTIONS = read_words(
    """
    attempt manage discuss collect deliver converse unload repair assemble inspect admire demonstrate act add
    appear ask attack bake balance bark bathe beg bend bite bloom blow board bounce bow brush build buy call
    camp carry cast catch celebrate chase chat check cheer chew clap clean climb clutch compete cook cost cover
    crawl cross cry cut dance dig dine display dive drag draw dress drift drink drive drop eat embrace emerge
    enjoy enter examine exercise exit face fall feed feel fight fish fix flip float flow fly focus follow form
    gather gaze give glide go grab graze greet grow guide hang head help hike hit hold hop hug hunt hurry
    include inspect jog join juggle jump keep kick kneel know lead lean leap leave lick lie lift like line
    listen load look love make march march mix mount move need offer open operate order overlook paddle paint
    pass pay pedal perform perch pet pick place play point pose pour practice practise prepare present protest
    pull punch push put rake race raise reach read record relax reply rest ride rise roll row run rush sail say
    scale scream seem sell serve set shake share shine shoot shop show sing sit skate skateboard ski skip sleep
    slide smile smoke sniff snowboard soar sort speak spend splash spray stand stare start stay step stick stop
    stretch stroll study support surf surround swim swing take talk taste teach tell tend think throw tie toss
    touch tour train travel treat try turn use view visit vote wade wait wake walk want wander wash watch wave
    wear win wonder work wrestle write yell adorn belong believe say know produce contain live flock migrate
    provide depend allow require believe cause affect occur exist mean describe consider become remain suggest
    """
)
INTRANSITIVES = read_words(
    """
    agree appear arise arrive belong bark beg behave care cease chat climb collapse come compete complain
    consist contribute cry dance decline depend die differ disagree disappear dream emerge end escape exist
    expire explode fade faint fall fight flourish function gaze glance go graduate grin grow happen hesitate
    hike improve insist interfere jog joke jump kneel last laugh leak lean leap lie listen live long look march
    matter migrate move occur originate participate pause perform persist play point pray proceed prosper
    protest react refer relax rely remain reply reside respond rest result resign retire return rise run rush
    sail serve shine shout sing sit sleep slip smile smoke snow soar stand stare start stay step stop stroll
    struggle succeed suffer surf survive swim talk tend travel vanish varied vary vote wait walk wander wave win
    wish wonder work worry yell aim apply
    """
)
TAKES_CLAUSE = read_words(
    """
    say think believe know feel hope claim argue suggest report announce admit explain state note learn hear
    find see show mean suppose guess understand realise realize decide declare insist maintain write fear tell
    swear prove assume conclude discover reveal warn confirm expect imagine doubt deny observe remember forget
    agree estimate predict indicate
    """
)
NAMING = read_words(
    """
    call name title dub give award grant offer consider term deem entitle label pay leave make show teach tell
    """
)
STATIVES = read_words(
    """
    be have contain belong consist cost depend deserve differ equal exist fit include involve know lack like
    love mean need own possess prefer remain resemble seem suit understand want weigh concern matter appear
    feature become stem comprise encompass surround border face lie represent denote refer signify border occur
    happen originate adorn line cover overlook sit stand house hold look feel believe think hate remember
    require reflect sound smell taste inhabit abound overlie adjoin span constitute fill grow hang rise measure
    last dominate begin start end
    """
)
SINGULAR_SUBJECTS = read_words(
    """
    he she it this that everyone everybody someone somebody something everything nothing nobody anyone anybody
    anything
    """
)
PLURAL_SUBJECTS = read_words("i you we they these those")
PRONOUNS = SINGULAR_SUBJECTS | PLURAL_SUBJECTS
NOMINATIVES = read_words("i he she we they")
NEW_SUBJECTS = NOMINATIVES | {"it", "there"}
CLAUSE_OPENERS = read_words(
    """
    after although as because before if since though unless until when whenever where wherever while whereas
    once whether whenever given
    """
)
STOPPERS = read_words(
    """
    while when because if although though whereas unless whenever so
    """
)
SUBJECT_STARTS = frozenset({"DT", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "CD", "JJ", "EX", "PDT", "RBS", "JJR"})
NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "CD"})
AFTER_VERB = frozenset(
    {
        "DT",
        "IN",
        "PRP$",
        "PRP",
        "TO",
        "RB",
        "RP",
        "CD",
        "WDT",
        "WP",
        "WRB",
        "VBG",
        ".",
        ",",
        "PDT",
        "CC",
        "EX",
        "JJR",
        "RBR",
    }
)
GROUP_NOUNS = read_words(
    """
    group couple pair bunch number variety team crowd lot family band majority range series
    """
)
