"""What is given to Markdown is text, and nothing reaches Streamlit's Markdown by another way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dashboards
from dashboards.display.markdown import NOTHING, as_text, code, joined, markdown, plain

_SOURCES = sorted(Path(dashboards.__file__).parent.rglob("*.py"))
_HOME = "dashboards/display/markdown.py"
# What Streamlit 1.67 does not render as Markdown; of all else the first argument and these of its arguments are.
_NOT_RENDERED = frozenset(
    {"App", "Page", "columns", "container", "html", "logo", "navigation", "page_link", "set_page_config"}
    | {"vega_lite_chart"}
)
_ARGUMENTS = frozenset({"label", "help", "caption", "captions"})
_OPTIONS_AS_TEXT = frozenset({"selectbox", "multiselect"})


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ñuble y Bío Bío", "Ñuble y Bío Bío"),
        ("**x**", r"\*\*x\*\*"),
        ("a\n# b\r\n\tc", r"a \# b c"),
        ("http://x.y", r"http\::small[]\/\/x\.y"),
        ("www.x", r"www:small[]\.x"),
        (":smile:", r"\::small[]smile\:"),
        ("a@b.c", r"a:small[]\@b\.c"),
        ("<=", r"\<:small[]\="),
        ("\u202eoculto\x1b[31m", r"�oculto�\[31m"),
        ("\u00a0x", "&#160;x"),
        ("", ":small[]"),
        ("  ", ":small[]"),
    ],
)
def test_text_is_written_so_that_it_reads_to_the_letter(text, written):
    assert plain(text) == written
    assert as_text(text).source == written


def test_values_go_into_a_template_as_text_and_markdown_as_it_is():
    inside = markdown("*{what}*", what="a*b")
    assert markdown("**{place}**: {inside}{nothing}", place="x_y", inside=inside, nothing=NOTHING).source == (
        r"**x\_y**: *a\*b*"
    )
    assert joined("; ", [inside, inside]).source == r"*a\*b*; *a\*b*"
    assert code("a.b`c").source == "`a.bc`"


def test_a_value_is_no_template():
    assert markdown("{text}", text="{0} {text.__class__}").source == r"\{0\} \{text\.\_\_class\_\_\}"


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the last word of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func).rpartition(".")[2], node


def _is_ours(node: ast.expr) -> bool:
    """A literal, `Markdown.source`, or what `plain` writes."""
    is_written = isinstance(node, ast.Call) and ast.unparse(node.func) == "plain"
    return isinstance(node, ast.Constant) or is_written or (isinstance(node, ast.Attribute) and node.attr == "source")


def _shown(name: str, call: ast.Call) -> Iterator[ast.expr]:
    """What a call has Streamlit render."""
    if ast.unparse(call.func) != f"st.{name}":
        return
    if name not in _NOT_RENDERED:
        yield from call.args[:1]
    yield from (one.value for one in call.keywords if one.arg in _ARGUMENTS)
    if name not in _OPTIONS_AS_TEXT:
        yield from (one.value for one in call.keywords if one.arg == "format_func")


def _written_elsewhere(source: str) -> list[str]:
    tree = ast.parse(source)
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    constants = {ast.unparse(node.targets[0]): node.value for node in tree.body if isinstance(node, ast.Assign)}

    def is_allowed(node: ast.expr) -> bool:
        if isinstance(node, ast.Lambda):
            return _is_ours(node.body)
        if isinstance(node, ast.Name) and node.id in functions:
            returned = [one.value for one in ast.walk(functions[node.id]) if isinstance(one, ast.Return)]
            return all(value is not None and _is_ours(value) for value in returned)
        return _is_ours(constants.get(ast.unparse(node), node))

    return [ast.unparse(shown) for name, call in _calls(tree) for shown in _shown(name, call) if not is_allowed(shown)]


@pytest.mark.parametrize("path", _SOURCES, ids=lambda path: path.stem)
def test_streamlit_renders_literals_and_what_was_escaped(path):
    assert _written_elsewhere(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", _SOURCES, ids=lambda path: path.stem)
def test_templates_are_literals(path):
    for name, call in _calls(ast.parse(path.read_text("utf-8"))):
        if name == "markdown" and not ast.unparse(call.func).startswith("st."):
            assert isinstance(call.args[0], ast.Constant), ast.unparse(call)
        if name == "Markdown":
            assert str(path).endswith(_HOME), ast.unparse(call)


@pytest.mark.parametrize(
    "source",
    [
        "st.markdown(f'**{name}**')",
        "st.warning(text)",
        "text = f'{name}'\nst.warning(text)",
        "st.something_new(text)",
        "st.expander('a ' + name)",
        "st.page_link(page, label=name)",
        "st.selectbox('Región', options, help=text)",
        "st.segmented_control('x', options, format_func=names.get)",
        "st.radio('x', options, format_func=lambda one: names[one])",
    ],
)
def test_what_is_not_escaped_is_found(source):
    assert len(_written_elsewhere(source)) == 1
