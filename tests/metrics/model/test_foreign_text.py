"""Text of others: no formula in a spreadsheet, whatever stands before it, and nothing that acts unseen."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import legible, neutral

BLANKS = " \t\n\r\x0b\x0c\x1f\x7f\x85\xa0\xad\u1680\u2003\u200b\u200e\u2028\u202e\u2060\u3000\ufeff"
OPERATORS = "=+-@＝＋－＠﹦﹢﹣﹫"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd",
        "-cmd",
        "@SUM(A1)",
        " =1+1",
        "\xa0=1",
        "＝1+1",
        "﹫x",
        "\ufeff=1",
        "\u200b+x",
        "\x01=1",
        "-",
        "=-5",
    ],
)
def test_what_a_spreadsheet_would_run_is_made_plain(text):
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=1+1", "'\n'=1+1"),
        ("x;=1+1", "x;'=1+1"),
        ("x; ＝1+1;y", "x;' ＝1+1;y"),
        ("x\n=1+1", "x\n'=1+1"),
        ("x\t@y", "x\t'@y"),
    ],
)
def test_a_cell_that_another_locale_would_begin_is_made_plain_too(text, written):
    assert neutral(text) == written


@pytest.mark.parametrize(
    "value",
    [
        -18,
        -0.5,
        None,
        True,
        "-18",
        "-5",
        "-0,38",
        "-61 días",
        "+12,5 %",
        "+3,5\xa0%",
        "-5,6%",
        "-$1.250",
        "x; -5",
        "Ñuble",
        "",
        "a-b=c",
    ],
)
def test_numbers_and_plain_text_stay(value):
    assert neutral(value) == value


def _could_run(cell: str) -> bool:
    """Naively: what is left without blanks and what is unseen begins with an operator, and it is no number."""
    seen = [letter for letter in cell if letter not in BLANKS and unicodedata.category(letter)[0] not in "ZC"]
    is_number = re.fullmatch(r"[-+]?\$?[\d.,]+([ \xa0]?%| días)?", cell.strip())
    return "".join(seen[:1]) in set(OPERATORS) and not is_number


@given(st.text(st.sampled_from(BLANKS + OPERATORS + ";,'\"1a%"), max_size=12) | st.text(max_size=12))
def test_no_cell_begins_with_an_operator_wherever_cells_are_parted(text):
    written = neutral(text)
    assert [cell for cell in re.split(r"[;\t\r\n]", written) if _could_run(cell)] == []
    assert not written.startswith(("\t", "\r", "\n"))


@given(st.text(max_size=12))
def test_only_apostrophes_are_added(text):
    assert neutral(text).replace("'", "") == text.replace("'", "")


@given(st.text(max_size=30))
def test_legible_text_is_one_line_without_controls(text):
    shown = legible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in shown)


def test_legible_text_keeps_what_is_read():
    assert legible("Ñuble — 日本 👩\u200d👩") == "Ñuble — 日本 👩\u200d👩"
    assert legible("a\x1b[31mb\nc\u202ed\x00") == "a�[31mb c�d�"
