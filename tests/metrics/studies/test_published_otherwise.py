"""What the document prints beside a value of the monitor, when it is another one."""

from __future__ import annotations

from metrics.monitor import Monitor


def test_the_totals_of_tabla_13_are_printed_otherwise(demo_engine):
    answer = Monitor(demo_engine).observe("field_operations.count", period="2024").answers[0]
    figure = Monitor(demo_engine).published_otherwise(answer)
    assert figure is not None
    assert (figure.id, figure.raw, answer.value) == ("field_ops.operations.total.2024", "567", 585)


def test_a_value_that_agrees_has_nothing_beside_it(demo_engine):
    assert (
        Monitor(demo_engine).published_otherwise(
            Monitor(demo_engine).observe("foi.requests_received", period="2024").answers[0]
        )
        is None
    )


def test_a_value_that_the_document_does_not_print_has_nothing_beside_it(demo_engine):
    assert (
        Monitor(demo_engine).published_otherwise(
            Monitor(demo_engine).observe("foi.requests_open", period="2024").answers[0]
        )
        is None
    )
