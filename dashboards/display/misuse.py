"""What the command-line library refuses, in Spanish: by the type of its exception and what it carries, not its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from enum import Enum
from typing import Any

from pydantic import ValidationError
from typer._click import exceptions
from typer.core import TyperGroup
from typer.exceptions import TyperException


def sentence(error: TyperException, arguments: Sequence[str]) -> str:
    """What was wrong with `arguments`, and what is allowed."""
    for kind, written in _SENTENCES:
        if isinstance(error, kind):
            return written(error, arguments)
    return error.format_message()


def _missing(error: Any, _: Sequence[str]) -> str:
    return f"falta {_PARAMETERS[error.param.param_type_name]} {error.param.get_error_hint()}."


_PARAMETERS = {"argument": "el argumento", "option": "la opción"}


def _bad_value(error: Any, _: Sequence[str]) -> str:
    """A value that the parameter's type refuses; what a command of ours refuses is a sentence already."""
    cause = error.__cause__
    if error.param is None or not isinstance(cause, ValidationError):
        return str(error.message)
    refused = cause.errors()[0]
    why = _WHY.get(refused["type"], "no se admite")
    return f"valor no admitido en '{error.param.opts[0]}': «{refused['input']}» {why}{_allowed(error.param)}"


_WHY: Mapping[str, str] = {
    "int_parsing": "no es un número entero",
    "less_than_equal": "es demasiado grande",
    "greater_than_equal": "es demasiado chico",
}


def _allowed(parameter: Any) -> str:
    """What the type of a parameter takes: one of some names, or a number between two."""
    annotation = parameter.type_descriptor.annotation
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return f"; se admite: {', '.join(str(one.value) for one in annotation)}"
    if parameter.min is not None and parameter.max is not None:
        return f"; se admite: {parameter.min} a {parameter.max}"
    return ""


def _no_such_option(error: Any, _: Sequence[str]) -> str:
    near = f" (¿quiso decir {', '.join(sorted(error.possibilities))})" if error.possibilities else ""
    return f"no existe la opción {error.option_name}{near}"


def _bad_option(error: Any, arguments: Sequence[str]) -> str:
    """An option without its value, or a flag with one."""
    has_value = any(one.startswith(f"{error.option_name}=") for one in arguments)
    return f"la opción '{error.option_name}' {'no lleva' if has_value else 'necesita un'} valor."


def _usage(error: Any, arguments: Sequence[str]) -> str:
    """A word too many: a command that is none, or an argument that nobody takes."""
    command = error.ctx.command if error.ctx else None
    if isinstance(command, TyperGroup):
        asked = arguments[_depth(error.ctx)]
        near = get_close_matches(asked, command.list_commands(error.ctx), n=1)
        return f"no existe la orden '{asked}'." + (f" ¿quiso decir '{near[0]}'?" if near else "")
    return f"sobran argumentos en: pnme {' '.join(arguments)}"


def _depth(context: Any) -> int:
    """How many commands come before that of a context."""
    return 1 + _depth(context.parent) if context.parent else 0


_SENTENCES: Sequence[tuple[type[TyperException], Callable[[Any, Sequence[str]], str]]] = (
    (exceptions.MissingParameter, _missing),
    (exceptions.BadParameter, _bad_value),
    (exceptions.NoSuchOption, _no_such_option),
    (exceptions.BadOptionUsage, _bad_option),
    (exceptions.UsageError, _usage),
)
"""The more particular type first."""
