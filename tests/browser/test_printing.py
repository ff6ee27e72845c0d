"""Every page on A4: no sheet half empty, nothing too small, drawings there, heads repeated, and at the foot where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pytest
from pypdfium2 import raw

from tests.browser.test_pages import PATHS

pytestmark = pytest.mark.browser

_A4 = (595, 842)
_MILLIMETRES = 297
_TOP, _BOTTOM = 14, 18
_BAND = 5
"""Millimetres: between two lines of text nothing is missing."""
_INK = 200
_POINTS = 7
ADDRESSES = (
    *PATHS,
    "indicadores?buscar=residencia",
    *(f"indicadores?indicador=foi.requests_received&vista={view}" for view in ("grafico", "anios", "mapa", "fuente")),
    "indicadores?indicador=attention.records&vista=tabla&desglose=month",
    "metodos?indicador=permits.requested",
)
_DRAWN = {
    "plan": 2,
    "medida": 1,
    "transparencia": 1,
    "vencimientos": 1,
    "presupuesto": 3,
    "gasto": 2,
}


@dataclass(frozen=True)
class Sheet:
    """What is on one: its text, that of its foot, the sizes of its letters, and the part of it that is not empty."""

    size: tuple[int, int]
    text: str
    foot: str
    points: dict[float, str]
    full: float
    dark: float


def _sheets(pdf: bytes) -> Iterator[Sheet]:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for page in document:
            with closing(page), closing(page.get_textpage()) as text:
                yield _sheet(page, text)


def _sheet(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> Sheet:
    width, height = page.get_size()
    edge = height * _BOTTOM / _MILLIMETRES
    full, dark = _ink(page)
    return Sheet(
        size=(round(width), round(height)),
        text=text.get_text_bounded(bottom=edge),
        foot=re.sub(r"\s+", " ", text.get_text_bounded(top=edge)),
        points=dict(_sizes(text)),
        full=full,
        dark=dark,
    )


def _sizes(text: pypdfium2.PdfTextPage) -> Iterator[tuple[float, str]]:
    """The size of each letter on paper, and one letter of that size."""
    for number in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, number))
        if not letter.strip() or raw.FPDFText_IsGenerated(text.raw, number):
            continue
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text.raw, number, matrix)
        # What is turned (the title of an axis) has its size in the other part of the matrix.
        scale = max(abs(matrix.d), abs(matrix.b))
        yield round(raw.FPDFText_GetFontSize(text.raw, number) * scale, 2), letter


def _ink(page: pypdfium2.PdfPage) -> tuple[float, float]:
    """The share of bands between head and foot that have ink, and that of dark pixels."""
    image = page.render(scale=1, grayscale=True).to_numpy().reshape(round(page.get_height()), -1)
    a_millimetre = len(image) / _MILLIMETRES
    inside = image[round(_TOP * a_millimetre) : round(-_BOTTOM * a_millimetre)]
    band = round(_BAND * a_millimetre)
    bands = [inside[top : top + band] for top in range(0, len(inside), band)]
    return sum((one < _INK).any() for one in bands) / len(bands), float((inside < 64).mean())


def _printed(watched, address: str) -> list[Sheet]:
    return list(_sheets(watched.open(address).pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_prints_well(site, watched, path):
    sheets = _printed(watched, f"{site}/{path}")
    version = watched.page.locator("[data-pnme-foot]").get_attribute("data-pnme-foot")
    address = watched.page.evaluate("location.href")
    kinds = watched.page.evaluate(
        "[...new Set([...document.querySelectorAll('.pnme-kind')].map(one => one.textContent))]"
    )
    for number, sheet in enumerate(sheets, 1):
        assert sheet.size == _A4
        assert {size: letter for size, letter in sheet.points.items() if size < _POINTS} == {}
        assert f"{number} de {len(sheets)}" in sheet.foot
        for told in (version, *kinds):
            assert told in sheet.foot
        assert address in sheet.foot.replace(" ", "")
        assert sheet.text.strip()
    assert [round(sheet.full, 2) for sheet in sheets[:-1] if sheet.full < 0.5] == []
    found = watched.page.locator("h1").inner_text()
    assert found.split()[0] in sheets[0].text


@pytest.mark.parametrize("path", _DRAWN)
def test_drawings_are_printed_and_are_as_before_on_the_screen(site, watched, path):
    page = watched.open(f"{site}/{path}")
    sizes = (
        "[...document.querySelectorAll('svg.marks')].map(one => [one.width.baseVal.value, one.height.baseVal.value])"
    )
    before = page.evaluate(sizes)
    assert len(before) == _DRAWN[path]
    text = "".join(sheet.text for sheet in _sheets(page.pdf(prefer_css_page_size=True)))
    written = page.locator("svg.marks text:not(:has(tspan)), svg.marks tspan").evaluate_all(
        "all => all.map(one => one.textContent.trim())"
    )
    assert len(set(written)) > 10
    assert [one for one in written if one.replace("\xa0", " ") not in text.replace("\xa0", " ")] == []
    assert page.evaluate(sizes) == before


def test_a_table_has_its_head_on_every_sheet(site, watched):
    listed = [sheet.text for sheet in _printed(watched, f"{site}/plan") if re.search(r"\bM\d\d\b", sheet.text)]
    assert len(listed) >= 2
    assert [text for text in listed if not re.search(r"Medida\s+Qué es\s+(Eje|Responsable)", text)] == []


def test_a_dark_page_is_printed_on_white_as_a_light_one(site, watched):
    watched.page.emulate_media(color_scheme="light")
    light = _printed(watched, f"{site}/territorio")
    watched.page.emulate_media(color_scheme="dark")
    dark = _printed(watched, f"{site}/territorio")
    assert [sheet.text for sheet in dark] == [sheet.text for sheet in light]
    assert light[0].dark > 0.005
    for one, other in zip(dark, light, strict=True):
        assert abs(one.dark - other.dark) < 0.005


def test_what_asks_is_not_printed(site, watched):
    text = "".join(sheet.text for sheet in _printed(watched, f"{site}/territorio"))
    asks = ("Buscar una cifra", "Descargar", "Copiar enlace", "Ver la tabla", "Región\n", "Temas")
    assert [one for one in asks if one in text] == []


def test_a_phone_prints_the_same_sheets(site, watched):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    sheets = _printed(watched, f"{site}/transparencia")
    assert [round(sheet.full, 2) for sheet in sheets[:-1] if sheet.full < 0.5] == []
    assert min(size for sheet in sheets for size in sheet.points) >= _POINTS
