"""Reference data: territories, bodies, axes, calendar."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from data_access import schema
from data_access.reference import load_reference
from metrics import DIMENSION_LABELS, Members
from metrics.queries.members import members, territories
from tests import naive

NORTH_TO_SOUTH = ["15", "01", "02", "03", "04", "05", "13", "06", "07", "16", "08", "09", "14", "10", "11", "12"]
ISO = {
    "01": "TA", "02": "AN", "03": "AT", "04": "CO", "05": "VS", "06": "LI", "07": "ML", "08": "BI",
    "09": "AR", "10": "LL", "11": "AI", "12": "MA", "13": "RM", "14": "LR", "15": "AP", "16": "NB",
}  # fmt: skip


def _count(engine, table):
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(table))


def test_sixteen_regions_from_north_to_south(engine):
    with engine.connect() as connection:
        assert list(territories(connection, "region").labels) == NORTH_TO_SOUTH


def test_regions_have_their_iso_codes(engine):
    table = schema.territories
    with engine.connect() as connection:
        found = connection.execute(sa.select(table.c.code, table.c.iso_code).where(table.c.kind == "region"))
        assert dict(map(tuple, found)) == {code: f"CL-{iso}" for code, iso in ISO.items()}


def test_nuble_begins_on_the_day_it_left_biobio(engine):
    table = schema.territories
    with engine.connect() as connection:
        row = connection.execute(sa.select(table).where(table.c.code == "16")).one()
    assert (row.short_name, row.valid_from, row.valid_to) == ("Ñuble", date(2018, 9, 6), None)


def test_two_bodies_have_no_territory(engine):
    with engine.connect() as connection:
        assert dict(territories(connection, "unit").labels) == {"NC": "Nivel Central", "TI": "Territorio e Inclusión"}


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (schema.undersecretariats, 29),
        (schema.axes, 10),
        (schema.subcommittees, 4),
        (schema.territories, 22),
        (schema.calendar, 29220),
    ],
)
def test_how_many(engine, table, rows):
    assert _count(engine, table) == rows


def test_every_subcommittee_and_ministry_has_a_body(engine):
    bodies = schema.undersecretariats
    with engine.connect() as connection:
        rows = connection.execute(sa.select(bodies.c.subcommittee_code, bodies.c.ministry_code)).all()
        ministries = set(connection.execute(sa.select(schema.ministries.c.code)).scalars())
    assert {row.subcommittee_code for row in rows} == {"a", "b", "c", "d"}
    assert {row.ministry_code for row in rows} == ministries


def test_the_calendar_has_every_day_of_2000_to_2079_and_numbers_the_business_days(engine):
    with engine.connect() as connection:
        rows = connection.execute(sa.select(schema.calendar).order_by(schema.calendar.c.day)).all()
    assert [row.day for row in rows] == naive.days_between(date(2000, 1, 1), date(2079, 12, 31))
    number = 0
    for row in rows:
        number += naive.is_business_day(row.day)
        assert (row.business_day_number, row.is_business_day) == (number, naive.is_business_day(row.day))
        assert row.holiday is None or not row.is_business_day


def test_loading_again_adds_nothing(engine):
    with engine.begin() as connection:
        assert load_reference(connection) == 0


def test_what_is_missing_is_added_again(engine):
    with engine.begin() as connection:
        connection.execute(schema.dimension_members.delete().where(schema.dimension_members.c.dimension == "status"))
        assert load_reference(connection) == 2


@pytest.mark.parametrize(
    ("dimension", "first", "last"),
    [
        ("region", ("CL", "Nacional"), ("DIG", "Canal digital")),
        ("axis", ("1", "Integración e Inclusión de Personas"), None),
        ("status", ("implemented", "Implementada"), ("in_progress", "En desarrollo")),
        ("budget_line", ("21.01", "Personal de planta"), None),
    ],
)
def test_members_in_order_of_display(engine, dimension, first, last):
    with engine.connect() as connection:
        found = list(members(connection, dimension).labels.items())
    assert found[0] == first
    assert last is None or found[-1] == last


def test_every_dimension_with_members_has_a_label(engine):
    with engine.connect() as connection:
        packaged = set(connection.execute(sa.select(schema.dimension_members.c.dimension)).scalars())
        assert packaged <= set(DIMENSION_LABELS)
        assert len(members(connection, "lead_body").labels) == 29
        assert dict(members(connection, "month").labels) == {}


def test_the_label_of_a_member():
    known = Members({"16": "Ñuble"})
    assert [known.label(code) for code in ("16", "99")] == ["Ñuble", "99"]
