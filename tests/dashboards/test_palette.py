"""Each colour has a light and a dark value, and the style sheet puts one in the place of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

import dashboards
from dashboards.charts.stylesheet import band_rules, tone_rules
from dashboards.display.palette import GROUND, SEQUENTIAL, TONES, Tone
from tests.goldens import RENEWS

_STYLES = Path(dashboards.__file__).parent / "serving" / "static" / "charts.css"
_HEAD = "/* The palette: dashboards/display/palette.py, by tone_rules() and band_rules(). */\n"


def test_a_drawing_names_a_colour_by_its_light_value_and_the_mode_chooses():
    assert tone_rules([Tone("#000001", "#fffffe")]).splitlines() == [
        'svg.marks [fill="#000001"] { fill: light-dark(#000001, #fffffe); }',
        'svg.marks [stroke="#000001"] { stroke: light-dark(#000001, #fffffe); }',
    ]


def test_the_style_sheet_says_what_the_palette_says():
    """PNME_RENEW_GOLDENS=1 writes it anew."""
    written = _STYLES.read_text(encoding="utf-8").partition(_HEAD)[0]
    if RENEWS:
        _STYLES.write_text(written + _HEAD + tone_rules() + band_rules(), encoding="utf-8")
    assert _STYLES.read_text(encoding="utf-8") == written + _HEAD + tone_rules() + band_rules()


def test_no_two_colours_have_one_name():
    assert len({tone.light for tone in TONES}) == len(TONES)


def test_the_ground_is_that_of_the_theme():
    theme = (Path(dashboards.__file__).parent / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert f'backgroundColor = "{GROUND.light}"' in theme
    assert f'backgroundColor = "{GROUND.dark}"' in theme


@pytest.mark.parametrize(("ground", "value"), [(GROUND.light, "light"), (GROUND.dark, "dark")])
def test_more_is_farther_from_the_ground(ground, value):
    far = [
        sum(abs(a - b) for a, b in zip(bytes.fromhex(getattr(tone, value)[1:]), bytes.fromhex(ground[1:]), strict=True))
        for tone in SEQUENTIAL
    ]
    assert far == sorted(far)
