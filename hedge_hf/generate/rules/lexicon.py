"""Pairs of words with opposite meanings and classes of words, as plain data."""

from __future__ import annotations


def read_words(text: str) -> frozenset[str]:
    """Read words with white space between."""
    return frozenset(text.split())


def read_pairs(text: str) -> dict[str, tuple[str, ...]]:
    """Read words with their opposites: `word opposite opposite, word opposite`."""
    entries = [entry.split() for entry in text.split(",")]
    return {word: tuple(opposites) for word, *opposites in entries}


# words that become negative by an affix
AFFIXED_ADJECTIVES = read_pairs(
    """
    able unable, acceptable unacceptable, accessible inaccessible, accompanied unaccompanied, accurate
    inaccurate, active inactive, adequate inadequate, admissible inadmissible, advantageous disadvantageous,
    advisable inadvisable, affected unaffected, affordable unaffordable, agreeable disagreeable, altered
    unaltered, ambiguous unambiguous, ambitious unambitious, answerable unanswerable, answered unanswered,
    appealing unappealing, appetising unappetising, appetizing unappetizing, applicable inapplicable,
    appropriate inappropriate, armed unarmed, attainable unattainable, attended unattended, attentive
    inattentive, attractive unattractive, audible inaudible, authentic unauthentic, authorised unauthorised,
    authorized unauthorized, avoidable unavoidable, aware unaware, balanced unbalanced, bearable unbearable,
    beatable unbeatable, believable unbelievable, biased unbiased, biodegradable non-biodegradable, bounded
    unbounded, breakable unbreakable, capable incapable, careful careless, changed unchanged, cheerful
    cheerless, clear unclear, coherent incoherent, colorful colorless, colourful colourless, combustible
    non-combustible, comfortable uncomfortable, commercial non-commercial, common uncommon, compatible
    incompatible, competent incompetent, complete incomplete, conclusive inconclusive, confirmed unconfirmed,
    connected disconnected, considerate inconsiderate, consistent inconsistent, conspicuous inconspicuous,
    controlled uncontrolled, controversial uncontroversial, convenient inconvenient, convinced unconvinced,
    convincing unconvincing, cooked uncooked, cooperative uncooperative, correct incorrect, courteous
    discourteous, crowded uncrowded, curable incurable, damaged undamaged, decent indecent, decisive indecisive,
    decorated undecorated, dependable undependable, desirable undesirable, digestible
    indigestible, dignified undignified, direct indirect, disclosed undisclosed, discreet indiscreet, disturbed
    undisturbed, divisible indivisible, drinkable undrinkable, edible inedible, edited unedited, educated
    uneducated, effective ineffective, efficient inefficient, elastic inelastic, eligible ineligible, employed
    unemployed, enchanted disenchanted, encouraged discouraged, enjoyable unenjoyable, enthusiastic
    unenthusiastic, equal unequal, equitable inequitable, essential inessential non-essential, ethical
    unethical, even uneven, eventful uneventful, exact inexact, exceptional unexceptional, exciting unexciting,
    excusable inexcusable, existent non-existent, expected unexpected, expensive inexpensive, experienced
    inexperienced, explained unexplained, fair unfair, faithful unfaithful, fallible infallible, familiar
    unfamiliar, fashionable unfashionable, fatal non-fatal, favorable unfavorable, favourable unfavourable,
    fearful fearless, fertile infertile, fictional non-fictional, finished unfinished, flammable non-flammable,
    flattering unflattering, flexible inflexible, focused unfocused, forgettable unforgettable, formal informal,
    fortunate unfortunate, frequent infrequent, friendly unfriendly, fruitful fruitless, furnished unfurnished,
    graceful graceless, grateful ungrateful, guarded unguarded, happy unhappy, harmful harmless, harmonious
    unharmonious, healthy unhealthy, heated unheated, helpful unhelpful, honest dishonest, hopeful hopeless,
    hospitable inhospitable, humane inhumane, hygienic unhygienic, identified unidentified, imaginative
    unimaginative, important unimportant, impressed unimpressed, impressive unimpressive, infectious
    non-infectious, informative uninformative, inhabited uninhabited, injured uninjured, inspired uninspired,
    inspiring uninspiring, insured uninsured, intelligible unintelligible, intentional unintentional, interested
    uninterested, interesting uninteresting, invited uninvited, inviting uninviting, joyful joyless, justifiable
    unjustifiable, justified unjustified, kind unkind, known unknown, lawful unlawful, legal illegal, legible
    illegible, legitimate illegitimate, lethal non-lethal, liberal illiberal, licenced unlicenced, licensed
    unlicensed, licit illicit, likeable unlikeable, likely unlikely, linear non-linear, lit unlit, literate
    illiterate, locked unlocked, logical illogical, loved unloved, loyal disloyal, lucky unlucky, magnetic
    non-magnetic, manageable unmanageable, manned unmanned, married unmarried, mature immature, meaningful
    meaningless, measurable immeasurable, memorable unmemorable, merciful merciless, mobile immobile, modest
    immodest, moral immoral, mortal immortal, movable immovable, necessary unnecessary, negotiable
    non-negotiable, noticeable unnoticeable, noticed unnoticed, obedient disobedient, obtainable unobtainable,
    occupied unoccupied, offensive inoffensive, official unofficial, opened unopened, operable inoperable,
    orderly disorderly, organised disorganised, organized disorganized, orthodox unorthodox, paid unpaid,
    painful painless, painted unpainted, palatable unpalatable, partisan non-partisan, passable impassable,
    patient impatient, patriotic unpatriotic, paved unpaved, peeled unpeeled, penetrable impenetrable,
    perceptible imperceptible, perfect imperfect, permeable impermeable, plausible implausible, pleasant
    unpleasant, pleased displeased, poisonous non-poisonous, polite impolite, popular unpopular, porous
    non-porous, possible impossible, potent impotent, powerful powerless, practical impractical, precise
    imprecise, predictable unpredictable, prepared unprepared, probable improbable, problematic unproblematic,
    productive unproductive, professional unprofessional, profitable unprofitable, proper improper, protected
    unprotected, proven unproven, prudent imprudent, published unpublished, pure impure, qualified unqualified,
    rational irrational, readable unreadable, realistic unrealistic, reasonable unreasonable, recognisable
    unrecognisable, recognizable unrecognizable, reconcilable irreconcilable, recorded unrecorded, recoverable
    irrecoverable, refundable non-refundable, refutable irrefutable, registered unregistered, regular irregular,
    related unrelated, relevant irrelevant, reliable unreliable, religious irreligious, remarkable unremarkable,
    renewable non-renewable, repaired unrepaired, repentant unrepentant, replaceable irreplaceable, reputable
    disreputable, resistible irresistible, resolved unresolved, respectful disrespectful, responsible
    irresponsible, responsive unresponsive, restricted unrestricted, reversible irreversible, rewarding
    unrewarding, ripe unripe, romantic unromantic, safe unsafe, salted unsalted, sane insane, sanitary
    unsanitary, satisfactory unsatisfactory, satisfied dissatisfied, scientific unscientific, scrupulous
    unscrupulous, secure insecure, selfish unselfish, sensitive insensitive, separable inseparable, settled
    unsettled, shaven unshaven, significant insignificant, similar dissimilar, sincere insincere, sociable
    unsociable, soluble insoluble, solved unsolved, sophisticated unsophisticated, sound unsound, specified
    unspecified, spectacular unspectacular, stable unstable, steady unsteady, successful unsuccessful,
    sufficient insufficient, sugary sugar-free, suitable unsuitable, supervised unsupervised, supported
    unsupported, supportive unsupportive, sure unsure, surprising unsurprising, sustainable unsustainable,
    sweetened unsweetened, symmetric asymmetric, symmetrical asymmetrical, sympathetic unsympathetic,
    symptomatic asymptomatic, tactful tactless, tangible intangible, tasteful tasteless, tested untested,
    thoughtful thoughtless, tidy untidy, tolerable intolerable, tolerant intolerant, toxic non-toxic, traceable
    untraceable, trained untrained, treated untreated, true untrue, trustful distrustful, trustworthy
    untrustworthy, truthful untruthful, typical atypical untypical, usable unusable, useful useless, usual
    unusual, valid invalid, venomous non-venomous, verified unverified, viable unviable, violent non-violent,
    visible invisible, voluntary involuntary, vulnerable invulnerable, wanted unwanted, washable unwashable,
    washed unwashed, waterproof non-waterproof, welcome unwelcome, wholesome unwholesome, willing unwilling,
    wise unwise, workable unworkable, worthy unworthy, wrapped unwrapped
    """
)
AFFIXED_ADVERBS = read_pairs(
    """
    accurately inaccurately, adequately inadequately, appropriately inappropriately, attractively
    unattractively, carefully carelessly, comfortably uncomfortably, consistently inconsistently, convincingly
    unconvincingly, correctly incorrectly, efficiently inefficiently, ethically unethically, evenly unevenly,
    favorably unfavorably, favourably unfavourably, frequently infrequently, happily unhappily, honestly
    dishonestly, humanely inhumanely, intentionally unintentionally, kindly unkindly, lawfully unlawfully,
    legally illegally, legibly illegibly, legitimately illegitimately, logically illogically, loyally
    disloyally, morally immorally, obediently disobediently, officially unofficially, painfully painlessly,
    patiently impatiently, politely impolitely, precisely imprecisely, predictably unpredictably, professionally
    unprofessionally, properly improperly, rationally irrationally, realistically unrealistically, regularly
    irregularly, reliably unreliably, respectfully disrespectfully, responsibly irresponsibly, safely unsafely,
    securely insecurely, sincerely insincerely, steadily unsteadily, successfully unsuccessfully, tastefully
    tastelessly, thoughtfully thoughtlessly, voluntarily involuntarily, willingly unwillingly, wisely unwisely
    """
)
AFFIXED_VERBS = read_pairs(
    """
    activate deactivate, agree disagree, allow disallow, appear disappear, approve disapprove, believe
    disbelieve, connect disconnect, continue discontinue, embark disembark, fasten unfasten, fold unfold, honor
    dishonor, honour dishonour, like dislike, load unload, lock unlock, mount dismount, obey disobey, own
    disown, pack unpack, prove disprove, qualify disqualify, regard disregard, respect disrespect, tie untie,
    trust distrust, veil unveil, wrap unwrap, zip unzip
    """
)
# of these adjectives: participles, participles after "went", and those that may stand before a noun
AFFIXED_PARTICIPLES = read_words(
    """
    accompanied affected altered answered armed attached attended authorised authorized changed confirmed
    connected controlled cooked damaged dated decorated developed disclosed disturbed edited employed encouraged
    explained finished furnished guarded harmed heated hurt identified inhabited injured insured invited
    justified known licensed lit locked loved made marked married named noticed occupied opened paid painted
    peeled protected published qualified recorded registered repaired resolved restricted salted seen settled
    sold solved specified supervised supported sweetened tested trained treated used verified wanted washed
    wrapped written
    """
)
PARTICIPLES_GO_UN = read_words(
    """
    answered challenged checked claimed explained finished heard mentioned noticed paid protected published
    punished read recognised recognized recorded repaired reported resolved rewarded sold solved tested treated
    washed watered
    """
)
ATTRIBUTIVE = read_words(
    """
    accessible accurate adequate appropriate armed attractive believable comfortable competent complete
    convenient convincing cooked correct decorated edible effective efficient enjoyable exciting expensive
    experienced fair familiar fatal finished flammable friendly fruitful furnished grateful guarded happy
    harmful healthy heated honest important impressive inhabited insured interesting kind legal legitimate
    licensed likely lit literate locked logical loyal lucky married mature meaningful memorable merciful
    obedient occupied official paid painful painted patient paved peeled plausible pleasant poisonous polite
    popular predictable productive profitable protected published qualified rational realistic reasonable
    regular reliable remarkable respectful responsible ripe safe salted sensitive significant stable successful
    sufficient supervised sweetened sympathetic tasteful tidy toxic typical unusual useful usual valid welcome
    wise wrapped
    """
)
# words with an antonym, or a converse, that has no negative affix
ANTONYM_ADJECTIVES = read_pairs(
    """
    absent present, abundant scarce, alive dead, ancient modern, artificial natural, ashamed proud, asleep awake
    alert, awake asleep, bad good, banned legal, barren fertile, beautiful ugly, best worst,
    better worse, big small, bigger smaller, bitter sweet, blunt sharp, boring interesting, brave cowardly,
    bright dim, broad narrow, broken intact, bumpy smooth, busy idle, calm rough, cheap expensive, cheaper
    dearer, cheerful gloomy, clean dirty, clever stupid, closed open, cloudy clear sunny, cold hot warm, colder
    warmer, common rare, complex simple, complicated simple, compulsory optional voluntary, cooked raw, cool
    warm, correct wrong, cowardly brave, crooked honest straight, crowded deserted, cruel kind, dangerous safe,
    dark light, dead alive, deep shallow, deserted crowded, different same similar identical, difficult easy,
    diligent lazy, dim bright, dirty clean, distant near, drunk sober, dry wet, dull interesting, early late,
    easier harder, eastern western, easy difficult hard, edible poisonous, effective useless, elderly young,
    employed jobless, empty full, enormous tiny, expensive cheap, false true, familiar strange, famous obscure,
    fast slow, faster slower, fertile barren, fit ill, flat steep, fresh stale, friendly hostile, full empty,
    generous stingy, genuine fake, gloomy cheerful, good bad, guilty innocent blameless, happy sad miserable,
    harder easier, harsh gentle, healthy ill sick, heavy light, hidden visible, high low, higher lower, hollow
    solid, honest crooked, horizontal vertical, hostile friendly, hot cold, huge tiny, identical different, ill
    healthy, indoor outdoor, inner outer, innocent guilty, interesting boring dull, jobless employed, kind
    cruel, large small, larger smaller, late early, lazy diligent, legal forbidden banned, light heavy dark,
    long short, longer shorter, loose tight, loud quiet, low high, lower higher upper, mandatory optional,
    married single, massive tiny, messy tidy neat, mild severe, miserable happy, modern ancient, murky clear,
    narrow wide broad, nasty pleasant, natural artificial, neat messy, necessary superfluous optional, negative
    positive, new old, noisy quiet, northern southern, obscure famous, occupied vacant, old new young, older
    younger, opaque transparent, open closed shut, optimistic pessimistic, optional compulsory mandatory
    necessary, outdoor indoor, outer inner, outgoing shy, overcast sunny, permanent temporary, pessimistic
    optimistic, pleasant nasty, plentiful scarce, poisonous edible, polite rude, poor rich wealthy, positive
    negative, powerless powerful, precise vague, private public, proud ashamed, public private, quick slow,
    quiet noisy loud, rare common, raw cooked, rich poor, rough smooth, rude polite, rural urban, sad happy,
    safe dangerous, same different, scarce plentiful abundant sufficient, severe mild, shaky stable, shallow
    deep, sharp blunt, short tall long, shorter longer, shut open, shy outgoing, sick healthy, similar
    different, simple complex complicated, slow fast quick, slower faster, small large big, smaller larger
    bigger, smooth rough bumpy, sober drunk, solid hollow liquid, southern northern, stable shaky, stale fresh,
    steep flat, stingy generous, strange familiar, strong weak, stronger weaker, stupid smart clever, sunny
    cloudy overcast, superfluous necessary, sweet bitter, tall short, tame wild, temporary permanent, thick
    thin, thin thick, tidy messy, tight loose, tiny huge enormous massive giant, transparent opaque, true false,
    ugly beautiful pretty attractive, upper lower, urban rural, useless effective, vacant occupied, vague
    precise, vertical horizontal, voluntary compulsory, warm cool cold, warmer colder, weak strong, weaker
    stronger, wealthy poor, western eastern, wet dry, wide narrow, worse better, worst best, worthless useful,
    wrong right correct, young old elderly, younger older
    """
)
ANTONYM_VERBS = read_pairs(
    """
    accept reject refuse, adopt reject, advance retreat, allow forbid ban, appreciate resent, approve reject,
    attack defend, attend miss skip, attract repel, board leave, build demolish, buy sell, carry drop, catch
    miss drop, cause prevent, close open, complete abandon, conceal reveal, confirm deny, contain lack, create
    destroy, decrease increase, defend attack, drink avoid, eat avoid, elect reject, encourage deter, endorse
    oppose, enjoy hate, enter leave, expand shrink, finish abandon, fix break, float sink,
    follow ignore flout, gain lose, have lack, hire fire, hit miss, improve worsen, include exclude,
    increase decrease, invite exclude, join leave, laugh cry, launch scrap, like hate, lock open, love hate,
    lower raise, mention omit, obey defy, open close, permit prohibit forbid,
    possess lack, praise criticise, protect endanger, prove refute, publish suppress, raise lower, read ignore,
    remember forget, repair damage, respect despise, reveal conceal,
    rise fall, sell buy, smile frown, spot overlook, start stop, strengthen weaken, succeed fail, support
    oppose, trust doubt, use avoid shun, verify dispute, visit avoid, welcome shun, win lose
    """
)
PASSIVE_ANTONYMS = read_pairs(
    """
    accepted rejected refused, added removed, admired despised, admitted excluded, adopted rejected, allowed
    banned forbidden, approved rejected, awarded denied, built demolished, chosen rejected,
    closed opened, completed abandoned, confirmed denied, created destroyed, displayed hidden, encouraged
    deterred, finished abandoned, fixed damaged, granted denied refused, hired fired, improved worsened,
    included excluded omitted, increased decreased, invited excluded, launched scrapped, loved hated, lowered
    raised, mentioned omitted, opened closed, permitted prohibited forbidden, praised criticised, preserved
    destroyed, protected endangered, published suppressed, raised lowered, recognised overlooked, recognized
    overlooked, remembered forgotten, renewed cancelled, repaired damaged, revealed concealed, selected
    rejected, strengthened weakened, verified disputed, welcomed shunned
    """
)
ANTONYM_PREPOSITIONS = read_pairs(
    """
    above below, below above, downhill uphill, downstairs upstairs, indoors outdoors, inside outside, outdoors
    indoors, outside inside, uphill downhill, upstairs downstairs
    """
)
# of these: adjectives that may stand before a noun, verbs without an object, verbs of what only people do
ANTONYM_ATTRIBUTES = read_words(
    """
    ancient artificial beautiful big blunt boring bright broken busy cheap clean closed cloudy cold complex
    complicated crowded dark deep deserted difficult dim dirty dry eastern easy elderly empty enormous expensive
    fast flat full happy high hot huge indoor interesting large long low massive messy modern narrow natural
    neat noisy northern old open outdoor overcast permanent poor private public quiet real rich sad shallow
    sharp short simple slow small southern steep strong sunny tall temporary thick thin tidy tiny ugly weak
    western wet wide young
    """
)
INTRANSITIVE_ANTONYMS = read_words(
    """
    advance close decrease expand fail fall float grow improve increase laugh lose open rise shrink smile start
    stop succeed win worsen
    """
)
DONE_BY_PEOPLE = read_words(
    """
    appreciate defend drink eat enjoy like love obey oppose praise read remember respect support trust use visit
    welcome endorse verify recognise recognize notice spot follow
    """
)
# who can want or refuse
PEOPLE = read_words(
    """
    appreciate defend drink eat enjoy like love obey oppose praise read remember respect support trust use visit
    welcome endorse verify recognise recognize notice spot follow
    """
)
# adjectives that come in degrees, and who can want or refuse
GRADABLE = read_words(
    """
    abundant accurate active affordable ancient angry anxious appropriate ashamed attentive aware bad banned
    barren beautiful big bitter blunt boring brave bright broad broken bumpy busy calm careful certain cheap
    cheerful clean clear clever cloudy cold comfortable common complex complicated confident confusing
    controversial convenient convincing cool cowardly crooked crowded cruel curious cute dangerous dark deep
    demanding deserted detailed different difficult diligent dim dirty distant drunk dry dull durable early easy
    edible effective efficient exciting expensive fair familiar famous fast fertile fit flat flexible formal
    fragile frequent fresh friendly funny generous gloomy good happy harsh healthy heavy helpful hidden high
    hollow honest hostile hot hungry ill important impressive independent intense interesting jobless kind large
    late lazy legible light likely lonely long loose loud low loyal lucky mature messy mild miserable modern
    modest murky narrow nasty neat necessary negative nervous new nice noisy normal noticeable obedient obscure
    obvious odd old opaque optimistic outgoing overcast painful patient peaceful pessimistic pleasant plentiful
    poisonous polite poor popular positive powerful powerless practical precise predictable productive
    profitable promising proud quick quiet rare readable regular relaxed relevant reliable remote responsible
    rich risky rough rude rural sad safe salty scarce scared sensible sensitive serious severe shaky shallow
    sharp short shy sick similar simple slow small smooth sober soft spicy stable stale steep stingy strange
    strong stubborn stupid successful suitable sunny superfluous surprised surprising sweet talented tall tame
    tasty thick thin thorough tidy tight tired toxic traditional transparent typical ugly unusual upset urban
    useful useless vague valuable violent warm weak wealthy wet wide worried worthless young
    """
)
PEOPLE = read_words(
    """
    actor actress adult adults army artist athlete aunt author babies baby band batter biker boy boys bride
    brother businessman candidate cat catcher chef child children climber clown committee commuter company cook
    council couple court cousin cowboy critic crowd customer cyclist dancer daughter director doctor dog dogs
    driver drummer engineer family farmer father female firefighter fireman fisherman friend gentleman gentlemen
    girl girls goalie government governor grandfather grandmother groom group guest guide guitarist guy guys
    hiker horse husband individual infant judge kid kids king ladies lady landlord lawyer male man manager mayor
    men minister monk mother musician neighbor neighbour nun nurse officer onlooker owner painter parent
    passenger passengers pedestrian people performer person photographer pitcher player police policeman
    president producer puppy queen referee researcher reviewer rider runner scientist senator singer sister
    skateboarder skier snowboarder soldier son speaker spectator spokesman student surfer surgeon swimmer
    teacher team teen teenager tenant toddler tourist uncle vendor visitor waiter waitress wife woman women
    worker writer youth
    """
)
PERSONAL_PRONOUNS = read_words(
    """
    everyone he i she they we who you
    """
)
