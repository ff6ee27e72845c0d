"""Frames put together from columns are those that expressions would make."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from metrics.model.formulas.adding import FIRST, SECOND, divide
from metrics.model.small_frames import beside, columns_of

FRAME = pl.DataFrame({"a": [1, None], "b": ["x", "y"]}, schema={"a": pl.Int64, "b": pl.String})


def test_columns_in_the_order_asked():
    assert_frame_equal(columns_of(FRAME, ("b", "a")), FRAME.select("b", "a"))


def test_a_column_beside_the_others_takes_the_place_of_its_name():
    new = pl.Series("a", [3, 4], pl.Int64)
    assert_frame_equal(beside(FRAME, new), FRAME.drop("a").with_columns(new))
    assert_frame_equal(beside(FRAME, new.alias("c")), FRAME.with_columns(new.alias("c")))


NUMBERS = st.one_of(st.none(), st.integers(-3, 3).map(float), st.floats(allow_nan=True, allow_infinity=True))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=5), st.sampled_from([1, 1000]))
def test_a_share_is_what_an_expression_makes_of_it(pairs, per):
    frame = pl.DataFrame(pairs, schema={FIRST: pl.Float64, SECOND: pl.Float64}, orient="row")
    expected = frame.select(
        value=pl.when(pl.col(SECOND) > 0).then(pl.col(FIRST) * per / pl.col(SECOND)).cast(pl.Float64)
    )
    assert_frame_equal(divide(frame, per=per), expected, check_exact=True)
