"""Colours by meaning, readable on both backgrounds and by people who do not tell red from green."""

BLUE = "#2f7cc4"
LIGHT_BLUE = "#9cc4e8"
ORANGE = "#b8651b"
GREY = "#717d89"
LIGHT_GREY = "#a9b3bd"
NO_DATA = "#c9d1d9"

IMPLEMENTED, IN_PROGRESS, NOT_REPORTED = BLUE, ORANGE, GREY
OWN, OTHERS = ORANGE, BLUE
SEQUENTIAL = ["#d6e6f5", "#9cc4e8", "#5f9fd6", "#2f7cc4", "#1f5f99"]
