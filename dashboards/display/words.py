"""Ids and their arguments in Spanish: the one place where what the metrics layer says becomes sentences.

A sentence is a template with the names of the message's arguments, or a function of them where it has a choice to make.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboards.display import dates
from metrics import DIMENSION_LABELS, CheckKind, Members, Message, Metric, Outcome, Verdict, metric

Arguments = Mapping[str, Any]
Sentence = str | Callable[[Arguments], str]


def sentence(message: Message) -> str:
    """A message in Spanish, without its full stop; LookupError where nobody wrote it."""
    if message.id not in SENTENCES:
        msg = f"message {message.id!r} has no sentence; there are: {', '.join(sorted(SENTENCES))}"
        raise LookupError(msg)
    written = SENTENCES[message.id]
    return written.format_map(message.arguments) if isinstance(written, str) else written(message.arguments)


def _listed(names: str | Iterable[str]) -> str:
    return names if isinstance(names, str) else ", ".join(names)


def _suggested(said: Arguments) -> str:
    """The names nearest to the one asked or, where none is near, a few of those there are."""
    if said["near"]:
        return f"los más parecidos son: {_listed(said['near'])}"
    return f"existen, entre otros: {_listed(said['some'])}"


def _unknown_dimension(said: Arguments) -> str:
    near = _listed(said["near"] or ())
    hint = f"; ¿quiso decir «{near}»?" if near else ""
    return (
        f"{said['metric']} no se puede desglosar por «{said['asked']}»; se puede por: {_listed(said['allowed'])}{hint}"
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
        f"no se entiende el período «{said['asked']}»; se admite: {_listed(said['allowed'])}"
    ),
    "day_outside_calendar": lambda said: (
        f"el {dates.day(said['asked'])} está fuera del calendario de días hábiles; se admite del "
        f"{dates.day(said['first'])} al {dates.day(said['last'])}"
    ),
    "member_is_no_code": "«{asked}» no es un código de «{dimension}»; se admiten códigos como texto, por ejemplo 13",
    "levels_not_added": lambda said: (
        f"{said['metric']}: {_listed(said['members'])} son territorios de distinto nivel y no se suman; pida el desglose "
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
        f"hay cifras de períodos que se superponen: se usan las de {_listed(dates.period(one) for one in said['used'])}; "
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
    "part_of_country": "una región es parte del total del país: no se compara con él",
    "no_target": "sin meta declarada para el período",
}
_CHECKED: Mapping[str, Sentence] = {
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
}
SENTENCES: dict[str, Sentence] = {**_REFUSALS, **_NOTES, **_NOT_COMPARED, **_CHECKED}
"""By the id of the message: a new one needs its line here, and a test says so."""

KINDS_OF_DATA: Mapping[str, str] = {
    "published": "cifra publicada",
    "register": "registro institucional",
    "demonstration": "datos de demostración",
}
FORMULAS: Mapping[str, str] = {
    "count": "Cuenta de filas",
    "sum": "Suma de filas",
    "open_stock": "Filas abiertas a una fecha",
    "quantile": "Mediana con censura (Kaplan-Meier)",
    "survival": "Parte que sigue en espera, con censura (Kaplan-Meier)",
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
    CheckKind.METRICS: "El indicador",
    CheckKind.TOTAL: "La suma de sus partes",
    CheckKind.PERCENTAGE: "Su numerador y denominador",
    CheckKind.RESTATEMENT: "La misma cifra, en otra parte",
    CheckKind.DATE: "La fecha que da en otra parte",
}
MEASURE_STATUS: Mapping[str, str] = {"implemented": "Implementada", "in_progress": "En desarrollo"}
NOT_REPORTED, NOT_STATED = "Sin reporte", "Sin informar"


def kinds_of_data(kinds: Iterable[str]) -> str:
    """'cifra publicada, datos de demostración': each kind once, in the order given."""
    return ", ".join(dict.fromkeys(KINDS_OF_DATA[kind] for kind in kinds)) or "sin datos"


def formula(of: Metric) -> str:
    """How a metric is computed."""
    return FORMULAS[of.formula.kind]


def dimension(name: str) -> str:
    """What a dimension is called."""
    return DIMENSION_LABELS.get(name, name)


def member(members: Members, code: str | None) -> str:
    """What a member is called; rows that do not say have a name too."""
    return NOT_STATED if code is None else members.label(code)
