"""Where is a value high and where is it low? The regions in three panels and a few boxes, each in the tone of its value.

A browser draws it as links cut to the outline of a region (`outline_rules` are their shapes), so that it is read, reached by
keyboard and printed as text is; a file has it as one drawing (`as_svg`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import polars as pl

from dashboards.display import palette
from dashboards.display.formats import ABSENT, SUPPRESSED
from dashboards.display.frames import CODE, NAME, TEXT, VALUE
from dashboards.display.palette import Tone
from geo.panels import ISLANDS, PANELS, Outline, Panel, outlines

OUTLINES_PATH = "regiones.css"
_TITLES = {
    "norte": "Norte",
    "centro": "Centro",
    "sur": "Sur",
    "rapa-nui": "Rapa Nui",
    "juan-fernandez": "Juan Fernández",
}
_EASTWARD = frozenset({"13", "16", "08", "09", "14", "10", "11", "12"})
"""Regions whose name stands to their east: the sea or a neighbour takes the other side."""
_NAMED_AT = {"16": -36.85, "12": -50.7}
"""Latitudes at which there is more room for a name than half-way down the region."""
_LETTER, _BOLD_LETTER, _AIR = 6.4, 7.2, 7
"""Pixels of a letter of a name and of a digit of a value, which are wider, and between a region and what names it."""
_HALF_A_LABEL = 13
"""Pixels: a name and a value are two lines."""
_BAR_KM = 200
_NO_VALUE = {ABSENT: "absent", SUPPRESSED: "reserved"}


# --- tones -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Band:
    """Values of one tone: the class of CSS that says which, and what the legend writes of it."""

    tone: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Shaded:
    """A region: its value as it is written, and the band that it falls in."""

    code: str
    name: str
    text: str
    band: Band


def shaded(frame: pl.DataFrame, *, country: float | None = None) -> tuple[Shaded, ...]:
    """The regions of a frame with `CODE`, `NAME`, `VALUE` and `TEXT`, each in its band.

    By fifths of the regions, or where the country has a value of the same kind, by how far they are from it.
    """
    known = frame.drop_nulls(VALUE)
    tones = _around(known, country) if country is not None else _by_fifths(known)
    labels = _labels(known, tones)
    return tuple(
        Shaded(code=code, name=name, text=text or ABSENT, band=_band(tones.get(code), labels, text or ABSENT))
        for code, name, text in frame.select(CODE, NAME, TEXT).iter_rows()
    )


def _band(tone: str | None, labels: Mapping[str, str], text: str) -> Band:
    return Band(_NO_VALUE.get(text, "absent"), text) if tone is None else Band(tone, labels[tone])


def _by_fifths(known: pl.DataFrame) -> dict[str, str]:
    """The darkest tone for the highest fifth; equal values have one tone."""
    count, highest = len(palette.SEQUENTIAL), len(known)
    place = (pl.col(VALUE).rank("min") - 1) * count // max(highest, 1)
    ranked = known.select(CODE, place.cast(pl.Int64).alias("place"))
    places = ranked["place"].unique().sort().to_list()
    tones = {one: f"seq-{count - len(places) + number + 1}" for number, one in enumerate(places)}
    return {code: tones[one] for code, one in ranked.iter_rows()}


_ALIKE = 0.1
"""A part of the country's value: where no region is farther from it, none has the tones of what is far."""
_NEAR, _FAR = 0.2, 0.6
"""Parts of the greatest distance to the country's value on a side: within the first a region is like it, beyond the second far from it."""


def _around(known: pl.DataFrame, country: float) -> dict[str, str]:
    """Each side by its own farthest region: where one is far above, those below still differ."""
    apart = {code: value - country for code, value in known.select(CODE, VALUE).iter_rows()}
    alike = _ALIKE * abs(country)
    above = max((alike, *apart.values()))
    below = max((alike, *(-one for one in apart.values())))
    middle = 1 + len(palette.DIVERGING) // 2
    return {
        code: f"div-{middle + _steps(one / (above if one > 0 else below) if one else 0.0)}"
        for code, one in apart.items()
    }


def _steps(distance: float) -> int:
    size = (abs(distance) > _NEAR) + (abs(distance) > _FAR)
    return -size if distance < 0 else size


def _labels(known: pl.DataFrame, tones: Mapping[str, str]) -> dict[str, str]:
    """Each tone by its lowest and its highest value."""
    ends: dict[str, list[str]] = {}
    for code, text in known.sort(VALUE).select(CODE, TEXT).iter_rows():
        ends.setdefault(tones[code], []).append(text)
    return {tone: texts[0] if texts[0] == texts[-1] else f"{texts[0]} a {texts[-1]}" for tone, texts in ends.items()}


def legend(regions: Sequence[Shaded]) -> tuple[Band, ...]:
    """The bands that are there, from low to high, and after them those without a value."""
    return tuple(sorted({one.band for one in regions}, key=lambda band: (band.tone in _NO_VALUE.values(), band.tone)))


TONES: Mapping[str, Tone] = {
    **{f"seq-{number}": tone for number, tone in enumerate(palette.SEQUENTIAL, 1)},
    **{f"div-{number}": tone for number, tone in enumerate(palette.DIVERGING, 1)},
}
"""The classes of the bands that have a colour."""


# --- where everything stands -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A panel of the map and what is drawn in it."""

    panel: Panel
    outlines: tuple[Outline, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return _TITLES[self.panel.code]

    @property
    def bar(self) -> float:
        """Pixels of the bar that says how far is far."""
        return round(_BAR_KM * self.panel.pixels_of_a_kilometre, 1)

    @property
    def bar_told(self) -> str:
        """What stands on it."""
        return f"{_BAR_KM} km"


def places(collection: Mapping[str, Any]) -> tuple[Place, ...]:
    """The panels and the boxes of which the outlines have something; `collection` is what `read_regions` returns."""
    found = (Place(panel, outlines(collection, panel)) for panel in (*PANELS, *ISLANDS))
    return tuple(place for place in found if place.outlines)


@dataclass(frozen=True, kw_only=True)
class Label:
    """A name and a value beside a region: `x` is where it begins, or where it ends if it stands to the west."""

    x: float
    y: float
    is_eastward: bool
    width: float

    @property
    def overhang(self) -> float:
        """Pixels to the left of the panel, if any."""
        return max(0.0, self.width - self.x) if not self.is_eastward else 0.0


def label(place: Place, outline: Outline, region: Shaded) -> Label:
    """Where the region is named in a panel."""
    height = _named_at(place.panel, outline)
    west, east = outline.ends(height, _HALF_A_LABEL)
    is_eastward = outline.region in _EASTWARD
    width = max(_LETTER * len(region.name), _BOLD_LETTER * len(region.text))
    x = east + _AIR if is_eastward else west - _AIR
    return Label(x=round(x, 1), y=round(height, 1), is_eastward=is_eastward, width=width)


def _named_at(panel: Panel, outline: Outline) -> float:
    if outline.region in _NAMED_AT:
        height = panel.place((0, _NAMED_AT[outline.region]))[1]
        if any(min(y for _, y in ring) < height < max(y for _, y in ring) for ring in outline.rings):
            return height
    return outline.middle


@dataclass(frozen=True, kw_only=True)
class Margins:
    """Pixels to the left and to the right of a panel that its names need."""

    left: float
    right: float


def margins(place: Place, labels: Sequence[Label]) -> Margins:
    """As many as the longest of them take."""
    right = max((one.x + one.width - place.panel.width for one in labels if one.is_eastward), default=0.0)
    return Margins(left=max((one.overhang for one in labels), default=0.0), right=max(0.0, right))


def outline_rules(collection: Mapping[str, Any]) -> str:
    """The shape of each region in each panel, as CSS that browsers keep: pages name a region and send no outline."""
    return "".join(
        f'.pnme-panel.{place.panel.code} .r{outline.region} .land {{ clip-path: path("{outline.path}"); }}\n'
        for place in places(collection)
        for outline in place.outlines
    )


# --- as a file ---------------------------------------------------------------------------------------------

_GAP, _TOP, _LINE = 26, 26, 15
_STRIPES = (
    '<pattern id="absent" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{palette.GROUND.light}"/><path d="M0 0V6" stroke="{palette.RULE.light}"/></pattern>'
    '<pattern id="reserved" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="6" height="6" fill="{palette.GROUND.light}"/><path d="M0 0V6M0 0H6" stroke="{palette.RULE.light}"/></pattern>'
)


@dataclass(frozen=True)
class Drawing:
    """An SVG, with its size in pixels."""

    svg: str
    width: int
    height: int


def as_svg(
    collection: Mapping[str, Any],
    regions: Sequence[Shaded],
    *,
    own: str = "",
    head: Sequence[str] = (),
    foot: Sequence[str] = (),
) -> Drawing:
    """The map with its legend on white; `own` is outlined. `head` stands above, its first line larger, and `foot` below."""
    by_code = {one.code: one for one in regions}
    drawn: list[str] = [f"<defs>{_STRIPES}</defs>"]
    top = _TOP + _LINE * len(head) + (_LINE if head else 0)
    for number, line in enumerate(head):
        drawn.append(_text(16, _TOP + _LINE * number, line, size=12 if number else 15, bold=not number))
    left, bottom = 16.0, 0.0
    boxes: list[Place] = []
    for place in places(collection):
        if place.panel in ISLANDS:
            boxes.append(place)
            continue
        marked = [(outline, by_code.get(outline.region)) for outline in place.outlines]
        labels = [label(place, outline, one) for outline, one in marked if one]
        room = margins(place, labels)
        drawn += _panel(place, by_code, own, left + room.left, top)
        left += room.left + place.panel.width + room.right + _GAP
        bottom = max(bottom, top + place.panel.height)
    height = float(top)
    for place in boxes:
        drawn += [_text(left, height, f"{place.title}"), *_land(place, by_code, own, left, height + 8)]
        height += place.panel.height + 2 * _LINE
    for band in legend(regions):
        drawn.append(
            f'<rect x="{left:g}" y="{height:g}" width="14" height="12" {_fill(band.tone)} stroke="{palette.RULE.light}"/>'
        )
        drawn.append(_text(left + 20, height + 10, band.label + _IN_WORDS.get(band.tone, "")))
        height += 1.4 * _LINE
    for number, line in enumerate(foot):
        drawn.append(_text(16, bottom + _LINE * (number + 2), line, tone=palette.FAINT.light))
    width = round(left + 20 + _LETTER * max((len(band.label) + 14 for band in legend(regions)), default=0))
    whole = round(max(bottom + _LINE * (len(foot) + 2), height) + 10)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{whole}" viewBox="0 0 {width} {whole}" '
        f'font-family="sans-serif" font-size="11"><rect width="{width}" height="{whole}" fill="{palette.GROUND.light}"/>'
        f"{''.join(drawn)}</svg>"
    )
    return Drawing(svg, width, whole)


_IN_WORDS = {"absent": " (rayado)", "reserved": " (cuadriculado)"}


def in_words(band: Band) -> str:
    """What the legend writes, with how it is drawn where that is no colour."""
    return band.label + _IN_WORDS.get(band.tone, "")


def _panel(place: Place, by_code: Mapping[str, Shaded], own: str, left: float, top: float) -> Iterator[str]:
    yield from _land(place, by_code, own, left, top)
    for outline in place.outlines:
        if one := by_code.get(outline.region):
            stands = label(place, outline, one)
            anchor = "start" if stands.is_eastward else "end"
            yield _text(left + stands.x, top + stands.y - 2, one.name, anchor=anchor, tone=palette.FAINT.light)
            yield _text(left + stands.x, top + stands.y + 12, one.text, anchor=anchor, bold=True)
    y = top + place.panel.height
    yield f'<path d="M{left:g} {y:g}h{place.bar:g}" stroke="{palette.FAINT.light}"/>'
    yield _text(left, y - 5, place.bar_told, tone=palette.FAINT.light)


def _land(place: Place, by_code: Mapping[str, Shaded], own: str, left: float, top: float) -> Iterator[str]:
    """The chosen region last, for its outline lies over its neighbours."""
    for outline in sorted(place.outlines, key=lambda one: one.region == own):
        one = by_code.get(outline.region)
        line = (
            f'stroke="{palette.INK.light}" stroke-width="2.2"'
            if outline.region == own
            else f'stroke="{palette.RULE.light}" stroke-width="0.7"'
        )
        yield f'<path transform="translate({left:g} {top:g})" d="{outline.path}" {_fill(one.band.tone if one else "absent")} {line}/>'


def _fill(tone: str) -> str:
    return f'fill="{TONES[tone].light}"' if tone in TONES else f'fill="url(#{tone})"'


def _text(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: int = 11,
    bold: bool = False,
    tone: str = palette.INK.light,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{size}" fill="{tone}"{weight}>{escape(text)}</text>'
