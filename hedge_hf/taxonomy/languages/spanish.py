"""Spanish: no, negative words before the verb or after no, in- and des-, verbs that say no, and hedges."""

from __future__ import annotations

from hedge_hf.taxonomy.types import Construction, Language, VariantType, split_cues

_NEGATION = (
    "RAE and ASALE (2009), Nueva gramática de la lengua española, chapter 48 (La negación); "
    "the types as in arXiv 2507.12782"
)
_HEDGING = "Crompton (1997), English for Specific Purposes 16(4), and RAE and ASALE (2009)"

_VERBAL = VariantType(
    name="verbal",
    definition="The negator is no, directly before the verb, its auxiliary or its unstressed pronouns.",
    source=_NEGATION,
    cues=split_cues("""
        no, aún no, todavía no, no es, no son, no está, no están, no era, no eran, no estaba, no estaban,
        no fue, no fueron, no será, no sería, no ha, no han, no había, no habían, no hay, no hubo, no puede,
        no pueden, no pudo, no podía, no debe, no deben, no debería, no quiere, no quieren, no quiso, no va a,
        no van a, no tiene, no tienen, no tenía, no tuvo, no hace, no se, no lo, no la, no le, no haber"""),
    constructions=(
        Construction("ser", "El agua es potable.", "El agua no es potable."),
        Construction("main verb", "El tren para en Toledo.", "El tren no para en Toledo."),
        Construction("perfect", "El paquete ha llegado.", "El paquete todavía no ha llegado."),
        Construction("modal", "Se puede alimentar a las aves.", "No se puede alimentar a las aves."),
        Construction("pronoun", "Lo vendieron en mayo.", "No lo vendieron en mayo."),
        Construction("imperative", "Abra la válvula.", "No abra la válvula."),
        Construction("infinitive", "Prometió vender la casa.", "Prometió no vender la casa."),
    ),
)

_ABSOLUTE = VariantType(
    name="absolute",
    definition=(
        "The negator is a negative word or phrase other than a bare no: nadie, nada, nunca, ningún, ni ... ni, sin, "
        "ya no, or an approximate negator (apenas, rara vez, pocos), but not unos pocos and un poco. Before the verb "
        "it stands alone, after the verb it needs no before the verb."
    ),
    source=_NEGATION,
    cues=split_cues("""
        nada, nada de, nadie, nunca, nunca más, jamás, ningún, ninguno, ninguna, ninguno de, ninguna de, ni,
        ni siquiera, ni un, ni una, ni uno, ni un solo, ni una sola, tampoco, sin, sin ningún, sin ninguna,
        ya no, de ningún modo, de ninguna manera, en ningún caso, en ningún momento, en ninguna parte,
        en ningún sitio, en ningún lugar, por ninguna parte, bajo ningún concepto, bajo ninguna circunstancia,
        en absoluto, en modo alguno, apenas, apenas si, casi nunca, casi nada, casi nadie, casi ningún,
        casi ninguna, rara vez, raramente, pocas veces, poco, poca, pocos, pocas, muy poco, muy poca, muy pocos,
        muy pocas"""),
    constructions=(
        Construction("determiner", "Los domingos pasan autobuses.", "Los domingos no pasa ningún autobús."),
        Construction("pronoun", "Alguien contestó al teléfono.", "Nadie contestó al teléfono."),
        Construction("thing", "El testigo vio algo.", "El testigo no vio nada."),
        Construction("adverb of time", "Siempre cierra el cobertizo.", "Nunca cierra el cobertizo."),
        Construction(
            "adverb of place", "El libro se vende en todas partes.", "El libro no se vende en ninguna parte."
        ),
        Construction("coordination", "Gotean el techo y el suelo.", "No gotean ni el techo ni el suelo."),
        Construction("aspect", "La empresa todavía fabrica relojes.", "La empresa ya no fabrica relojes."),
        Construction("preposition", "Se fue con sus llaves.", "Se fue sin sus llaves."),
        Construction("emphatic", "Un asiento estaba libre.", "Ni un solo asiento estaba libre."),
        Construction(
            "inverted",
            "Usted puede entrar en el laboratorio.",
            "Bajo ninguna circunstancia puede usted entrar en el laboratorio.",
        ),
        Construction("approximate degree", "El viejo puente se movía.", "El viejo puente apenas se movía."),
        Construction("approximate quantity", "Muchas semillas brotaron.", "Pocas semillas brotaron."),
        Construction("approximate frequency", "Aquí paran trenes a menudo.", "Aquí rara vez paran trenes."),
    ),
)

_AFFIXAL = VariantType(
    name="affixal",
    definition="The negator is a prefix of a word: in- (im-, i-), des- (dis-), a- (an-) or anti-.",
    source=_NEGATION,
    cues=split_cues("""
        imperfecto, impaciente, impagado, impagada, impopular, imposible, impreciso, imprudente, improbable,
        inaccesible, inacabado, inacabada, inaceptable, inactivo, inactiva, inadecuado, inadecuada, incapaz,
        incierto, incierta, incómodo, incómoda, incompleto, incompleta, incorrecto, incorrecta, independiente,
        indirecto, ineficaz, inesperado, inesperada, inestable, inexacto, inexacta, inexistente, infeliz,
        infiel, injusto, injusta, inmaduro, inmóvil, inmoral, innecesario, innecesaria, inofensivo, inofensiva,
        insatisfecho, insatisfecha, inseguro, insegura, insuficiente, intolerante, inútil, inválido, inválida,
        invisible, ilegal, ilegible, ilógico, irracional, irreal, irregular, irrelevante, irresponsable,
        desactivado, desactivada, desafortunado, desagradable, desaprueba, desaprobó, desatendido, desconfía,
        desconocido, desconocida, descontento, descontenta, desfavorable, deshabitado, deshabitada, deshonesto,
        deshonesta, desigual, desleal, desobedece, desobedeció, desocupado, desocupada, desordenado,
        desordenada, desorganizado, disconforme, discontinuo, anormal, apolítico, asimétrico, atípico, atípica,
        analfabeto, antisocial"""),
    constructions=(
        Construction("in- adjective", "La escalera es segura.", "La escalera es insegura."),
        Construction("in- participle", "La torre está acabada.", "La torre está inacabada."),
        Construction("im- participle", "La factura está pagada.", "La factura está impagada."),
        Construction("i- adjective", "La venta es legal.", "La venta es ilegal."),
        Construction("ir- adjective", "El pulso es regular.", "El pulso es irregular."),
        Construction("des- verb", "El consejo aprobó el plan.", "El consejo desaprobó el plan."),
        Construction("des- participle", "La isla está habitada.", "La isla está deshabitada."),
        Construction("a- adjective", "El caso es típico.", "El caso es atípico."),
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
        rechaza, rechazó, rechazan, rechazado, rechazada, niega, negó, niegan, se niega a, se negó a, fracasa,
        fracasó, falla, falló, carece de, carecía de, carecen de, falta, faltaba, faltan, prohíbe, prohibió,
        prohíben, prohibido, prohibida, impide, impidió, impiden, evita, evitó, evitan, excluye, excluyó,
        excluido, excluida, omite, omitió, ignora, ignoró, olvida, olvidó, olvidado, pierde, perdió, perdido,
        deja de, dejó de, cesó, canceló, cancelado, cancelada, suspendió, suspendido, abandonó, abandonado,
        abandonada, renuncia a, renunció a, se abstiene de, se abstuvo de, desmiente, desmintió, contradice,
        contradijo, duda, dudaba, duda de, ausente, ausencia, privado de, privada de, exento de, exenta de,
        libre de, lejos de, todo menos, salvo, excepto, en lugar de, en vez de, aparte de, falso, falsa,
        cerrado, cerrada, muerto, muerta, vacío, vacía, frío, fría, peligroso, peligrosa, vendió, vendido"""),
    constructions=(
        Construction("implicative verb", "Se acordó de renovar el permiso.", "Olvidó renovar el permiso."),
        Construction("verb of refusal", "La clínica acepta urgencias.", "La clínica rechaza urgencias."),
        Construction("verb of denial", "El ministro confirmó el informe.", "El ministro desmintió el informe."),
        Construction("verb of absence", "La cabaña tiene calefacción.", "La cabaña carece de calefacción."),
        Construction("verb of prevention", "La presa deja pasar a los peces.", "La presa impide pasar a los peces."),
        Construction("exclusion", "La tarifa incluye el equipaje.", "La tarifa excluye el equipaje."),
        Construction("end of a state", "La bomba siguió funcionando.", "La bomba dejó de funcionar."),
        Construction("negative adjective", "El testigo estaba presente.", "El testigo estaba ausente."),
        Construction("negative phrase", "El resultado es seguro.", "El resultado es todo menos seguro."),
        Construction("complementary antonym", "El puerto está abierto.", "El puerto está cerrado."),
        Construction("gradable antonym", "La sopa está caliente.", "La sopa está fría."),
        Construction("converse", "El museo compró el cuadro.", "El museo vendió el cuadro."),
    ),
)

_SINGLE = VariantType(
    name="single",
    definition=(
        "One word by which the speaker commits less to the truth of a proposition, without changing what it says: an "
        "adverb, an epistemic modal (podría, debería), a verb of habit (suele), an epistemic verb or an "
        "approximator."
    ),
    source=_HEDGING,
    cues=split_cues("""
        quizás, quizá, probablemente, posiblemente, seguramente, presumiblemente, previsiblemente,
        potencialmente, eventualmente, aparentemente, supuestamente, presuntamente, evidentemente,
        hipotéticamente, teóricamente, técnicamente, nominalmente, provisionalmente, generalmente, normalmente,
        habitualmente, usualmente, típicamente, frecuentemente, ocasionalmente, aproximadamente, casi,
        prácticamente, virtualmente, esencialmente, básicamente, fundamentalmente, bastante, relativamente,
        comparativamente, razonablemente, moderadamente, ligeramente, levemente, parcialmente, mayormente,
        mayoritariamente, principalmente, globalmente, vagamente, idealmente, podría, podrían, debería,
        deberían, suele, suelen, solía, solían, parece, parecen, parecía, parecían, sugiere, sugieren, sugería,
        indica, indican, cree, creen, creía, piensa, piensan, supone, suponen, sospecha, sospechan, estima,
        estiman, calcula, calculan, imagina, posible, probable, plausible, presunto, presunta, supuesto,
        supuesta, aparente"""),
    constructions=(
        Construction("probability adverb", "La carretera está cortada.", "La carretera está probablemente cortada."),
        Construction("evidential adverb", "El dueño dejó el país.", "El dueño supuestamente dejó el país."),
        Construction("verb of habit", "El bus nocturno llega tarde.", "El bus nocturno suele llegar tarde."),
        Construction("approximator", "El muro mide dos metros.", "El muro mide aproximadamente dos metros."),
        Construction("degree adverb", "El examen era difícil.", "El examen era bastante difícil."),
        Construction("epistemic modal", "El retraso se debe a la niebla.", "El retraso podría deberse a la niebla."),
        Construction("copula other than ser", "El motor es fiable.", "El motor parece fiable."),
        Construction("epistemic verb", "La vacuna funciona.", "El médico cree que la vacuna funciona."),
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
        parece que, parece ser que, al parecer, a lo mejor, tal vez, es posible que, es probable que, puede que,
        puede ser que, podría ser que, cabe la posibilidad de que, da la impresión de que, hay indicios de que,
        todo indica que, todo apunta a que, que yo sepa, hasta donde yo sé, hasta donde sabemos,
        hasta donde se sabe, por lo que sé, según tengo entendido, si recuerdo bien, creo que, pienso que,
        supongo que, me imagino que, yo diría que, en mi opinión, a mi juicio, a mi entender, a mi modo de ver,
        desde mi punto de vista, según mi experiencia, según dicen, según parece, según los informes,
        según algunas fuentes, según se dice, se dice que, se cree que, se piensa que, se supone que,
        se espera que, se considera que, tiende a, tienden a, tendía a, tendían a, parece ser, parecen ser,
        bien podría, bien podrían, con toda probabilidad, muy probablemente, en teoría, en principio,
        sobre el papel, a primera vista, en apariencia, hasta cierto punto, en cierta medida, en cierto modo,
        en cierto sentido, de alguna manera, en algunos aspectos, en parte, en gran parte, al menos en parte,
        en buena medida, más o menos, por así decirlo, una especie de, algo así como, un poco, un tanto,
        en general, por lo general, en líneas generales, a grandes rasgos, en términos generales, en conjunto,
        por regla general, la mayoría de las veces, en la mayoría de los casos, en muchos casos, a menudo,
        a veces, con frecuencia, de vez en cuando, alrededor de, cerca de, en torno a, o algo así,
        bajo ciertas condiciones, con algunas excepciones"""),
    constructions=(
        Construction("epistemic clause", "El puente es seguro.", "Parece que el puente es seguro."),
        Construction("limit of knowledge", "La tienda acepta tarjetas.", "Que yo sepa, la tienda acepta tarjetas."),
        Construction("opinion", "La secuela es mejor.", "En mi opinión, la secuela es mejor."),
        Construction("attribution", "El pozo está embrujado.", "Se dice que el pozo está embrujado."),
        Construction("tendency", "Los precios suben en primavera.", "Los precios tienden a subir en primavera."),
        Construction("probability", "El tren llegará tarde.", "Con toda probabilidad, el tren llegará tarde."),
        Construction("extent", "El plan funcionó.", "Hasta cierto punto, el plan funcionó."),
        Construction("degree", "El trabajo está terminado.", "El trabajo está más o menos terminado."),
        Construction("generality", "Los vecinos son amables.", "Por lo general, los vecinos son amables."),
        Construction("quantity", "El paseo dura una hora.", "El paseo dura alrededor de una hora."),
    ),
)

LANGUAGE = Language(
    code="es",
    name="Spanish",
    advice=(
        "Nadie, nada, nunca and ningún need no before the verb when they follow it and stand alone when they precede "
        "it. Es posible que, puede que and quizás before the verb take the subjunctive."
    ),
    negations=(_VERBAL, _ABSOLUTE, _AFFIXAL, _LEXICAL),
    hedges=(_SINGLE, _MULTI),
    negators=frozenset(
        split_cues("""
            no, nada, nadie, nunca, jamás, ningún, ninguno, ninguna, ni, tampoco, apenas, raramente""")
    ),
)
