"""A page that shows hostile texts wherever pages of ours show text, each in a container that a test finds."""

from __future__ import annotations

import streamlit as st

from dashboards.blocks import block, notices
from dashboards.blocks.block import Advice, Caption, Folded, Notice, Text
from dashboards.display.markdown import as_text, markdown, plain
from tests.browser import hostile


def _as_a_value(text: str) -> Text:
    return Text(markdown("Cifras de la región **{place}**, *{place}*: {place}.", place=text))


SURFACES = {
    "text": lambda text: Text(as_text(text)),
    "caption": lambda text: Caption(as_text(text)),
    "notice": lambda text: Notice(as_text(text)),
    "advice": lambda text: Advice(as_text(text)),
    "folded": lambda text: Folded(text, (), text[:40]),
}
st.set_page_config(layout="wide")
notices.title("Superficies", "¿Qué se lee?")
for name, shown in SURFACES.items():
    for number, text in enumerate(hostile.TEXTS):
        with st.container(key=f"{name}-{number}"):
            block.show([shown(text)])
for number, text in enumerate([*hostile.TEXTS, *hostile.drawn(250)]):
    with st.container(key=f"value-{number}"):
        block.show([_as_a_value(text)])
for number, text in enumerate(hostile.TEXTS):
    with st.container(key=f"choice-{number}"):
        st.segmented_control("Elija", [text], format_func=plain, key=f"segmented-{number}")
