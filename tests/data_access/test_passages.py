"""The sentences that figures and claims stand in."""

from __future__ import annotations

import pytest

from data_access.claims import claims
from data_access.published import published_figures
from data_access.reference.passages import passage

CITED = (*published_figures(), *claims())


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (204, "62 medidas han sido implementadas, lo que representa un 72% del total."),
        (
            839,
            "En el primer trimestre de 2025, se registraron 4.838 nuevas solicitudes, alcanzando un 98,1% de resolución, lo "
            "que evidencia una mejora en la capacidad de respuesta institucional y un fortalecimiento sostenido en el "
            "cumplimiento de los estándares de transparencia.",
        ),
        (1542, "Ñuble 4.718 658"),
        (863, "Año Presentados Respuesta % de respuesta | 2022 569 569 100%"),
    ],
)
def test_a_sentence_a_row_and_a_row_of_bare_numbers(line, text):
    assert passage(line) == text


def test_every_figure_and_claim_is_in_the_passage_of_its_line():
    assert [one.id for one in CITED if " ".join(one.raw.split()) not in passage(one.line)] == []


def test_a_line_that_nothing_is_cited_from_is_none():
    with pytest.raises(LookupError, match="line 1: no figure and no claim stands on it"):
        passage(1)
