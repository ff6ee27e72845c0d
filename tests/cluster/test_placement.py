"""The tables as a cluster holds them: each in one place, and nothing that Citus would refuse."""

from __future__ import annotations

from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.sql import visitors

from data_access.schema import metadata
from metrics.queries.rollups import declared
from tests.cluster.placement import DISTRIBUTED, LOCAL, reference_tables, statements
from tests.goldens import check_golden


def test_every_table_is_in_one_place():
    placed = Counter([*DISTRIBUTED, *LOCAL, *reference_tables()])
    assert placed == dict.fromkeys(metadata.sorted_tables, 1)


def test_the_statements():
    check_golden("citus", "\n".join(statements()) + "\n")


def test_tables_come_after_those_that_they_refer_to():
    seen = []
    for table in reference_tables():
        assert {key.column.table for key in table.foreign_keys} <= {table, *seen}
        seen.append(table)


@pytest.mark.parametrize(("table", "column"), DISTRIBUTED.items(), ids=str)
def test_distributed_tables(table, column):
    assert column in table.primary_key.columns
    assert all(column in constraint.columns for constraint in table.constraints if _is_unique(constraint))
    assert all(column in index.columns for index in table.indexes if index.unique)
    assert {key.column.table for key in table.foreign_keys} <= set(reference_tables())


def _is_unique(constraint):
    return isinstance(constraint, sa.UniqueConstraint)


def test_no_table_of_the_cluster_refers_to_a_local_one():
    cluster = [*DISTRIBUTED, *reference_tables()]
    assert not {key.column.table for table in cluster for key in table.foreign_keys} & set(LOCAL)


def test_distributed_tables_are_co_located_by_columns_of_one_type():
    assert len({str(table.c[column].type) for table, column in DISTRIBUTED.items()}) == 1


@pytest.mark.parametrize(
    "stored", [one for one in declared() if one.dataset.versions in DISTRIBUTED], ids=lambda one: one.table.name[:-7]
)
def test_both_halves_of_what_a_refresh_reads_hold_the_distribution_column_in_one_place(stored):
    versions = stored.dataset.versions
    brought, superseded = _versions(stored.changes).selects
    places = [list(half.selected_columns).index(versions.c[DISTRIBUTED[versions]]) for half in (brought, superseded)]
    assert places[0] == places[1]


def _versions(changes):
    found = [one for one in visitors.iterate(changes) if isinstance(one, sa.Subquery) and one.name == "versions"]
    return found[0].element
