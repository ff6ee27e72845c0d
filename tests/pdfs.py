"""PDFs as tests read them: the text of each page."""

from __future__ import annotations

import re
from contextlib import closing

import pypdfium2


def pages_of(content: bytes) -> list[str]:
    """The text of each page, its blanks as one and words that were broken at the end of a line joined."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [_text(page) for page in document]


def _text(page: pypdfium2.PdfPage) -> str:
    with closing(page), closing(page.get_textpage()) as text:
        joined = re.sub("[-\u00ad\u2010\ufffe\x02]\\s*\\n\\s*(?=[a-zñáéíóú])", "", text.get_text_range())
        return re.sub(r"\s+", " ", joined)
