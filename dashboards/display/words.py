"""Ids and their arguments in Spanish: the one place where what the metrics layer says becomes sentences.

A sentence is a template with the names of the message's arguments, or a function of them where it has a choice to make.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from dashboards.display import dates
from dashboards.display.formats import number
from metrics import (
    DIMENSION_LABELS,
    Against,
    ChangeKind,
    Check,
    CheckKind,
    DefinitionChange,
    Finding,
    Group,
    Measure,
    Members,
    Message,
    Metric,
    Outcome,
    Verdict,
    catalogue,
    metric,
)

Arguments = Mapping[str, Any]
Sentence = str | Callable[[Arguments], str]


def sentence(message: Message) -> str:
    """A message in Spanish, without its full stop; LookupError where nobody wrote it."""
    if message.id not in SENTENCES:
        msg = f"message {message.id!r} has no sentence; there are: {', '.join(sorted(SENTENCES))}"
        raise LookupError(msg)
    written = SENTENCES[message.id]
    return written.format_map(message.arguments) if isinstance(written, str) else written(message.arguments)


def folded(text: str) -> str:
    """Lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).strip()


def listed(names: str | Iterable[str]) -> str:
    """Names one after the other, or the only one."""
    return names if isinstance(names, str) else ", ".join(names)


def _suggested(said: Arguments) -> str:
    """The names nearest to the one asked or, where none is near, a few of those there are."""
    if said["near"]:
        return f"los más parecidos son: {listed(said['near'])}"
    return f"existen, entre otros: {listed(said['some'])}"


def _unknown_dimension(said: Arguments) -> str:
    near = listed(said["near"] or ())
    hint = f"; ¿quiso decir «{near}»?" if near else ""
    return (
        f"{said['metric']} no se puede desglosar por «{said['asked']}»; se puede por: {listed(said['allowed'])}{hint}"
    )


_MISSING = {"metrics": "al menos un indicador", "period": "un período", "where": "al menos un valor por filtro"}


def _incomplete_question(said: Arguments) -> str:
    return f"{said['asked'] or 'la pregunta'} está incompleta: indique {_MISSING[said['missing']]}"


def _growth_base(said: Arguments) -> str:
    return f"base: {metric(said['metric']).label} {said['period'] or ''}".strip()


_REFUSALS: Mapping[str, Sentence] = {
    "unknown_metric": lambda said: f"no existe el indicador «{said['asked']}»; {_suggested(said)}",
    "unknown_dimension": _unknown_dimension,
    "unknown_member": lambda said: f"«{said['asked']}» no es un valor de «{said['dimension']}»; {_suggested(said)}",
    "incomplete_question": _incomplete_question,
    "not_additive": "{metric} no se puede sumar sobre «{dimension}»: pídalo por {dimension}, o para un solo valor de "
    "{dimension}",
    "no_such_grain": "{metric} no tiene valores por «{grain}»: su fuente los da por períodos más largos",
    "months_only": "{metric} se da por meses completos, para que nadie pueda ser reconocido: pida meses, trimestres o años",
    "unreadable_period": lambda said: (
        f"no se entiende el período «{said['asked']}»; se admite: {listed(said['allowed'])}"
    ),
    "day_outside_calendar": lambda said: (
        f"el {dates.day(said['asked'])} está fuera del calendario de días hábiles; se admite del "
        f"{dates.day(said['first'])} al {dates.day(said['last'])}"
    ),
    "not_entitled": "las solicitudes una por una no se publican: las ve quien administra la base de datos",
    "before_it_can": lambda said: (
        f"{CLOCK_EVENTS[said['event']]} el {dates.day(said['day'])} es antes de que fuera "
        f"{CLOCK_EVENTS[said['after']].lower()} ({dates.day(said['first'])}); se admite ese día o uno posterior"
    ),
    "member_is_no_code": "«{asked}» no es un código de «{dimension}»; se admiten códigos como texto, por ejemplo 13",
    "levels_not_added": lambda said: (
        f"{said['metric']}: {listed(said['members'])} son territorios de distinto nivel y no se suman; pida el desglose "
        "por región"
    ),
    "unreadable_filter": "no se entiende el filtro «{asked}»; se admite DIMENSIÓN=VALOR, por ejemplo region=13",
}
_NOTES: Mapping[str, Sentence] = {
    "nothing_known": "sin datos conocidos a esa fecha",
    "no_population": "sin población cargada para calcular la tasa",
    "no_base_year": "sin un período completo un año antes con que comparar",
    "late_load": lambda said: (
        f"hay datos conocidos el {dates.day(said['known_on'])} que llegaron después: cuentan desde el "
        f"{dates.day(said['counts_from'])}"
    ),
    "overlapping_intervals": lambda said: (
        f"hay cifras de períodos que se superponen: se usan las de {listed(dates.period(one) for one in said['used'])}; "
        + (f"las otras {said['aside']} no se suman" if said["aside"] > 1 else "la otra no se suma")
    ),
    "protected_counts": "recuentos protegidos: el de cada mes y oficina se redondea a un múltiplo de {step} antes de sumarlo, y la "
    "suma puede apartarse un poco de la exacta (vea Métodos)",
    "longer_periods_left_out": "{values} valores de períodos más largos no se muestran",
}
_NOT_COMPARED: Mapping[str, Sentence] = {
    "incomplete_period": "período incompleto: no se compara",
    "suppressed": lambda said: f"dato reservado de {dates.months(said['period'])}",
    "absent": lambda said: f"sin dato de {dates.months(said['period'])}",
    "illegible": "uno de los dos valores es ilegible: no se compara",
    "part_of_country": "una región es parte del total del país: no se compara con él",
    "no_published_base": "sin base publicada para comparar",
    "no_target": "sin meta declarada para el período",
}
_UNREADABLE = {
    "value": "el valor",
    "line": "la línea",
    "period_from": "el comienzo del período",
    "period_to": "el fin del período",
    "metric": "el indicador",
    "member": "el miembro, que su indicador no tiene:",
}
_CHECKED: Mapping[str, Sentence] = {
    "unreadable": lambda said: f"no se puede comprobar: no se entiende {_UNREADABLE[said['column']]} «{said['found']}»",
    "no_value_on_that_date": "el indicador no tiene dato para la fecha de la cifra",
    "protected_value": "el indicador se muestra con recuentos redondeados, que no deciden si la cifra es exacta",
    "not_one_value": "el indicador no tiene un único valor para la cifra",
    "part_not_published": "alguna de las partes no se publica para el período",
    "ratio_not_published": "falta publicar el numerador o el denominador",
    "growth_base": _growth_base,
    "nearest_whole": "lo más cercano: {nearest} de {total:.12g}",
    "sum_of_members": "suma de los miembros, con el margen de su redondeo",
    "same_amount_two_dates": "la misma cifra con dos fechas",
    "undated": "una de las dos no fecha su cierre",
    "part_of_whole": lambda said: f"es parte de: {metric(said['metric']).label}",
    "columns_of_table": "cifras de la tabla que están en la columna y el año que les toca",
    "periods_of_chapter": "cifras del capítulo cuyo período calza con el de sus vecinas",
    "order_of_events": lambda said: f"{EVENTS[said['later']]} antes que {EVENTS[said['earlier']]}",
    "said_to_follow": lambda said: f"se dice posterior a {said['subject']}: {EVENTS[said['event']]}",
    "one_event_two_dates": lambda said: f"{EVENTS[said['event']]}, dicho en dos partes",
    "done_and_to_be_done": lambda said: f"se anuncia como por hacer y se cuenta como hecho: {EVENTS[said['done']]}",
    "months_between": lambda said: f"meses de {dates.published_period(said['period'])}, ambos incluidos",
    "one_quantity": lambda said: f"en otra parte: {listed(number(one) for one in said['numbers'])}",
    "more_than_all": "da más de 100 %: lo contado no es parte de esa base",
    "comes_after": "según el texto viene después y no puede ser mayor",
    "largest_of_others": "el mayor de los demás",
    "said_of": lambda said: " y ".join(f"de «{one}»" for one in dict.fromkeys(said["told"])),
    "called": lambda said: " y ".join(f"«{one}»" for one in dict.fromkeys(said["told"])),
}
SENTENCES: dict[str, Sentence] = {**_REFUSALS, **_NOTES, **_NOT_COMPARED, **_CHECKED}
"""By the id of the message: a new one needs its line here, and a test says so."""

KINDS_IN_NAMES: Mapping[str, str] = {
    "published": "publicado",
    "register": "registro",
    "demonstration": "demostracion",
}
"""What the names of files say of the kind of their data."""
LICENCE = "Creative Commons Atribución 4.0"
LICENCE_CODE = "CC-BY-4.0"
"""As programs know it (SPDX)."""
KINDS_OF_DATA: Mapping[str, str] = {
    "published": "cifra publicada",
    "register": "registro institucional",
    "demonstration": "datos de demostración",
}


def kind_of_load(*, is_made_up: bool) -> str:
    """The kind of data that a loaded row is, by its id."""
    return "demonstration" if is_made_up else "register"


FORMULAS: Mapping[str, str] = {
    "count": "Cuenta de filas",
    "sum": "Suma de filas",
    "open_stock": "Filas abiertas a una fecha",
    "due_stock": "Filas abiertas a una fecha, por los días hábiles que le quedan a su plazo",
    "quantile": "Días en que una parte tuvo respuesta, contando también las que siguen esperando (estimador de Kaplan-Meier)",
    "survival": "Parte que sigue esperando, contando también las que aún no terminan (estimador de Kaplan-Meier)",
    "ratio": "Cociente de dos indicadores",
    "share_of_total": "Parte del total",
    "difference": "Diferencia de dos cuentas o sumas",
    "growth": "Variación frente a los mismos días del año anterior",
    "per_capita": "Cociente por habitantes",
    "observed_flow": "Cifra publicada; se suma en el tiempo",
    "observed_stock": "Cifra publicada a una fecha; no se suma en el tiempo",
    "observed_rate": "Cifra publicada; no se suma ni se promedia",
}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.BETTER: "mejora",
    Verdict.WORSE: "empeora",
    Verdict.SAME: "",
    Verdict.NEITHER: "",
}
PROTECTED = (
    "Recuento protegido: suma de cifras redondeadas, que puede apartarse un poco de la que imprime la Cuenta Pública."
)
MEASURES: Mapping[Measure, str] = {
    Measure.AMOUNT: "Cifra",
    Measure.SHARE: "Parte del país",
    Measure.PER_INHABITANT: "Por 1.000 habitantes",
    Measure.PER_FOREIGN_RESIDENT: "Por 1.000 personas extranjeras residentes",
}
MEASURE_CODES: Mapping[Measure, str] = {
    Measure.AMOUNT: "cifra",
    Measure.SHARE: "parte",
    Measure.PER_INHABITANT: "por-mil",
    Measure.PER_FOREIGN_RESIDENT: "por-mil-extranjeros",
}
"""How an address says them."""
AGAINST: Mapping[Against, str] = {
    Against.NOTHING: "Nada",
    Against.YEAR_BEFORE: "El mismo período del año anterior",
    Against.PREVIOUS: "El período anterior",
    Against.COUNTRY: "El país",
}
DEFINITION_CHANGES: Mapping[ChangeKind, str] = {
    ChangeKind.ADDED: "Indicador nuevo",
    ChangeKind.CHANGED: "Cambio",
    ChangeKind.WITHDRAWN: "Se retira",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.DIFFERS: "Difieren",
    Outcome.UNDECIDABLE: "No se pueden decidir",
    Outcome.AGREES: "Concuerdan",
}
OUTCOME_MEANINGS: Mapping[Outcome, str] = {
    Outcome.DIFFERS: "Lo impreso y lo calculado no son iguales.",
    Outcome.UNDECIDABLE: "El documento no dice lo necesario: falta una fecha de corte, una base o una de las partes.",
    Outcome.AGREES: "Lo impreso y lo calculado son iguales, con los decimales que imprime el documento.",
}
CHECKED_AGAINST: Mapping[CheckKind, str] = {
    CheckKind.READING: "Lo que el monitor puede leer",
    CheckKind.METRICS: "El indicador",
    CheckKind.TOTAL: "La suma de sus partes",
    CheckKind.PERCENTAGE: "Su numerador y denominador",
    CheckKind.RESTATEMENT: "La misma cifra, en otra parte",
    CheckKind.DATE: "La fecha que da en otra parte",
    CheckKind.AVERAGE: "El total dividido por el número",
    CheckKind.BOUND: "Aquello de que es parte",
    CheckKind.RANK: "El orden de tamaño que dice el texto",
    CheckKind.PERIODS: "Los períodos de las cifras vecinas",
    CheckKind.ORDER: "El orden de las fechas",
    CheckKind.DURATION: "Los meses entre sus fechas",
    CheckKind.NUMBER: "La misma cantidad, en otra parte",
    CheckKind.BASE: "De qué se dice en otra parte",
    CheckKind.NAME: "Cómo se dice en otra parte",
}
GROUPS: Mapping[Group, str] = {
    Group.ARITHMETIC: "Aritmética",
    Group.RESTATEMENT: "Reiteración",
    Group.CARRIED_OVER: "Arrastre",
}
GROUP_MEANINGS: Mapping[Group, str] = {
    Group.ARITHMETIC: "Sumas, porcentajes, promedios, topes, orden de tamaño y orden de fechas",
    Group.RESTATEMENT: "Lo mismo dicho en dos partes del documento, o en un registro institucional",
    Group.CARRIED_OVER: "La cifra contra lo que se hizo a partir de ella (observaciones o filas de demostración)",
}
EVENTS: Mapping[str, str] = {
    "signed": "firma",
    "approved": "aprobación",
    "promulgated": "promulgación",
    "formalised": "formalización",
    "published": "publicación",
    "in_force": "entrada en vigencia",
    "established": "creación",
    "installed": "puesta en marcha",
    "starts": "inicio",
    "ends": "término",
    "to_be_signed": "firma por hacer",
    "to_be_approved": "aprobación por hacer",
    "to_be_published": "publicación por hacer",
    "to_be_installed": "puesta en marcha por hacer",
}
"""By the event that a claim is about."""
MEASURE_STATUS: Mapping[str, str] = {"implemented": "Implementada", "in_progress": "En desarrollo"}
MEASURE_SCHEDULE: Mapping[str, str] = {
    "done": "Terminada",
    "on_time": "Al día",
    "at_risk": "En riesgo",
    "late": "Atrasada",
}
MEASURE_PROOF: Mapping[str, str] = {"reviewed": "Revisada", "presented": "Presentada", "none": "Sin evidencia"}
CONFIDENCE: Mapping[str, str] = {"high": "Alta", "medium": "Media", "low": "Baja"}
AGREEMENT_STATES: Mapping[str, str] = {
    "pending": "Pendiente",
    "overdue": "Vencido",
    "fulfilled": "Cumplido",
    "fulfilled_late": "Cumplido fuera de plazo",
    "dropped": "Dejado sin efecto",
}
AGENDA_REASONS: Mapping[str, str] = {
    "newly_late": "se atrasó desde la sesión anterior",
    "low_confidence": "su responsable confía poco en cumplir",
    "blocked": "espera a otro organismo",
    "overdue_agreement": "tiene un acuerdo vencido",
    "unexplained": "va detrás de lo comprometido y nadie explica por qué",
    "missing_report": "no informó en la última ronda",
}
NOT_REPORTED, NOT_STATED = "Sin reporte", "Sin informar"


def kinds_of_data(kinds: Iterable[str]) -> str:
    """'cifra publicada, datos de demostración': each kind once, in the order given."""
    return ", ".join(dict.fromkeys(KINDS_OF_DATA[kind] for kind in kinds)) or "sin datos"


def formula(of: Metric) -> str:
    """How a metric is computed."""
    return FORMULAS[of.formula.kind]


def concerned(change: DefinitionChange) -> str:
    """Whose definition changed: the labels of the metrics, or what is said of all of one kind."""
    known = catalogue()
    named = [known[one].label if one in known else one for one in change.metrics]
    return ", ".join(named) or f"Todos los que son: {FORMULAS[change.formula].lower()}"


def dimension(name: str) -> str:
    """What a dimension is called."""
    return DIMENSION_LABELS.get(name, name)


def member(members: Members, code: str | None) -> str:
    """What a member is called; rows that do not say have a name too."""
    return NOT_STATED if code is None else members.label(code)


def behind(finding: Finding) -> str:
    """What opens the checks of a finding."""
    count = len(finding.checks)
    return "Ver la comprobación" if count == 1 else f"Ver las {number(count)} comprobaciones"


def contradictions(findings: Sequence[Finding]) -> str:
    """'31 contradicciones'."""
    return f"{number(len(findings))} {'contradicción' if len(findings) == 1 else 'contradicciones'}"


def could_have_failed(findings: Sequence[Finding], checks: Sequence[Check]) -> str:
    """In how many of the checks that could have failed contradictions show, and what is left out of the count."""
    counts = Counter(check.outcome for check in checks if check.group.could_fail)
    shown = sum(finding.could_fail for finding in findings)
    return (
        f"Se notan en {number(shown)} de las {number(counts.total())} comprobaciones que pudieron fallar; otras "
        f"{number(counts[Outcome.AGREES])} concuerdan y {number(counts[Outcome.UNDECIDABLE])} no se pueden decidir. No se "
        f"cuentan las {number(len(checks) - counts.total())} que comparan una cifra con lo que se hizo a partir de ella."
    )


def standing_alone(alone: int, checks: Sequence[Check]) -> str:
    """How many figures nothing else in the document backs; each figure is held against its metric once."""
    figures = sum(check.kind is CheckKind.METRICS for check in checks)
    return (
        f"{number(alone)} de las {number(figures)} cifras están solas: nada más de lo que imprime el documento las respalda, "
        "de modo que un número mal impreso en ellas no se notaría."
    )


ABOUT_STATES = (
    "El estado oficial es lo que reporta el responsable. El plazo se calcula de los hitos: atrasada, si pasó el término de su "
    "plan vigente; en riesgo, si venció otro hito sin cumplirse; al día, si no. «Comprometido» es el avance que suponen los "
    "hitos vencidos. El título de cada medida de demostración viene de lo que la Cuenta Pública 2024 informa como logro o "
    "desafío."
)
ABOUT_MATRIX = (
    "Medidas implementadas de todas las que lidera cada ministerio en cada eje. Una celda sin medidas lleva una raya."
)
CLOCK_EVENTS: Mapping[str, str] = {
    "as_of": "Consultada",
    "received": "Recibida",
    "extended": "Prorrogada",
    "asked": "Pedida su aclaración",
    "replied": "Aclarada",
    "answered": "Respondida",
    "closed": "Cerrada",
    "due": "Vencimiento",
}
CLOCK_STATES: Mapping[str, str] = {
    "in_time": "En plazo",
    "due_soon": "Por vencer",
    "paused": "En pausa: espera la aclaración",
    "overdue": "Vencida",
    "very_overdue": "Muy vencida",
    "answered_in_time": "Respondida en plazo",
    "answered_late": "Respondida fuera de plazo",
    "closed": "Cerrada sin respuesta",
}
BODY_ROLES: Mapping[str, str] = {"lead": "Responsable", "co_responsible": "Corresponsable"}
MADE_UP_MEASURE = (
    "El título de la medida viene de lo que la Cuenta Pública 2024 informa; responsables, fechas, reportes, evidencia y acuerdos "
    "fueron generados por programa y no dicen nada de ningún organismo real."
)
