"""What the document prints beside a value of the monitor, when it is another one."""

from __future__ import annotations

from metrics.observe import observe
from metrics.reconciliation import printed_otherwise


def test_the_totals_of_tabla_13_are_printed_otherwise(demo_engine):
    answer = observe(demo_engine, "field_operations.count", period="2024").answers[0]
    figure = printed_otherwise(demo_engine, answer)
    assert figure is not None
    assert (figure.id, figure.raw, answer.value) == ("field_ops.operations.total.2024", "567", 585)


def test_a_value_that_agrees_has_nothing_beside_it(demo_engine):
    assert (
        printed_otherwise(demo_engine, observe(demo_engine, "foi.requests_received", period="2024").answers[0]) is None
    )


def test_a_value_that_the_document_does_not_print_has_nothing_beside_it(demo_engine):
    assert printed_otherwise(demo_engine, observe(demo_engine, "foi.requests_open", period="2024").answers[0]) is None
