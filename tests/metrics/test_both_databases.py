"""SQLite and PostgreSQL hold the same data and reconcile alike; that every metric agrees is in test_invariants."""

from __future__ import annotations

from metrics import Monitor


def test_the_same_version_of_the_data(demo_engines):
    versions = {Monitor(engine).observe("plan.measures").data_version for engine in demo_engines}
    assert len(versions) == 1


def test_the_same_reconciliation(demo_engines, reconciled):
    sqlite, postgresql = (reconciled(engine) for engine in demo_engines)
    assert [check.as_row() for check in sqlite] == [check.as_row() for check in postgresql]
