"""French: ne with pas, jamais, rien or personne, in- and dé-, verbs that say no, and hedges."""

from __future__ import annotations

from hedge_hf.taxonomy.types import Construction, Language, VariantType, split_cues

_NEGATION = "Grevisse and Goosse, Le bon usage (16th edition, 2016), La négation; the types as in arXiv 2507.12782"
_HEDGING = "Crompton (1997), English for Specific Purposes 16(4), and Grevisse and Goosse, Le bon usage (16th edition)"

_VERBAL = VariantType(
    name="verbal",
    definition=(
        "The negator is ne ... pas around the finite verb or its auxiliary, ne pas before an infinitive. The cue is "
        "the shortest run of words of the sentence with both parts, such as n'est pas."
    ),
    source=_NEGATION,
    cues=split_cues("""
        pas, ne pas, pas encore, ne pas encore, n'est pas, ne sont pas, n'était pas, n'étaient pas, ne fut pas,
        ne sera pas, ne seront pas, ne serait pas, n'a pas, n'ont pas, n'avait pas, n'avaient pas, n'aura pas,
        n'auront pas, n'aurait pas, n'y a pas, ne peut pas, ne peuvent pas, ne pouvait pas, ne pourra pas,
        ne doit pas, ne doivent pas, ne devait pas, ne devrait pas, ne veut pas, ne veulent pas, ne voulait pas,
        ne va pas, ne vont pas, ne fait pas, ne font pas, ne sait pas, ne faut pas, ne permet pas, ne vient pas,
        ne prend pas"""),
    constructions=(
        Construction("être", "L'eau est potable.", "L'eau n'est pas potable."),
        Construction(
            "main verb", "Ce médicament fait baisser la tension.", "Ce médicament ne fait pas baisser la tension."
        ),
        Construction("perfect", "Le colis est arrivé.", "Le colis n'est pas encore arrivé."),
        Construction(
            "modal", "Les visiteurs peuvent nourrir les oiseaux.", "Les visiteurs ne peuvent pas nourrir les oiseaux."
        ),
        Construction("partitive", "Il boit du café.", "Il ne boit pas de café."),
        Construction("imperative", "Ouvrez la vanne.", "N'ouvrez pas la vanne."),
        Construction("infinitive", "Elle a promis de vendre la maison.", "Elle a promis de ne pas vendre la maison."),
    ),
)

_ABSOLUTE = VariantType(
    name="absolute",
    definition=(
        "The negator is a word or phrase other than pas, mostly with ne: aucun, personne, rien, jamais, nulle part, "
        "plus (no longer), ni ... ni, sans, or an approximate negator (guère, à peine, rarement, peu de), but not un "
        "peu de and quelques."
    ),
    source=_NEGATION,
    cues=split_cues("""
        aucun, aucune, aucun des, aucune des, nul, nulle, nulle part, nullement, aucunement, personne,
        personne ne, personne n'a, rien, rien ne, rien de, rien du tout, jamais, ne jamais, plus jamais,
        jamais plus, plus, ne plus, n'est plus, ne sont plus, n'a plus, n'ont plus, plus aucun, plus aucune,
        plus personne, plus rien, ni, ni l'un ni l'autre, ni l'une ni l'autre, sans, sans aucun, sans aucune,
        pas un seul, pas une seule, pas le moindre, pas la moindre, en aucun cas, en aucune façon,
        en aucune manière, à aucun moment, sous aucun prétexte, guère, ne guère, à peine, rarement, peu, peu de,
        très peu, très peu de, presque jamais, presque rien, presque personne, presque aucun, presque aucune"""),
    constructions=(
        Construction("determiner", "Des bus circulent le dimanche.", "Aucun bus ne circule le dimanche."),
        Construction("pronoun", "Quelqu'un a répondu au téléphone.", "Personne n'a répondu au téléphone."),
        Construction("thing", "Le témoin a vu quelque chose.", "Le témoin n'a rien vu."),
        Construction("adverb of time", "Il ferme toujours la remise.", "Il ne ferme jamais la remise."),
        Construction("adverb of place", "On trouve ce livre partout.", "On ne trouve ce livre nulle part."),
        Construction("coordination", "Le toit et le sol fuient.", "Ni le toit ni le sol ne fuient."),
        Construction("aspect", "L'atelier fabrique encore des horloges.", "L'atelier ne fabrique plus d'horloges."),
        Construction("preposition", "Elle est partie avec ses clés.", "Elle est partie sans ses clés."),
        Construction("emphatic", "Une place était libre.", "Pas une seule place n'était libre."),
        Construction(
            "inverted",
            "Vous pouvez entrer dans le laboratoire.",
            "En aucun cas vous ne pouvez entrer dans le laboratoire.",
        ),
        Construction("approximate degree", "Le vieux pont bougeait.", "Le vieux pont bougeait à peine."),
        Construction("approximate quantity", "Beaucoup de graines ont germé.", "Peu de graines ont germé."),
        Construction(
            "approximate frequency", "Les trains s'arrêtent souvent ici.", "Les trains s'arrêtent rarement ici."
        ),
    ),
)

_AFFIXAL = VariantType(
    name="affixal",
    definition=(
        "The negator is a prefix of a word: in- (im-, il-, ir-), dé- (dés-), mé-, mal-, a- (an-), non- or anti-."
    ),
    source=_NEGATION,
    cues=split_cues("""
        inaccessible, inachevé, inachevée, inactif, inadapté, inadaptée, inattendu, inaudible, incapable,
        incertain, incertaine, incomplet, incomplète, inconnu, inconnue, incorrect, incorrecte, indépendant,
        indiscret, inefficace, inégal, inexact, inexacte, inexistant, infidèle, inhabité, inhabitée, injuste,
        inoccupé, inoccupée, inoffensif, inoffensive, insatisfait, insatisfaite, insensible, instable,
        insuffisant, insuffisante, intolérant, inutile, invalide, invisible, invraisemblable, immature,
        immobile, immoral, imparfait, impatient, impayé, impayée, impoli, impossible, imprécis, imprévu,
        imprudent, illégal, illégale, illisible, illogique, irrationnel, irrationnelle, irréalisable,
        irrégulier, irrégulière, irresponsable, désactivé, désactivée, désagréable, désapprouve, désapprouvé,
        désapprouvent, désobéi, désobéit, désordonné, désorganisé, désuni, déloyal, déplaisant, débranché,
        débranchée, malheureux, malheureuse, malhonnête, malsain, malsaine, maladroit, mécontent, mécontente,
        méconnu, méfiant, non-fumeur, non-membre, non-violent, anormal, anormale, apolitique, asymétrique,
        atypique, analphabète, antisocial"""),
    constructions=(
        Construction("in- adjective", "L'échelle est stable.", "L'échelle est instable."),
        Construction("in- participle", "La maison est habitée.", "La maison est inhabitée."),
        Construction("im- participle", "La facture est payée.", "La facture est impayée."),
        Construction("il- adjective", "La vente est légale.", "La vente est illégale."),
        Construction("ir- adjective", "Le pouls est régulier.", "Le pouls est irrégulier."),
        Construction("dés- verb", "Le conseil approuve le projet.", "Le conseil désapprouve le projet."),
        Construction("mal- adjective", "Le vendeur est honnête.", "Le vendeur est malhonnête."),
        Construction("mé- adjective", "Le client est content.", "Le client est mécontent."),
        Construction("non- noun", "La visite est menée par un membre.", "La visite est menée par un non-membre."),
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
        refuse, refusent, refusé, refuse de, a refusé de, échoue, échouent, échoué, a échoué à, manque,
        manquent, manqué, manque de, manquait de, nie, nient, nié, conteste, contesté, rejette, rejeté, rejetée,
        dément, démenti, contredit, doute, doutent, évite, évitent, évité, empêche, empêchent, empêché,
        interdit, interdite, interdisent, exclut, exclu, exclue, ignore, ignoré, néglige, négligé, omet, omis,
        oublie, oublié, perd, perdu, perdent, cesse, cessent, cessé, cesse de, a cessé de, arrête, arrêté,
        a arrêté de, abandonne, abandonné, abandonnée, annule, annulé, annulée, supprimé, supprimée, renonce à,
        a renoncé à, s'abstient de, s'est abstenu de, absent, absente, absence, dépourvu de, dépourvue de,
        privé de, privée de, exempt de, hors de question, loin d'être, tout sauf, sauf, excepté, hormis, à part,
        au lieu de, plutôt que, faux, fausse, fermé, fermée, mort, morte, vide, froid, froide, dangereux,
        dangereuse, vendu, a vendu"""),
    constructions=(
        Construction("implicative verb", "Elle a pensé à fermer la porte.", "Elle a oublié de fermer la porte."),
        Construction("verb of refusal", "La clinique accepte les urgences.", "La clinique refuse les urgences."),
        Construction("verb of denial", "Le ministre a confirmé le rapport.", "Le ministre a démenti le rapport."),
        Construction("verb of absence", "La cabane dispose de chauffage.", "La cabane manque de chauffage."),
        Construction(
            "verb of prevention",
            "Le barrage laisse passer les poissons.",
            "Le barrage empêche les poissons de passer.",
        ),
        Construction("exclusion", "Le tarif inclut les bagages.", "Le tarif exclut les bagages."),
        Construction("end of a state", "La pompe a continué de tourner.", "La pompe a cessé de tourner."),
        Construction("negative adjective", "La signature est présente.", "La signature est absente."),
        Construction("negative phrase", "Le résultat est certain.", "Le résultat est loin d'être certain."),
        Construction("complementary antonym", "Le port est ouvert.", "Le port est fermé."),
        Construction("gradable antonym", "La soupe est chaude.", "La soupe est froide."),
        Construction("converse", "Le musée a acheté le tableau.", "Le musée a vendu le tableau."),
    ),
)

_SINGLE = VariantType(
    name="single",
    definition=(
        "One word by which the speaker commits less to the truth of a proposition, without changing what it says: an "
        "adverb, an epistemic modal, a verb in the conditional of hearsay (serait, aurait), an epistemic verb or an "
        "approximator."
    ),
    source=_HEDGING,
    cues=split_cues("""
        peut-être, probablement, possiblement, vraisemblablement, sûrement, apparemment, visiblement,
        manifestement, éventuellement, potentiellement, hypothétiquement, théoriquement, techniquement,
        nominalement, provisoirement, soi-disant, prétendument, censément, supposément, généralement,
        habituellement, normalement, ordinairement, typiquement, souvent, fréquemment, parfois, quelquefois,
        occasionnellement, environ, approximativement, grossièrement, presque, quasi, quasiment, pratiquement,
        virtuellement, essentiellement, fondamentalement, assez, plutôt, relativement, comparativement,
        passablement, raisonnablement, modérément, légèrement, partiellement, largement, majoritairement,
        principalement, globalement, vaguement, idéalement, pourrait, pourraient, devrait, devraient, doit,
        doivent, semble, semblent, semblait, semblaient, paraît, paraissent, paraissait, suggère, suggèrent,
        indique, indiquent, croit, croient, pense, pensent, suppose, supposent, estime, estiment, soupçonne,
        présume, présumé, présumée, supposé, supposée, serait, seraient, aurait, auraient, possible, probable,
        plausible"""),
    constructions=(
        Construction("probability adverb", "La route est fermée.", "La route est probablement fermée."),
        Construction("evidential adverb", "Le patron a quitté le pays.", "Le patron a apparemment quitté le pays."),
        Construction(
            "frequency adverb", "Les bus de nuit passent tard.", "Les bus de nuit passent généralement tard."
        ),
        Construction("approximator", "Le mur mesure deux mètres.", "Le mur mesure environ deux mètres."),
        Construction("degree adverb", "L'examen était difficile.", "L'examen était assez difficile."),
        Construction(
            "epistemic modal", "Le retard est dû au brouillard.", "Le retard pourrait être dû au brouillard."
        ),
        Construction("conditional of hearsay", "L'hôtel est complet.", "L'hôtel serait complet."),
        Construction("copula other than être", "Le moteur est fiable.", "Le moteur semble fiable."),
        Construction("epistemic verb", "Le vaccin est efficace.", "Le médecin croit le vaccin efficace."),
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
        il semble que, il semblerait que, il paraît que, il se peut que, il se pourrait que,
        il est possible que, il est probable que, il y a des chances que, on dirait que,
        tout porte à croire que, tout indique que, à ma connaissance, à notre connaissance, autant que je sache,
        pour autant que je sache, pour autant que l'on sache, si je me souviens bien, si j'ai bien compris,
        je crois que, je pense que, je suppose que, j'imagine que, je dirais que, à mon avis, selon moi,
        d'après moi, de mon point de vue, d'après mon expérience, d'après ce que j'entends,
        d'après ce que l'on dit, selon certaines sources, selon les témoins, selon les rapports, on dit que,
        on raconte que, est censé, est censée, sont censés, sont censées, est réputé, est réputée, sont réputés,
        sont réputées, passe pour, passent pour, semble être, semblent être, a tendance à, ont tendance à,
        tend à, tendent à, pourrait bien, pourraient bien, sans doute, selon toute vraisemblance,
        selon toute probabilité, en théorie, en principe, sur le papier, à première vue, en apparence,
        dans une certaine mesure, jusqu'à un certain point, à certains égards, d'une certaine façon,
        d'une certaine manière, en quelque sorte, en un sens, en partie, en grande partie, au moins en partie,
        plus ou moins, pour ainsi dire, à peu près, à peu de chose près, une sorte de, une espèce de, un peu,
        dans l'ensemble, en gros, en général, en règle générale, la plupart du temps, le plus souvent,
        dans la plupart des cas, dans bien des cas, de l'ordre de, aux alentours de, ou presque,
        ou quelque chose, sous certaines conditions, à quelques exceptions près"""),
    constructions=(
        Construction("epistemic clause", "Le pont est sûr.", "Il semble que le pont soit sûr."),
        Construction(
            "limit of knowledge", "Le magasin accepte les cartes.", "À ma connaissance, le magasin accepte les cartes."
        ),
        Construction("opinion", "La suite est meilleure.", "À mon avis, la suite est meilleure."),
        Construction("attribution", "Le puits est hanté.", "Le puits passe pour hanté."),
        Construction("tendency", "Les prix montent au printemps.", "Les prix ont tendance à monter au printemps."),
        Construction("probability", "Le train aura du retard.", "Selon toute vraisemblance, le train aura du retard."),
        Construction("extent", "Le plan a réussi.", "Dans une certaine mesure, le plan a réussi."),
        Construction("degree", "Le travail est terminé.", "Le travail est plus ou moins terminé."),
        Construction("generality", "Les voisins sont aimables.", "Dans l'ensemble, les voisins sont aimables."),
        Construction("quantity", "La promenade dure une heure.", "La promenade dure à peu près une heure."),
    ),
)

LANGUAGE = Language(
    code="fr",
    name="French",
    advice=(
        "Write ne (n' before a vowel) with pas and with every other negator of a verb. Un, une, du, de la and des "
        "become de or d' in the scope of pas and plus. Il semble que and il se peut que take the subjunctive."
    ),
    negations=(_VERBAL, _ABSOLUTE, _AFFIXAL, _LEXICAL),
    hedges=(_SINGLE, _MULTI),
    negators=frozenset(
        split_cues("""
            ne, n', pas, jamais, rien, aucun, aucune, nul, nulle, nullement, aucunement, ni, guère, rarement""")
    ),
)
