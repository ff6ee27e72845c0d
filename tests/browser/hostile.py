"""Texts that attack whoever shows them: Markdown, HTML, Streamlit's own marks, formulas, what is not seen but acts."""

from __future__ import annotations

from random import Random

from metrics import legible

NOBODY = "127.0.0.2:9"
"""Where nothing listens, and no page of ours looks."""
OUTSIDE = "robado.example"
"""A name from outside, which no test may resolve."""
WORD = "palabra" * 43
TEXTS = (
    f"![i](http://{NOBODY}/i.png)",
    f"[pinche](http://{OUTSIDE}/x)",
    f"![i][1] [1]: http://{NOBODY}/i.png",
    f"<script src=//{OUTSIDE}/s.js></script>",
    "<script>alert(1)</script>",
    f'<img src="http://{NOBODY}/i.png" onerror="alert(1)">',
    "<img src=x onerror=alert(1)>",
    f"<iframe src=http://{OUTSIDE}></iframe>",
    "<b onmouseover=alert(1)>b</b><!-- c -->",
    "<svg/onload=alert(1)>",
    f"http://{OUTSIDE}/a?b=c&d",
    f"véase https://{OUTSIDE}.",
    f"www.{OUTSIDE}",
    f"WWW.{OUTSIDE} y Http://{OUTSIDE}",
    f"<http://{OUTSIDE}>",
    f"alguien@{OUTSIDE}",
    f"mailto:alguien@{OUTSIDE}",
    "[x](javascript:alert(1))",
    "'; DROP TABLE measures; --",
    ":material/home:",
    ":material_home: :streamlit:",
    ":red[rojo] :blue-background[azul] :small[chico] :help[ayuda]",
    ":color[x]{foreground=red} :orange-badge[x]",
    ":smile: :+1: :-1: a:b:c",
    "$x$ y $$y^2$$",
    "cuesta $5 y $10",
    "\\(x\\) \\[y\\] \\$ \\\\",
    "{{7*7}} {% x %} ${7*7} #{7*7}",
    "%(x)s %s {0} {place} {",
    "# título",
    "## otro # más",
    "- punto",
    "* punto",
    "+ punto",
    "1. uno",
    "2) dos",
    "> cita",
    "---",
    "===",
    "***",
    "```código```",
    "`código` ~~tachado~~ **negrita** __negrita__ *c* _c_",
    "a_b_c *",
    "| a | b |",
    "[^1] [^1]: nota",
    "[ ] tarea",
    "&amp; &lt; &#65; &nbsp; < > & \" '",
    "a -> b <- c -- d >= e <= f ~= g <-> h",
    "->",
    "--",
    "::directiva",
    ":::contenedor",
    ":a",
    "a:b",
    "12:30",
    "\\",
    "`",
    "*",
    "_",
    "!",
    "[",
    "=1+1",
    " espacio",
    "4 espacios",
    "   ",
    "\u00a0no se corta\u00a0",
    "é ñ Ü € — «comillas» …",
    "日本語 ＝１ 👍 👩\u200d👩\u200d👧",
    "\ufeff=1\u200b+1",
    "\x1b[31mrojo\x1b[0m",
    "atrás\x08\x7f\x85fin",
    "\u202eodatluco\u202c y \u2066más",
    "una\nlínea, \r\n\tdos",
    "\n=1+1",
    WORD,
)
_FRAGMENTS = (
    *"*_`~[](){}<>!#+-=|\\:$@&;./ '\"^%1ax",
    "**",
    "http://",
    "www.",
    ":small[",
    ":smile:",
    "](",
    "![",
    "<b>",
    "&#42;",
    "--",
    "->",
    "$$",
    ":material/",
)


def drawn(count: int, seed: int = 0) -> list[str]:
    """Texts of such fragments at random, the same for a seed."""
    random = Random(seed)
    return ["".join(random.choices(_FRAGMENTS, k=random.randint(1, 9))) for _ in range(count)]


def as_read(text: str) -> str:
    """A text as a page shows it: controls are marked, blanks are one each and none around it, and a byte-order mark is nothing."""
    return " ".join(legible(text).replace("\ufeff", "").split())
