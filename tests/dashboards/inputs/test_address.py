"""What an address's words and codes mean, however they are written."""

import pytest

from dashboards.inputs import address

PLACES = {"CL": "Todo el país", "16": "Ñuble", "08": "Biobío", "13": "Metropolitana"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("16", "16"),
        ("Ñuble", "16"),
        ("ñuble", "16"),
        ("nuble", "16"),
        ("N\u0303uble", "16"),
        (" Biobío ", "08"),
        ("Todo el país", "CL"),
        ("cl", "CL"),
        ("6", None),
        ("Ñubl", None),
        ("XYZ", None),
        ("'; DROP TABLE", None),
        ("<script>alert(1)</script>", None),
        ("1" * 100_000, None),
    ],
)
def test_codes_and_old_labels_resolve_and_nonsense_does_not(text, code):
    assert address.code_of(text, PLACES) == code


@pytest.mark.parametrize("name", ["Ñuble", "La Araucanía", "Los Ríos", "O'Higgins"])
def test_an_option_is_found_by_its_letters_without_marks_and_reads_the_same(name):
    import unicodedata

    shown = address.searchable(name)
    assert unicodedata.normalize("NFC", shown) == name
    letters = [letter for letter in shown if not unicodedata.combining(letter)]
    assert "".join(letters).isascii()
