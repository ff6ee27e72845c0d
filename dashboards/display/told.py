"""What an answer says of itself beside its values, in short phrases without a full stop; '' where there is nothing to say."""

from __future__ import annotations

from dashboards.display import dates, words
from metrics import Answer, Members, Period

_NAMED = 3


def phrases(answer: Answer, regions: Members) -> tuple[str, ...]:
    """All that is to be said of an answer, the most needed first; `regions` are those that there are names for."""
    found = (
        kind(answer),
        at_a_date(answer),
        incomplete(answer, regions),
        incomplete_units(answer),
        provisional(answer),
        *notes(answer),
        updated(answer),
    )
    return tuple(phrase for phrase in found if phrase)


def kind(answer: Answer) -> str:
    """'Datos de demostración', 'Cifra publicada, registro institucional'."""
    return _begun(words.kinds_of_data(sorted(answer.kinds)))


def of_when(answer: Answer) -> str:
    """'1.er trimestre de 2025'; of what adds up since January, 'enero a marzo de 2025'."""
    asked = Period.parse(answer.period) if answer.period else None
    if answer.metric.formula.is_to_date and asked and asked.start.year == asked.end.year:
        return dates.since_january(answer.period)
    return dates.period(answer.period)


def at_a_date(answer: Answer) -> str:
    """'Al 31-03-2025', of a state."""
    return f"Al {dates.day(answer.days[1])}" if answer.is_at_a_date and answer.days else ""


def incomplete(answer: Answer, regions: Members) -> str:
    """'Período incompleto: faltan febrero de 2024 y Ñuble', or up to which day there are data.

    Of a series whose last days are not known, `incomplete_units` says it.
    """
    if answer.gaps:
        verb = "falta" if len(answer.gaps) == 1 else "faltan"
        return f"Período incompleto: {verb} {listed([_gap(label, regions) for label in answer.gaps])}"
    if answer.partial and answer.days and not answer.partial_units:
        return f"Período incompleto: datos hasta el {dates.day(answer.days[1])}"
    return ""


def incomplete_units(answer: Answer) -> str:
    """'Incompleto: 2025 (al 31-03-2025)': the years, quarters or months of a series of which not all is known."""
    told = [dates.unit_of_time(code, is_partial=True, until=day) for code, day in answer.partial_units.items()]
    return f"{'Incompleto' if len(told) == 1 else 'Incompletos'}: {listed(told)}" if told else ""


def provisional(answer: Answer) -> str:
    """'Provisorio desde el 01-03-2025', or that all of it is."""
    since = answer.provisional_from
    if since is None:
        return ""
    is_whole = answer.days is not None and since <= answer.days[0]
    return "Cifras provisorias" if is_whole else f"Provisorio desde el {dates.day(since)}"


def notes(answer: Answer) -> tuple[str, ...]:
    """What the answer notes of how it came about, each thing once."""
    return tuple(dict.fromkeys(_begun(words.sentence(note)) for note in answer.notes))


def updated(answer: Answer) -> str:
    """'Actualizado el 31-03-2025; el próximo dato se espera para el 30-06-2025'."""
    fresh = answer.freshness
    if fresh.last_load is None:
        return ""
    told = f"Actualizado el {dates.day(fresh.last_load)}"
    return (
        f"{told}; el próximo dato se espera para el {dates.day(fresh.expected_next)}" if fresh.expected_next else told
    )


def _gap(label: str, regions: Members) -> str:
    """A part that is missing: days, or 'region=05'."""
    _, is_place, code = label.partition("=")
    return regions.label(code) if is_place else dates.period(label)


def listed(names: list[str]) -> str:
    """'a, b y c'; of many, the first ones and how many more."""
    more = len(names) - _NAMED
    shown = [*names[:_NAMED], f"{more} más"] if more > 1 else names
    return " y ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)


def _begun(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
