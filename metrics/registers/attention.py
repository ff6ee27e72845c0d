"""Records of in-person attention, and field operations, by regional directorate."""

from __future__ import annotations

from dataclasses import replace

from data_access import schema
from metrics.model.dataset import Dataset, Rollup, Shape
from metrics.model.sources import Source
from metrics.model.sql import visible

SOURCE = Source(
    id="attention_register",
    label="Registro Nacional de Atenciones",
    institution="Dirección de Territorio e Inclusión (SERMIG)",
)
OPERATIONS_SOURCE = Source(
    id="field_operations_register",
    label="Registro de operativos en terreno",
    institution="Dirección de Territorio e Inclusión (SERMIG)",
)


_records = schema.attention_records
RECORDS = Dataset(
    register="attentions",
    rows=_records,
    versions=_records,
    visible=visible(_records),
    time=_records.c.attended_on,
    dimensions={"region": _records.c.unit_code, "resolution": _records.c.resolution},
    labels={"resolution": "Resolución"},
    rollups=(Rollup(shape=Shape.COUNTS, by=("region", "resolution")),),
    protects=frozenset({"rows"}),
)
IMMEDIATE = _records.c.resolution == "immediate"
REFERRED = _records.c.resolution == "referred"

_operations = schema.field_operations
FIELD_OPERATIONS = Dataset(
    register="field_operations",
    rows=_operations,
    versions=_operations,
    visible=visible(_operations),
    time=_operations.c.held_on,
    dimensions={"region": _operations.c.unit_code},
    rollups=(Rollup(shape=Shape.COUNTS, by=("region",)),),
    protects=frozenset({_operations.c.people_attended.key}),
)
PEOPLE_ATTENDED = _operations.c.people_attended

OPERATIONS = replace(
    FIELD_OPERATIONS,
    dimensions={**FIELD_OPERATIONS.dimensions, "operation_type": _operations.c.operation_type},
    labels={"operation_type": "Tipo de operativo"},
    rollups=(Rollup(shape=Shape.COUNTS, by=("region", "operation_type")),),
    protects=frozenset(),
)
"""Operations themselves, which are no persons: how many there were is told by kind too, exactly."""
