"""Which members a question keeps: one hashable value, made once and passed on unchanged down to the SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from metrics.model.errors import FilterError, MemberTypeError

Given = Mapping[str, "str | Sequence[str]"]


@dataclass(frozen=True)
class Filters:
    """The members kept, by code, of each dimension that is limited; in order of dimension."""

    pairs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, given: Filters | Given | None) -> Filters:
        """One member or several of each dimension; what is already made stays as it is."""
        if isinstance(given, Filters):
            return given
        return cls(tuple(sorted((name, _codes(name, members)) for name, members in (given or {}).items())))

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """(dimension, members) in order of dimension."""
        return iter(self.pairs)

    def __bool__(self) -> bool:
        """Some dimension is limited."""
        return bool(self.pairs)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that are limited."""
        return tuple(name for name, _ in self.pairs)

    def members_of(self, dimension: str) -> tuple[str, ...]:
        """The members kept of `dimension`; none where it is not limited."""
        return dict(self.pairs).get(dimension, ())

    def without(self, dimension: str | None) -> Filters:
        """The same with `dimension` whole."""
        if dimension not in self.dimensions:
            return self
        return Filters(tuple(pair for pair in self.pairs if pair[0] != dimension))


NO_FILTERS = Filters()


def once(names: str | Sequence[str]) -> tuple[str, ...]:
    """Each of the names, or the only one, once."""
    return (names,) if isinstance(names, str) else tuple(dict.fromkeys(names))


def _codes(name: str, members: str | Sequence[str]) -> tuple[str, ...]:
    """The members of a filter; MemberTypeError for what is no code."""
    listed = (members,) if isinstance(members, str) or not isinstance(members, Iterable) else tuple(members)
    for member in listed:
        if not isinstance(member, str):
            raise MemberTypeError(name, member)
    return once(listed)


def parse_filter(text: str) -> tuple[str, str]:
    """'region=13' as a pair; FilterError for anything else."""
    name, equals, value = text.partition("=")
    if not (name.strip() and equals and value.strip()):
        raise FilterError(text)
    return name.strip(), value.strip()
