"""What drawings look like on a dark ground: the part of `charts.css` that the palette says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dashboards.charts.choropleth import TONES as BANDS
from dashboards.display.palette import TONES, Tone

_ATTRIBUTES = ("fill", "stroke")


def tone_rules(tones: Iterable[Tone] = TONES) -> str:
    """A line for each colour that drawings name by its light value, wherever they name it."""
    return "\n".join(_rule(tone, attribute) for tone in tones for attribute in _ATTRIBUTES) + "\n"


def band_rules(bands: Mapping[str, Tone] = BANDS) -> str:
    """A line for each class of the regions of a map."""
    return "".join(
        f":is(.land, .swatch, .antarctic).{name} {{ background: light-dark({tone.light}, {tone.dark}); }}\n"
        for name, tone in bands.items()
    )


def _rule(tone: Tone, attribute: str) -> str:
    return f'svg.marks [{attribute}="{tone.light}"] {{ {attribute}: light-dark({tone.light}, {tone.dark}); }}'
