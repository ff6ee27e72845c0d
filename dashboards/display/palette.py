"""Colours by meaning, each for a light and for a dark ground, told apart in grey and by people who do not tell red from green.

Drawings are shared by all readers and carry the light values; `charts.css`, which a test holds to this file, puts the dark
ones in their place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """A colour on a light ground, by which drawings name it, and on a dark one."""

    light: str
    dark: str


GROUND = Tone("#ffffff", "#10171f")
"""What is drawn on, and what is written on marks: each of those that carry text has 4.5:1 to it."""
INK = Tone("#16212e", "#e8eef5")
FAINT = Tone("#4b5763", "#b6c2cd")
RULE = Tone("#7b8794", "#7d8a97")
GRID = Tone("#dfe6ec", "#2a3643")

BLUE = Tone("#0d4a80", "#86bff5")
LIGHT_BLUE = Tone("#4479ad", "#4a84bd")
ORANGE = Tone("#b9560b", "#c0701f")
GREY = Tone("#53606c", "#93a1af")
LIGHT_GREY = Tone("#8b96a0", "#5f6c79")
TEAL = Tone("#0b7a66", "#52cdb0")
PURPLE = Tone("#7a3fa8", "#c79df0")
ROSE = Tone("#a8325c", "#ff9fb8")

IMPLEMENTED, IN_PROGRESS, NOT_REPORTED = BLUE, ORANGE, GREY
OWN, OTHERS = ORANGE, BLUE
SERIES = (BLUE, ORANGE, TEAL, PURPLE, ROSE)
SEQUENTIAL = (
    Tone("#cfe0f0", "#1c3a57"),
    Tone("#9cc1e3", "#2b5c8a"),
    Tone("#6ba3d3", "#4686c2"),
    Tone("#2f74b5", "#7db3e6"),
    Tone("#0e4a7e", "#cfe6fb"),
)
"""From little to much, ever farther from the ground. The first ones are seen by their outline (`RULE`)."""
DIVERGING = (
    Tone("#b35806", "#ffb25e"),
    Tone("#f1b77e", "#96602c"),
    Tone("#e8ebef", "#333f4b"),
    Tone("#a9b8dd", "#4c68a0"),
    Tone("#3d5ba9", "#a9c2ff"),
)
"""From far below to far above a value in the middle: orange and blue, which nobody takes for one another."""

TONES = (
    *(GROUND, INK, FAINT, RULE, GRID),
    *(BLUE, LIGHT_BLUE, ORANGE, GREY, LIGHT_GREY, TEAL, PURPLE, ROSE),
    *SEQUENTIAL,
    *DIVERGING,
)
"""All of them, no two with the same light value."""
