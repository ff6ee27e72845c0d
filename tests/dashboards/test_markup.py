"""What is put into markup is text, whatever it holds."""

from __future__ import annotations

import polars as pl

from dashboards.blocks import listings
from dashboards.display.columns import Column

COLUMNS = (Column("name", "Región"), Column("value", "Atenciones", is_number=True))


def test_a_table_escapes_its_cells_and_its_titles():
    frame = pl.DataFrame({"name": ["<script>alert(1)</script>"], "value": [4718.0], "value_text": ["4.718"]})
    markup = listings.table(frame, (Column("name", 'Región "A" & B'), COLUMNS[1])).markup
    assert "<script>" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in markup
    assert 'data-label="Región &#34;A&#34; &amp; B"' in markup


def test_a_table_shows_texts_and_says_what_is_absent():
    frame = pl.DataFrame({"name": ["Ñuble", None], "value": [4718.0, None], "value_text": ["4.718", "Reservado"]})
    assert listings.table(frame, COLUMNS).markup == (
        '<div class="pnme-scroll" tabindex="0" role="region" aria-label="Tabla"><table class="pnme-table">'
        '<thead><tr><th scope="col" class="text">Región</th><th scope="col" class="number">Atenciones</th></tr></thead>'
        '<tbody><tr><td class="text" data-label="Región">Ñuble</td><td class="number" data-label="Atenciones">4.718</td></tr>'
        '<tr><td class="text" data-label="Región">Sin dato</td>'
        '<td class="number" data-label="Atenciones">Reservado</td></tr></tbody></table></div>'
    )
