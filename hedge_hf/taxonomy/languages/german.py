"""German: nicht, kein and its forms, un- and -los, verbs that say no, and hedges."""

from __future__ import annotations

from hedge_hf.taxonomy.types import Construction, Language, VariantType, split_cues

_NEGATION = "Duden, Die Grammatik (9th edition, 2016), Negation; the types as in arXiv 2507.12782"
_HEDGING = "Crompton (1997), English for Specific Purposes 16(4), and Duden, Die Grammatik (9th edition, 2016)"

_VERBAL = VariantType(
    name="verbal",
    definition=(
        "The negator is nicht, which negates the verb or the whole clause. It stands late in the main clause: after "
        "objects and times, before predicatives, prepositional complements, infinitives and participles."
    ),
    source=_NEGATION,
    cues=split_cues("""
        nicht, nicht zu, noch nicht, gar nicht, überhaupt nicht, ist nicht, sind nicht, war nicht, waren nicht,
        bin nicht, wird nicht, werden nicht, wurde nicht, wurden nicht, hat nicht, haben nicht, hatte nicht,
        hatten nicht, kann nicht, können nicht, konnte nicht, konnten nicht, darf nicht, dürfen nicht,
        durfte nicht, muss nicht, müssen nicht, musste nicht, soll nicht, sollen nicht, sollte nicht,
        will nicht, wollen nicht, wollte nicht, möchte nicht, mag nicht, lässt sich nicht, braucht nicht"""),
    constructions=(
        Construction("predicative", "Das Wasser ist trinkbar.", "Das Wasser ist nicht trinkbar."),
        Construction("main verb", "Der Zug hält in Celle.", "Der Zug hält nicht in Celle."),
        Construction("perfect", "Das Paket ist angekommen.", "Das Paket ist noch nicht angekommen."),
        Construction("modal", "Besucher dürfen die Vögel füttern.", "Besucher dürfen die Vögel nicht füttern."),
        Construction("separable verb", "Sie rief gestern an.", "Sie rief gestern nicht an."),
        Construction("imperative", "Öffnen Sie das Ventil!", "Öffnen Sie das Ventil nicht!"),
        Construction(
            "infinitive", "Sie versprach, das Haus zu verkaufen.", "Sie versprach, das Haus nicht zu verkaufen."
        ),
    ),
)

_ABSOLUTE = VariantType(
    name="absolute",
    definition=(
        "The negator is a word or phrase other than nicht: a form of kein, a negative pronoun or adverb (niemand, "
        "nichts, nie, nirgends), weder ... noch, ohne, nicht mehr, or an approximate negator (kaum, selten, wenige), "
        "but not einige wenige and ein wenig."
    ),
    source=_NEGATION,
    cues=split_cues("""
        kein, keine, keinen, keinem, keiner, keines, keins, keinerlei, keinesfalls, keineswegs, kein einziger,
        keine einzige, kein einziges, niemand, niemanden, niemandem, niemandes, nichts, gar nichts, nie,
        niemals, nie wieder, noch nie, nirgends, nirgendwo, nirgendwohin, nirgendwoher, nimmer, nimmermehr,
        weder, nicht mehr, nicht ein, nicht eine, nicht einen, nicht ein einziges, nicht einmal,
        auf keinen fall, in keinem fall, auf keine weise, in keiner weise, unter keinen umständen,
        zu keinem zeitpunkt, zu keiner zeit, ohne, ohne jeden, ohne jede, ohne jedes, kaum, kaum ein, kaum eine,
        kaum jemand, kaum etwas, kaum noch, selten, nur selten, wenig, wenige, nur wenige, nur wenig, mitnichten"""),
    constructions=(
        Construction("determiner", "Sonntags fahren Busse.", "Sonntags fahren keine Busse."),
        Construction("indefinite object", "Sie hat einen Schlüssel.", "Sie hat keinen Schlüssel."),
        Construction("pronoun", "Jemand ging ans Telefon.", "Niemand ging ans Telefon."),
        Construction("thing", "Der Zeuge hat etwas gesehen.", "Der Zeuge hat nichts gesehen."),
        Construction("adverb of time", "Er schließt den Schuppen immer ab.", "Er schließt den Schuppen nie ab."),
        Construction("adverb of place", "Das Buch ist überall zu haben.", "Das Buch ist nirgends zu haben."),
        Construction(
            "coordination",
            "Sowohl das Dach als auch der Boden ist undicht.",
            "Weder das Dach noch der Boden ist undicht.",
        ),
        Construction("aspect", "Die Firma baut noch Uhren.", "Die Firma baut keine Uhren mehr."),
        Construction("preposition", "Sie ging mit ihrem Schirm.", "Sie ging ohne ihren Schirm."),
        Construction("emphatic", "Ein Platz war frei.", "Kein einziger Platz war frei."),
        Construction(
            "inverted",
            "Sie dürfen das Labor betreten.",
            "Unter keinen Umständen dürfen Sie das Labor betreten.",
        ),
        Construction("approximate degree", "Die Brücke schwankte im Wind.", "Die Brücke schwankte kaum im Wind."),
        Construction("approximate quantity", "Viele Samen keimten.", "Nur wenige Samen keimten."),
        Construction("approximate frequency", "Hier halten oft Züge.", "Hier halten selten Züge."),
    ),
)

_AFFIXAL = VariantType(
    name="affixal",
    definition=(
        "The negator is a prefix or suffix of a word: un-, in- (il-, im-, ir-), des-, miss-, a-, nicht- joined to a "
        "noun or adjective, -los, -frei, -leer."
    ),
    source=_NEGATION,
    cues=split_cues("""
        unabhängig, unbedeutend, unbegrenzt, unbegründet, unbekannt, unbeliebt, unbequem, unberührt,
        unbeschädigt, unbewohnt, unbezahlt, undeutlich, undicht, unehrlich, unerfahren, unfähig, unfair,
        unfreundlich, ungeduldig, ungeeignet, ungefährlich, ungelesen, ungelöst, ungenau, ungeöffnet, ungesund,
        ungewöhnlich, unglücklich, ungültig, unhöflich, unklar, unlesbar, unmöglich, unnötig, unpünktlich,
        unreif, unruhig, unscharf, unschuldig, unsicher, unsichtbar, unverändert, unverheiratet, unverletzt,
        unvollständig, unwahr, unwahrscheinlich, unwichtig, unwirksam, unzufrieden, unzugänglich, unzulässig,
        unzuverlässig, illegal, illoyal, immateriell, inaktiv, inakzeptabel, inkompetent, inkonsequent,
        instabil, intolerant, irrational, irrelevant, atypisch, apolitisch, desinteressiert, misstraut,
        misslungen, missverstanden, missachtet, nichtöffentlich, nichtraucher, nichtmitglied, nichtschwimmer,
        ahnungslos, arbeitslos, bargeldlos, drahtlos, erfolglos, farblos, fehlerlos, furchtlos, geruchlos,
        harmlos, hilflos, kinderlos, kostenlos, lautlos, machtlos, mühelos, nutzlos, obdachlos, schmerzlos,
        sinnlos, sprachlos, wertlos, wirkungslos, wolkenlos, zwecklos, alkoholfrei, bleifrei, fehlerfrei,
        fettfrei, gebührenfrei, glutenfrei, koffeinfrei, rauchfrei, schneefrei, steuerfrei, zinsfrei,
        zuckerfrei, menschenleer, inhaltsleer"""),
    constructions=(
        Construction("un- adjective", "Die Leiter ist sicher.", "Die Leiter ist unsicher."),
        Construction("un- participle", "Die Rechnung ist bezahlt.", "Die Rechnung ist unbezahlt."),
        Construction("in- adjective", "Das Gerüst ist stabil.", "Das Gerüst ist instabil."),
        Construction("miss- verb", "Der Versuch ist gelungen.", "Der Versuch ist misslungen."),
        Construction("nicht- noun", "Mitglieder zahlen acht Euro.", "Ein Nichtmitglied zahlt acht Euro."),
        Construction("-los adjective", "Die Spinne ist gefährlich.", "Die Spinne ist harmlos."),
        Construction("-frei compound", "Das Bier enthält Alkohol.", "Das Bier ist alkoholfrei."),
        Construction("-leer compound", "Die Straße war voller Menschen.", "Die Straße war menschenleer."),
    ),
)

_LEXICAL = VariantType(
    name="lexical",
    definition=(
        "The negation is in the meaning of a word that has no negative form: verbs of failing, refusing, denying, "
        "preventing or lacking, negative adjectives and nouns, antonyms and converses."
    ),
    source=_NEGATION,
    cues=split_cues("""
        verweigern, verweigert, verweigerte, weigert sich, weigern sich, weigerte sich, weigerten sich, lehnt,
        lehnte, lehnen, lehnten, abgelehnt, ablehnen, scheitert, scheiterte, gescheitert, scheitern, versagt,
        versagte, versäumt, versäumte, versäumen, unterlässt, unterließ, vermeidet, vermied, vermeiden,
        verhindert, verhinderte, verhindern, verbietet, verbot, verboten, untersagt, untersagte, bestreitet,
        bestritt, bestritten, leugnet, leugnete, bezweifelt, bezweifelte, dementiert, dementierte, widerspricht,
        widersprach, fehlt, fehlte, fehlen, fehlten, mangelt, mangelte, vergisst, vergaß, vergessen, verpasst,
        verpasste, übersieht, übersah, übersehen, ignoriert, ignorierte, verliert, verlor, verloren,
        schließt aus, ausgeschlossen, hört auf, hörte auf, aufgehört, beendet, beendete, eingestellt,
        verzichtet, verzichtete, aufgegeben, abgesagt, gestrichen, verschweigt, verschwieg, abwesend,
        abwesenheit, frei von, außer, anstatt, statt, abgesehen von, weit entfernt von, alles andere als,
        falsch, geschlossen, leer, tot, kalt, gefährlich, verkauft, verkaufte"""),
    constructions=(
        Construction("implicative verb", "Sie erneuerte den Ausweis.", "Sie versäumte, den Ausweis zu erneuern."),
        Construction(
            "verb of refusal", "Die Klinik nimmt Notfälle auf.", "Die Klinik weigert sich, Notfälle aufzunehmen."
        ),
        Construction(
            "verb of denial", "Der Minister bestätigte den Bericht.", "Der Minister dementierte den Bericht."
        ),
        Construction("verb of absence", "Der Hütte ist eine Heizung eingebaut.", "Der Hütte fehlt eine Heizung."),
        Construction(
            "verb of prevention", "Der Damm lässt Fische durch.", "Der Damm verhindert, dass Fische durchkommen."
        ),
        Construction("end of a state", "Die Pumpe lief weiter.", "Die Pumpe hörte auf zu laufen."),
        Construction("negative adjective", "Der Zeuge war anwesend.", "Der Zeuge war abwesend."),
        Construction("negative phrase", "Das Ergebnis ist sicher.", "Das Ergebnis ist alles andere als sicher."),
        Construction("complementary antonym", "Der Hafen ist offen.", "Der Hafen ist geschlossen."),
        Construction("gradable antonym", "Die Suppe ist heiß.", "Die Suppe ist kalt."),
        Construction("converse", "Das Museum kaufte das Bild.", "Das Museum verkaufte das Bild."),
    ),
)

_SINGLE = VariantType(
    name="single",
    definition=(
        "One word by which the speaker commits less to the truth of a proposition, without changing what it says: an "
        "adverb, a modal particle (wohl), an epistemic modal (könnte, dürfte, soll), an epistemic verb or an "
        "approximator."
    ),
    source=_HEDGING,
    cues=split_cues("""
        vielleicht, möglicherweise, womöglich, wahrscheinlich, höchstwahrscheinlich, vermutlich, wohl,
        eventuell, anscheinend, scheinbar, offenbar, offensichtlich, augenscheinlich, angeblich, mutmaßlich,
        voraussichtlich, theoretisch, nominell, vorläufig, hoffentlich, gewöhnlich, üblicherweise,
        normalerweise, typischerweise, meistens, meist, oft, häufig, manchmal, gelegentlich, bisweilen,
        mitunter, etwa, ungefähr, circa, rund, fast, beinahe, nahezu, praktisch, quasi, sozusagen,
        gewissermaßen, einigermaßen, halbwegs, ziemlich, relativ, verhältnismäßig, vergleichsweise, eher, etwas,
        leicht, teilweise, teils, größtenteils, überwiegend, weitgehend, hauptsächlich, grundsätzlich,
        tendenziell, idealerweise, könnte, könnten, dürfte, dürften, müsste, müssten, sollte, sollten, soll,
        sollen, mag, scheint, scheinen, schien, schienen, wirkt, wirkte, klingt, klang, glaubt, glauben,
        vermutet, vermuten, schätzt, meint, denkt, ahnt, denkbar, möglich, sogenannt, sogenannte, sogenannten"""),
    constructions=(
        Construction("probability adverb", "Die Straße ist gesperrt.", "Die Straße ist vermutlich gesperrt."),
        Construction(
            "evidential adverb", "Der Besitzer verließ das Land.", "Der Besitzer verließ angeblich das Land."
        ),
        Construction("frequency adverb", "Nachtbusse fahren spät.", "Nachtbusse fahren meistens spät."),
        Construction("approximator", "Die Mauer ist zwei Meter hoch.", "Die Mauer ist ungefähr zwei Meter hoch."),
        Construction("degree adverb", "Die Prüfung war schwer.", "Die Prüfung war ziemlich schwer."),
        Construction("modal particle", "Der Laden hat noch offen.", "Der Laden hat wohl noch offen."),
        Construction("epistemic modal", "Die Verspätung liegt am Nebel.", "Die Verspätung dürfte am Nebel liegen."),
        Construction("hearsay modal", "Das Hotel ist ausgebucht.", "Das Hotel soll ausgebucht sein."),
        Construction("copula other than sein", "Der Motor ist zuverlässig.", "Der Motor wirkt zuverlässig."),
    ),
)

_MULTI = VariantType(
    name="multi",
    definition=(
        "Several words that together make the speaker commit less to the truth of a proposition: an epistemic "
        "clause, an attribution, or an adverbial of scope, degree or probability."
    ),
    source=_HEDGING,
    cues=split_cues("""
        es scheint, es sieht so aus, es sieht danach aus, es ist möglich, es ist denkbar, es ist wahrscheinlich,
        es könnte sein, es kann sein, es mag sein, es besteht die möglichkeit, es gibt hinweise darauf,
        es gibt anzeichen dafür, es wird angenommen, es wird vermutet, es heißt, man geht davon aus,
        man nimmt an, soweit ich weiß, soweit ich sehe, soweit wir wissen, soweit bekannt, meines wissens,
        unseres wissens, nach meinem kenntnisstand, wenn ich mich recht erinnere, wie ich höre, wie es heißt,
        wie man hört, ich glaube, ich denke, ich vermute, ich nehme an, ich schätze, ich würde sagen,
        meiner meinung nach, meiner ansicht nach, meines erachtens, nach meiner erfahrung, aus meiner sicht,
        allem anschein nach, dem anschein nach, dem vernehmen nach, berichten zufolge, angaben zufolge,
        laut berichten, nach aktuellem stand, gilt als, gelten als, galt als, galten als, neigt dazu,
        neigen dazu, tendiert dazu, könnte durchaus, dürfte wohl, aller wahrscheinlichkeit nach,
        aller voraussicht nach, mit hoher wahrscheinlichkeit, mit einiger sicherheit, im prinzip,
        in der theorie, auf dem papier, auf den ersten blick, bis zu einem gewissen grad,
        bis zu einem gewissen punkt, in gewissem maße, in gewisser weise, in gewissem sinne,
        in mancher hinsicht, zumindest teilweise, zum teil, zum großen teil, zum größten teil,
        mehr oder weniger, so gut wie, so etwas wie, eine art, ein bisschen, ein wenig, im großen und ganzen,
        im allgemeinen, in der regel, im wesentlichen, alles in allem, in den meisten fällen, in vielen fällen,
        die meiste zeit, unter umständen, unter bestimmten bedingungen, bis auf wenige ausnahmen, oder so,
        oder etwas mehr, in der größenordnung von"""),
    constructions=(
        Construction("epistemic clause", "Die Brücke ist sicher.", "Es scheint, dass die Brücke sicher ist."),
        Construction("limit of knowledge", "Der Laden nimmt Karten.", "Soweit ich weiß, nimmt der Laden Karten."),
        Construction("opinion", "Die Fortsetzung ist besser.", "Meiner Meinung nach ist die Fortsetzung besser."),
        Construction("attribution", "Der Brunnen ist verflucht.", "Der Brunnen gilt als verflucht."),
        Construction("tendency", "Die Preise steigen im Frühling.", "Die Preise neigen dazu, im Frühling zu steigen."),
        Construction("probability", "Der Zug kommt später.", "Aller Voraussicht nach kommt der Zug später."),
        Construction("extent", "Der Plan ging auf.", "Der Plan ging bis zu einem gewissen Grad auf."),
        Construction("degree", "Die Arbeit ist fertig.", "Die Arbeit ist mehr oder weniger fertig."),
        Construction(
            "generality", "Die Nachbarn sind freundlich.", "Im Großen und Ganzen sind die Nachbarn freundlich."
        ),
        Construction("quantity", "Der Weg dauert eine Stunde.", "Der Weg dauert eine Stunde oder so."),
    ),
)

LANGUAGE = Language(
    code="de",
    name="German",
    advice=(
        "An indefinite noun phrase is negated with kein, everything else with nicht. Word order changes with the "
        "variant: the finite verb stays second after a fronted adverbial and goes last after dass. Keep noun "
        "capitals."
    ),
    negations=(_VERBAL, _ABSOLUTE, _AFFIXAL, _LEXICAL),
    hedges=(_SINGLE, _MULTI),
    negators=frozenset(
        split_cues("""
            nicht, kein, keine, keinen, keinem, keiner, keines, keins, keinerlei, keinesfalls, keineswegs,
            niemand, niemanden, niemandem, niemandes, nichts, nie, niemals, nirgends, nirgendwo, nirgendwohin,
            nirgendwoher, nimmer, nimmermehr, weder, ohne, kaum, selten, mitnichten""")
    ),
)
