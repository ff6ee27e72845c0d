"""Declarations: complete, checked on construction, and every one of them answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from data_access import schema
from metrics.catalogue import catalogue, index
from metrics.model.expectations import Ref
from metrics.model.formulas import Count, ObservationKind, Observed, Quantile, Sum
from metrics.model.formulas.base import OfAggregates
from metrics.model.metric import Direction, Disclosure, Metric, Periodicity
from metrics.model.norms import LegalBasis
from metrics.model.sources import CUENTA_PUBLICA_2024
from metrics.model.topics import TOPICS
from metrics.model.units import CLP, PERCENT, Unit, count
from metrics.registers import attention

METRICS = list(catalogue().values())
SAID = {
    "id": "topic.name",
    "label": "Nombre",
    "definition": "Qué es.",
    "unit": CLP,
    "formula": Observed(behaves_as=ObservationKind.FLOW),
    "source": CUENTA_PUBLICA_2024,
    "periodicity": Periodicity.YEAR,
    "direction": Direction.NEUTRAL,
    "disclosure": Disclosure.PUBLIC,
    "legal_basis": None,
}


def test_metrics_in_order_of_id():
    assert len(METRICS) >= 200
    assert list(catalogue()) == sorted(catalogue())


@pytest.mark.parametrize(
    ("formula", "disclosure"),
    [
        (Observed(behaves_as=ObservationKind.FLOW), Disclosure.PROTECTED),
        (Count(dataset=attention.RECORDS), Disclosure.PUBLIC),
        (Count(dataset=attention.FIELD_OPERATIONS), Disclosure.PROTECTED),
        (Sum(dataset=attention.FIELD_OPERATIONS, column=attention.PEOPLE_ATTENDED), Disclosure.PUBLIC),
        (Quantile(dataset=attention.RECORDS, q=0.5), Disclosure.PUBLIC),
    ],
    ids=["published", "records", "operations", "people", "waits of records"],
)
def test_what_is_counted_decides_what_is_protected(formula, disclosure):
    with pytest.raises(ValueError, match=f"disclosure is {disclosure}, but what it counts makes it"):
        Metric(**SAID | {"formula": formula, "disclosure": disclosure})


@pytest.mark.parametrize(
    "formula",
    [
        Quantile(dataset=attention.RECORDS, q=0.5),
        Count(dataset=attention.RECORDS, where=attention.RECORDS.time > sa.literal(date(2024, 1, 1))),
        Count(dataset=attention.RECORDS, where=attention.FIELD_OPERATIONS.dimensions["region"] == "13"),
    ],
    ids=["waits", "by day", "of another dataset"],
)
def test_only_what_a_cell_decides_can_be_protected(formula):
    with pytest.raises(ValueError, match="only counts and sums whose conditions are on dimensions can be protected"):
        Metric(**SAID | {"formula": formula, "disclosure": Disclosure.PROTECTED})


def test_a_condition_on_a_dimension_can_be_protected():
    formula = Count(dataset=attention.RECORDS, where=attention.IMMEDIATE)
    assert Metric(**SAID | {"formula": formula, "disclosure": Disclosure.PROTECTED}).formula is formula


@pytest.mark.parametrize("name", ["direction", "disclosure", "legal_basis"])
def test_what_has_no_default_cannot_be_left_out(name):
    with pytest.raises(TypeError, match=name):
        Metric(**{key: value for key, value in SAID.items() if key != name})


@pytest.mark.parametrize("metric_id", ["", "topic", "Topic.name", "topic.", "topic.Ñ", "topic name.x", "1.a", "a..b"])
def test_ids_that_are_refused(metric_id):
    with pytest.raises(ValueError, match=re.escape(f"metric id {metric_id!r}: expected lower-case words")):
        Metric(**SAID | {"id": metric_id})


@pytest.mark.parametrize("name", ["label", "definition"])
def test_texts_that_are_empty_are_refused(name):
    with pytest.raises(ValueError, match=f"topic.name: {name} is empty"):
        Metric(**SAID | {name: "  "})


def test_an_id_declared_twice_is_named():
    metric = Metric(**SAID)
    with pytest.raises(ValueError, match=r"metric topic\.name is declared twice"):
        index([metric, Metric(**SAID)])
    assert index([metric]) == {"topic.name": metric}


def test_the_topic_is_the_first_word():
    assert Metric(**SAID).topic == "topic"


def test_every_topic_has_a_name():
    assert set(TOPICS) == {metric.topic for metric in METRICS}


def test_a_legal_basis_as_text():
    assert str(LegalBasis(norm="Ley 20.285", article="art. 14")) == "Ley 20.285, art. 14"
    assert str(LegalBasis(norm="Ley 20.285")) == "Ley 20.285"


@pytest.mark.parametrize(
    ("unit", "is_integral"),
    [(count("casos"), True), (CLP, True), (PERCENT, False), (Unit(id="x", label="x", decimals=1), False)],
)
def test_units_of_whole_numbers(unit, is_integral):
    assert unit.is_integral is is_integral


def test_labels_differ_within_a_topic():
    seen = [(metric.topic, metric.label) for metric in METRICS]
    assert len(seen) == len(set(seen))


def test_definitions_are_sentences():
    assert [metric.id for metric in METRICS if not metric.definition.endswith(".")] == []


def test_what_is_expected_names_metrics_that_exist():
    def refs(value):
        if isinstance(value, Ref):
            yield value.metric
        elif isinstance(value, tuple):
            for part in value:
                yield from refs(part)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from refs(getattr(value, name))

    named = {name for metric in METRICS for name in refs(metric.expected)}
    assert named
    assert named - set(catalogue()) == set()


def test_required_dimensions_are_among_those_of_the_metric():
    assert [m.id for m in METRICS if not set(m.requires) <= set(m.dimensions)] == []


def test_every_published_metric_has_an_indicator(engine):
    with engine.connect() as connection:
        ids = set(connection.execute(sa.select(schema.indicators.c.id)).scalars())
    assert {metric.id for metric in METRICS if isinstance(metric.formula, Observed)} == ids


def test_an_observed_value_has_no_rows_to_read():
    assert Observed(behaves_as=ObservationKind.FLOW).datasets == ()


def test_a_dimension_of_a_register_has_a_label():
    """A register that leaves out what people call its own dimensions is refused as it is declared."""
    dataset = attention.RECORDS
    with pytest.raises(ValueError, match="attentions: no label for resolution; give one of each in labels"):
        replace(dataset, labels={})
    assert [column.name for column in dataset.key] == ["folio"]


def test_a_formula_that_leaves_something_out_cannot_be_made():
    class Half(OfAggregates):
        kind = "half"

    with pytest.raises(TypeError, match="abstract"):
        Half()
