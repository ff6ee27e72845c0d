"""A line the size of a word: broken where a value is missing, its last point marked, and nothing where there is no series."""

from __future__ import annotations

from datetime import date
from urllib.parse import unquote

from dashboards.blocks.markup import html
from dashboards.charts.sparkline import Instant, sparkline
from tests.dashboards.drawn import SERIES, UNFINISHED


def _series(*values):
    return [Instant(start=date(2020 + number, 1, 1), value=value) for number, value in enumerate(values)]


def test_a_line_goes_from_the_first_to_the_last_day_and_from_the_lowest_to_the_highest_value():
    found = sparkline([Instant(start=date(2023, 1, 1), value=5), Instant(start=date(2023, 1, 2), value=9)])
    assert (found.path, found.dots, found.last) == ("M4.0 24.0 L92.0 4.0", (), (92.0, 4.0))


def test_a_missing_value_breaks_it_and_a_lone_one_is_a_dot():
    found = sparkline(SERIES)
    assert (found.path.count("M"), len(found.dots)) == (1, 1)


def test_what_is_not_whole_is_a_point_apart():
    found = sparkline(UNFINISHED)
    assert found.is_partial
    assert "92.0" not in found.path


def test_what_does_not_move_lies_in_the_middle():
    assert sparkline(_series(7, 7)).last == (92.0, 14.0)


def test_there_is_no_line_of_one_point():
    assert sparkline(_series(None, 7, None)) is None
    assert sparkline([]) is None


def test_it_is_hidden_from_those_who_hear():
    markup = html("sparkline", sparkline=sparkline(_series(1, 2))).markup.strip()
    assert markup.startswith('<span class="pnme-sparkline" aria-hidden="true"')
    assert '<path d="M4.0 24.0 L92.0 4.0"/>' in unquote(markup)
    assert '"' not in markup.partition("url('")[2].partition("')")[0]
