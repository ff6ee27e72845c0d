"""Dimensions: what each is called, which members it has, in which order and under which name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from data_access import schema

LABELS: Mapping[str, str] = {
    "region": "Región o unidad",
    "year": "Año",
    "quarter": "Trimestre",
    "month": "Mes",
    "axis": "Eje",
    "status": "Estado",
    "lead_body": "Subsecretaría responsable",
    "channel": "Canal",
    "topic": "Materia",
    "outcome": "Resultado",
    "resolution": "Resolución",
    "subtitle": "Subtítulo",
    "budget_line": "Línea presupuestaria",
    "revenue_kind": "Tipo de ingreso",
    "permit": "Tipo de residencia",
    "collection_scope": "Alcance de la cobranza",
    "police_document": "Documento policial",
    "organisation_type": "Tipo de organización",
    "session_type": "Tipo de sesión",
    "network": "Red social",
    "sex": "Sexo",
    "city": "Ciudad",
    "site": "Sitio",
    "age_group": "Tramo de edad",
    "country": "País",
    "training_audience": "Público",
    "response_type": "Tipo de respuesta",
    "crime": "Delito",
    "recommendation": "Recomendación",
    "nationality": "Nacionalidad",
    "request_state": "Estado de la solicitud",
    "appeal_type": "Tipo de recurso",
    "training_topic": "Materia de capacitación",
    "challenge_area": "Ámbito",
}
_NOT_REPORTED = "Sin informar"


@dataclass(frozen=True)
class Members:
    """Codes of a dimension in display order, each with its label."""

    labels: Mapping[str, str]

    def label(self, code: str | None) -> str:
        """The label of `code`; a row that does not say has one too."""
        return self.labels.get(code, code) if code is not None else _NOT_REPORTED


def members(connection: Connection, dimension: str) -> Members:
    """Members of `dimension`; empty for the dimensions of time."""
    query = _QUERIES.get(dimension, _packaged(dimension))
    return Members({str(row.code): row.label for row in connection.execute(query)})


def territories(connection: Connection, kind: str) -> Members:
    """Territories of a kind ('region', 'unit'…), north to south."""
    table = schema.territories
    query = sa.select(table.c.code, table.c.short_name.label("label")).where(table.c.kind == kind)
    return Members({row.code: row.label for row in connection.execute(query.order_by(table.c.position))})


def _packaged(dimension: str) -> sa.Select[tuple[str, str]]:
    table = schema.dimension_members
    query = sa.select(table.c.member.label("code"), table.c.label).where(table.c.dimension == dimension)
    return query.order_by(table.c.position)


_QUERIES: Mapping[str, sa.Select[tuple[str, str]]] = {
    "region": sa.select(schema.territories.c.code, schema.territories.c.short_name.label("label")).order_by(
        schema.territories.c.position
    ),
    "axis": sa.select(sa.cast(schema.axes.c.number, sa.String).label("code"), schema.axes.c.label).order_by(
        schema.axes.c.number
    ),
    "lead_body": sa.select(schema.undersecretariats.c.code, schema.undersecretariats.c.label).order_by(
        schema.undersecretariats.c.label
    ),
    "budget_line": sa.select(schema.budget_lines.c.code, schema.budget_lines.c.label).order_by(
        schema.budget_lines.c.code
    ),
}
