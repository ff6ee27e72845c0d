"""Addresses of this site that others of its pages lead to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from metrics import Filters


def of_metric(metric_id: str, members: Iterable[tuple[str, str]] = ()) -> str:
    """Where a metric is looked at, for members (dimension, code)."""
    chosen = ",".join(f"{dimension}:{code}" for dimension, code in members)
    said = {"indicador": metric_id} | ({"miembros": chosen} if chosen else {})
    return f"/indicadores?{urlencode(said, safe=':,')}"


def of_definition(metric_id: str) -> str:
    """What a metric is."""
    return f"/metodos?{urlencode({'indicador': metric_id})}"


def of_measure(code: str, **filters: str) -> str:
    """Where a measure of the plan is looked at; `filters` are those of the list that it was chosen from."""
    return f"/medida?{urlencode({'id': code} | filters)}"


def of_plan(**filters: str) -> str:
    """The list of measures that meet the filters."""
    return f"/plan?{urlencode(filters)}#plan-medidas"


def of_session(code: str) -> str:
    """Where a session of the committee is looked at."""
    return f"/sesion?{urlencode({'id': code})}"


def of_territory(**said: str) -> str:
    """The regions beside each other, looked at as is `said`."""
    return f"/territorio?{urlencode(said)}"


def of_region(code: str, **said: str) -> str:
    """The sheet of a region."""
    return f"/region?{urlencode({'codigo': code} | said)}"


def of_budget(**said: str) -> str:
    """The budget, as is `said`."""
    return f"/presupuesto?{urlencode(said)}"


def of_budget_node(code: str, **said: str) -> str:
    """A place of the budget's classifier, as is `said`; the whole where there is no code."""
    return f"/gasto?{urlencode({'codigo': code} | said)}" if code else of_budget(**said)


def of_dues(region: str) -> str:
    """What is due in a region, and when."""
    return f"/vencimientos?{urlencode({'region': region})}"


def outside(url: str | None) -> str:
    """A link of others, or nothing where it is none: `javascript:` is text."""
    return url if url and url.startswith(("https://", "http://")) else ""


def to_source(metric_id: str) -> str:
    """Where a metric's source is: the lines of the document, its checks, its SQL."""
    return f"{of_metric(metric_id)}&vista=fuente"


def members(filters: Filters) -> list[tuple[str, str]]:
    """What a question was limited to, as (dimension, member)."""
    return [(name, code) for name, codes in filters for code in codes]
