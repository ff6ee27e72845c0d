"""Who owes what: most first, of several leads the first, and nobody without a name is followed by a link."""

from __future__ import annotations

import polars as pl
import pytest

from dashboards.display import commitments, plan
from metrics.model.members import Members

NAMES = Members(labels={"a": "Subsecretaría A", "b": "Subsecretaría B"})


def _measures(*rows):
    columns = ("lead_code", "lead", "schedule", "misses_report", "demonstration")
    return pl.DataFrame(
        rows,
        schema=dict(zip(columns, (pl.String, pl.String, pl.String, pl.Boolean, pl.Boolean), strict=True)),
        orient="row",
    )


def _agreed(*rows):
    schema = {"body_code": pl.String, "state": pl.String, "demonstration": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _owed(measures, agreed):
    found = plan.owed(measures, agreed, NAMES)
    return found.select("body", "late", "at_risk", "missing", "overdue", "kind", "body_address").rows()


def test_who_owes_most_comes_first_and_who_owes_nothing_is_not_there():
    measures = _measures(
        ("a", "A", "late", False, False),
        ("b", "B", "at_risk", True, True),
        ("b", "B", "at_risk", False, True),
    )
    agreed = _agreed(("b", "overdue", True), ("a", "pending", True))
    assert _owed(measures, agreed) == [
        ("Subsecretaría B", 0, 2, 1, 1, "Datos de demostración", "/plan?responsable=b#plan-medidas"),
        ("Subsecretaría A", 1, 0, 0, 0, "Registro institucional", "/plan?responsable=a#plan-medidas"),
    ]


def test_a_measure_of_several_leads_is_owed_by_the_first():
    measures = _measures(
        ("a", "Subsecretaría A; Subsecretaría B", "late", False, False), ("a", "A", "late", False, False)
    )
    assert [row[:2] for row in _owed(measures, _agreed())] == [("Subsecretaría A", 2)]


def test_what_nobody_leads_has_no_link():
    measures, agreed = _measures((None, None, "late", False, False)), _agreed((None, "overdue", False))
    assert [(row[0], row[1], row[4], row[6]) for row in _owed(measures, agreed)] == [("Sin informar", 1, 1, "")]


@pytest.mark.parametrize(("others", "rest"), [(3, "."), (4, "; y 1 organismo más."), (6, "; y 3 organismos más.")])
def test_a_few_are_named_and_the_others_counted(others, rest):
    measures = _measures(*((str(number), str(number), "late", False, True) for number in range(others)))
    names = Members(labels={str(number): f"N{number}" for number in range(others)})
    told = plan.most_owing(plan.owed(measures, _agreed(), names))
    assert [name for name, _, _ in told.named] == ["N0", "N1", "N2"]
    assert (told.rest, told.kind) == (rest, "Datos de demostración")


def test_reports_of_commitments_say_their_kind_by_body():
    schema = {"body": pl.String, "status": pl.String, "is_report_made_up": pl.Boolean}
    rows = [("A", "implemented", True), ("A", "in_progress", False), ("B", "in_progress", False), (None, None, None)]
    found = commitments.by_body(pl.DataFrame(rows, schema=schema, orient="row"))
    assert found.select("body", "reported", "done", "data").rows() == [
        ("A", 2, 1, "Datos de demostración"),
        ("B", 1, 0, "Registro institucional"),
    ]
