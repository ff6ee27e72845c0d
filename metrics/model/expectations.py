"""Arithmetic that a published value should satisfy: each expectation works out what should have been printed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from metrics.model.messages import Message


@dataclass(frozen=True, kw_only=True)
class Ref:
    """Another metric's value in the same period, territory and member, or in the ones named here."""

    metric: str
    member: str | None = None
    territory: str | None = None
    period: str | None = None


class Printed(Protocol):
    """What is printed around the figure that is held against an expectation, in stored units."""

    @property
    def value(self) -> float:
        """The figure's own value."""
        ...

    def total(self, ref: Ref) -> float | None:
        """The figures that make up `ref`, added; None where there is none."""
        ...


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What should be printed, None where it cannot be worked out.

    `of` are the references that it comes from, in order; `name` tells several expectations of a figure apart.
    `is_total` tells a sum from a quotient, `is_bound` a largest value from an exact one. Where there is a `doubt`, a difference decides nothing.
    """

    value: float | None
    of: tuple[Ref, ...]
    name: str = ""
    is_total: bool = False
    is_bound: bool = False
    note: Message | None = None
    doubt: Message | None = None


class Expectation(ABC):
    """What a published value should satisfy."""

    @abstractmethod
    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """What should be printed; nothing where nothing that it needs is. Several are alternatives: one must fit."""


@dataclass(frozen=True)
class SumOf(Expectation):
    """The value should be the sum of these."""

    terms: tuple[Ref, ...]

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """Without one of the terms, a difference decides nothing, unless the others are more than the value already."""
        totals = [printed.total(ref) for ref in self.terms]
        found = [total for total in totals if total is not None]
        if found:
            is_decided = len(found) == len(totals) or sum(found) > printed.value
            yield Expected(
                value=sum(found),
                of=self.terms,
                name="+".join(ref.member or ref.metric for ref in self.terms),
                is_total=True,
                doubt=None if is_decided else Message.of("part_not_published"),
            )


@dataclass(frozen=True)
class QuotientOf(Expectation):
    """The value should be numerator / denominator."""

    numerator: Ref
    denominator: Ref

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """Without either of the two it cannot be worked out."""
        above, below = printed.total(self.numerator), printed.total(self.denominator)
        if above is None and below is None:
            return
        value = above / below if above is not None and below else None
        note = Message.of("ratio_not_published") if value is None else None
        yield Expected(value=value, of=(self.numerator, self.denominator), note=note)


@dataclass(frozen=True)
class PartOf(Expectation):
    """The value counts some of what the other counts: it is no larger."""

    whole: Ref

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """Nothing where the whole is not printed."""
        whole = printed.total(self.whole)
        if whole is not None:
            note = Message.of("part_of_whole", metric=self.whole.metric)
            yield Expected(value=whole, of=(self.whole,), name=self.whole.metric, is_bound=True, note=note)


@dataclass(frozen=True)
class RemainderOf(Expectation):
    """The share should be what is left of one: 1 − rest / whole."""

    rest: Ref
    whole: Ref

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """Nothing without both of them."""
        rest, whole = printed.total(self.rest), printed.total(self.whole)
        if rest is not None and whole:
            yield Expected(value=1 - rest / whole, of=(self.rest, self.whole), name="remainder")


@dataclass(frozen=True)
class GrowthOf(Expectation):
    """The value should be value / base − 1, for at least one of the bases that it may mean."""

    value: Ref
    bases: tuple[Ref, ...]

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """One for each base."""
        value = printed.total(self.value)
        for ref in self.bases:
            base = printed.total(ref)
            yield Expected(
                value=value / base - 1 if value is not None and base else None,
                of=(self.value, ref),
                name=ref.metric,
                note=Message.of("growth_base", metric=ref.metric, period=ref.period or ""),
            )


@dataclass(frozen=True)
class WholePartOf(Expectation):
    """The share should be that of a whole number of the units that `total` counts."""

    whole: Ref

    def works_out(self, printed: Printed) -> Iterator[Expected]:
        """The nearest whole number over the total."""
        total = printed.total(self.whole)
        if total:
            nearest = round(printed.value * total)
            note = Message.of("nearest_whole", nearest=nearest, total=total)
            yield Expected(value=nearest / total, of=(self.whole,), name="whole", note=note)
