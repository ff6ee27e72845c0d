"""Drawings do not make a page jump: each has its room from the first moment on, before it is drawn.

What Streamlit itself moves while it builds its frame is not measured here.
"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

# Of every element, all the heights that it ever had, frame by frame.
_NOTE_HEIGHTS = """
const heights = new Map();
const note = () => {
    for (const one of document.querySelectorAll('[data-testid=stElementContainer]')) {
        if (!heights.has(one)) heights.set(one, new Set());
        heights.get(one).add(one.getBoundingClientRect().height);
    }
    requestAnimationFrame(note);
};
requestAnimationFrame(note);
window.heightsOfDrawings = () => [...heights].filter(([one]) => one.isConnected && one.querySelector('svg.marks'))
    .map(([one, all]) => [[...all], one.querySelector('svg.marks').getBoundingClientRect().height]);
"""
_HEIGHTS = {
    "plan": 2,
    "medida": 1,
    "transparencia": 1,
    "tiempos": 7,
    "vencimientos": 1,
    "presupuesto": 3,
    "gasto": 2,
    "indicadores?indicador=foi.requests_received": 1,
}


@pytest.mark.parametrize("path", _HEIGHTS)
def test_a_drawing_has_its_room_before_it_is_drawn_and_keeps_it(site, watched_at, path):
    watched_at.page.add_init_script(_NOTE_HEIGHTS)
    found = watched_at.open(f"{site}/{path}").evaluate("heightsOfDrawings()")
    assert len(found) == _HEIGHTS[path]
    assert [heights for heights, drawn in found if heights != [drawn]] == []
