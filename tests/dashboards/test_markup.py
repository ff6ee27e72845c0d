"""What is put into markup is text, whatever it holds."""

from __future__ import annotations

import polars as pl

from dashboards.blocks import listings
from dashboards.display.columns import Column

COLUMNS = (Column("name", "Región"), Column("value", "Atenciones", is_number=True))


def test_a_table_escapes_its_cells_and_its_titles():
    frame = pl.DataFrame({"name": ["<script>alert(1)</script>"], "value": [4718.0], "value_text": ["4.718"]})
    markup = listings.table(frame, (Column("name", 'Región "A" & B'), COLUMNS[1]), caption="Una tabla").markup
    assert "<script>" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup
    assert 'data-label="Región &#34;A&#34; &amp; B"' in markup


def test_a_table_shows_texts_and_says_what_is_absent():
    frame = pl.DataFrame({"name": ["Ñuble", None], "value": [4718.0, None], "value_text": ["4.718", "Reservado"]})
    assert listings.table(frame, COLUMNS, caption="Una tabla").markup == (
        '<div class="pnme-scroll" tabindex="0" role="region" aria-label="Una tabla"><table class="pnme-table"><caption class="pnme-unseen">Una tabla</caption>'
        '<thead><tr><th scope="col" class="text">Región</th><th scope="col" class="number">Atenciones</th></tr></thead>'
        '<tbody><tr><th scope="row" class="text short" data-label="Región">Ñuble</th><td class="number" data-label="Atenciones">4.718</td></tr>'
        '<tr><th scope="row" class="text short" data-label="Región">Sin dato</th>'
        '<td class="number" data-label="Atenciones">Reservado</td></tr></tbody></table></div>'
    )


def test_an_overlong_word_may_break_and_an_ordinary_one_may_not():
    frame = pl.DataFrame({"name": ["a" * 65, "Región de Aysén"], "value": [1.0, 2.0]})
    markup = listings.table(frame, COLUMNS[:1], caption="Una tabla").markup
    assert f">{'a' * 30}<wbr>{'a' * 30}<wbr>aaaaa</th>" in markup
    assert ">Región de Aysén</th>" in markup


def test_what_acts_unseen_is_marked():
    frame = pl.DataFrame({"name": ["\x1b[31m\u202ex\ny"]})
    assert ">�[31m�x y</th>" in listings.table(frame, COLUMNS[:1], caption="Una tabla").markup
