"""Whatever the rows, the metrics layer says what a plain walk over them says."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access import schema
from metrics import Monitor
from tests import naive
from tests.tables import clear, load_rows, rows_of

FROM, TO = date(2024, 2, 20), date(2024, 4, 30)
_TEMPLATE = rows_of(schema.foi_requests, "| folio | received_on |\n| A0 | 2024-02-20 |")[0]
_later = st.none() | st.integers(0, 70)


@st.composite
def foi_requests(draw):
    rows = []
    for number in range(draw(st.integers(0, 25))):
        received = FROM + timedelta(days=draw(st.integers(0, (TO - FROM).days)))
        events = {
            name: None if (days := draw(_later)) is None else received + timedelta(days=days)
            for name in ("first_answer_on", "extended_on")
        }
        closed = draw(st.none() | st.integers(0, 10))
        asked = None if (days := draw(_later)) is None else received + timedelta(days=days)
        replied = None if asked is None or (days := draw(_later)) is None else asked + timedelta(days=days)
        start = events["first_answer_on"] or received
        rows.append(
            _TEMPLATE
            | events
            | {
                "folio": f"A{number}",
                "received_on": received,
                "clarification_asked_on": asked,
                "clarified_on": replied,
                "closed_on": None if closed is None else start + timedelta(days=closed),
                "region_code": draw(st.sampled_from(["13", "16", "15", None])),
            }
        )
    return rows


def _by_region(engine, metric, **question):
    frame = Monitor(engine).observe(metric, by=["region"], **question).frame
    return dict(frame.select("region", "value").iter_rows())


_periods = st.sampled_from(
    [(FROM, TO), (date(2024, 2, 29), date(2024, 2, 29)), (date(2024, 3, 1), date(2024, 3, 31)), (date(2024, 4, 1), TO)]
)


@given(foi_requests(), _periods)
def test_requests_of_a_period_by_region(engine, rows, period):
    clear(engine)
    load_rows(engine, {schema.foi_requests: rows}, covers=(FROM, TO))
    start, end = period
    asked = f"{start}..{end}"
    within = {
        region: [row for row in naive.received(rows, start, end) if row["region_code"] == region]
        for region in ("13", "16", "15", "12")
    }
    metrics = {
        "foi.requests_received": len,
        "foi.requests_answered": lambda found: sum(naive.is_answered(row, TO) for row in found),
        "foi.answered_within_15_days": lambda found: sum(naive.is_quick(row, TO) for row in found),
        "foi.answered_share": lambda found: naive.ratio(sum(naive.is_answered(row, TO) for row in found), len(found)),
        "foi.answered_within_15_days_share": lambda found: naive.ratio(
            sum(naive.is_quick(row, TO) for row in found), sum(naive.is_answered(row, TO) for row in found)
        ),
    }
    for metric, expected in metrics.items():
        found = _by_region(engine, metric, period=asked)
        assert {region: found[region] for region in within} == {code: expected(part) for code, part in within.items()}
        whole = expected(naive.received(rows, start, end))
        assert Monitor(engine).observe(metric, period=asked).answers[0].value == whole
    medians = _by_region(engine, "foi.response_days_median", period=asked)
    for region, part in within.items():
        waits = [naive.waited(row, TO) for row in part]
        assert medians.get(region) == naive.survival_quantile(waits, Fraction(1, 2))


@given(foi_requests(), st.integers(0, (TO - FROM).days))
def test_requests_open_on_a_day(engine, rows, offset):
    clear(engine)
    load_rows(engine, {schema.foi_requests: rows}, covers=(FROM, TO))
    day = FROM + timedelta(days=offset)
    for metric, holds in (("foi.requests_open", naive.is_open), ("foi.requests_overdue", naive.is_overdue)):
        found = _by_region(engine, metric, period=str(day))
        for region in ("13", "16", "15", "12"):
            assert found[region] == sum(holds(row, day) for row in rows if row["region_code"] == region)
        assert Monitor(engine).observe(metric, period=str(day)).answers[0].value == sum(holds(row, day) for row in rows)


_entries = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.sampled_from(["fees", "fines_regularity", "fines_airlines"]),
        st.integers(-(10**12), 10**12),
    ),
    max_size=20,
    unique_by=lambda entry: entry[:2],
)


@given(_entries, st.integers(1, 12), st.integers(1, 12))
def test_amounts_of_a_period_by_kind(engine, entries, one, other):
    clear(engine)
    rows = [{"month": date(2024, month, 1), "kind": kind, "amount_clp": amount} for month, kind, amount in entries]
    load_rows(engine, {schema.revenue_entries: rows})
    first, last = sorted((one, other))
    frame = (
        Monitor(engine).observe("revenue.total", by=["revenue_kind"], period=f"2024-{first:02}..2024-{last:02}").frame
    )
    within = [row for row in rows if first <= row["month"].month <= last]
    assert dict(frame.select("revenue_kind", "value").iter_rows()) == {
        kind: sum(row["amount_clp"] for row in within if row["kind"] == kind)
        for kind in ("fees", "fines_regularity", "fines_airlines")
    }


@given(st.lists(st.none() | st.integers(1, 10), max_size=30))
def test_shares_of_the_axes(engine, axes):
    clear(engine)
    rows = [
        {"code": f"M{number}", "axis_number": axis, "title": "", "source_line": None}
        for number, axis in enumerate(axes)
    ]
    load_rows(engine, {schema.measures: rows})
    known = [axis for axis in axes if axis]
    frame = Monitor(engine).observe("plan.axis_share", by=["axis"]).frame
    shares = [naive.ratio(known.count(axis), len(known)) for axis in range(1, 11)]
    assert frame["axis"].to_list() == [str(axis) for axis in range(1, 11)]
    # polars divides by a constant as it multiplies by its reciprocal: one unit in the last place
    assert frame["value"].to_list() == [
        share if share is None else pytest.approx(share, rel=2**-52) for share in shares
    ]


@st.composite
def observations(draw, indicator):
    cells = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["13", "16", "CL"]), st.sampled_from(["temporary", "definitive"]), st.integers(0, 8)
            ),
            max_size=12,
            unique=True,
        )
    )
    return [
        {
            "indicator": indicator,
            "territory_code": territory,
            "member": member,
            "period_key": f"{quarter}",
            "period_from": date(2022 + quarter // 4, quarter % 4 * 3 + 1, 1),
            "period_to": date(2022 + quarter // 4, quarter % 4 * 3 + 3, 28),
            "value": float(draw(st.integers(0, 10**6))),
        }
        for territory, member, quarter in cells
    ]


@given(observations("permits.requested"), st.sampled_from(["temporary", "definitive"]))
def test_flows_add_up_over_time_at_one_level_of_territory(engine, rows, member):
    clear(engine)
    load_rows(engine, {schema.observations: rows})
    asked = {"where": {"permit": member}}
    mine = [row for row in rows if row["member"] == member]
    found = Monitor(engine).observe("permits.requested", **asked).answers[0].value
    assert found == (naive.flow(mine) if mine else None)
    by_year = Monitor(engine).observe("permits.requested", by=["year", "region"], **asked).frame
    for year, region, value in by_year.select("year", "region", "value").iter_rows():
        same = [row for row in mine if row["territory_code"] == region and str(row["period_from"].year) == year]
        assert value == naive.flow(same)


@given(observations("participation.cosoc_members"))
def test_stocks_are_those_of_the_last_interval(engine, rows):
    clear(engine)
    renamed = [row | {"member": {"temporary": "migrant", "definitive": "ngo"}[row["member"]]} for row in rows]
    load_rows(engine, {schema.observations: renamed})
    expected = naive.stock(renamed) if renamed else None
    assert Monitor(engine).observe("participation.cosoc_members").answers[0].value == expected
