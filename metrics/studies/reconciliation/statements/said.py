"""Claims with the figures that they name, and how one is held against another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from data_access.claims import Claim, ClaimKind
from data_access.published import PublishedFigure
from metrics.model.messages import Message
from metrics.model.periods import Period
from metrics.studies.reconciliation.checks import Check, CheckKind, Outcome, whole
from metrics.studies.reconciliation.ledger import Ledger

_OUTCOMES = {True: Outcome.AGREES, False: Outcome.DIFFERS, None: Outcome.UNDECIDABLE}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A claim with the figures that it names."""

    claim: Claim
    figure: PublishedFigure | None
    of: tuple[PublishedFigure, ...]

    @property
    def value(self) -> float:
        """The number, as printed."""
        return float(self.figure.value if self.figure else self.claim.value)

    @property
    def position(self) -> int:
        """The place in an order that the document claims."""
        return int(self.claim.value)

    @property
    def span(self) -> Period | None:
        """The days that it speaks of, None where the document does not say."""
        return Period.parse(self.claim.when) if self.claim.when else None

    @property
    def figures(self) -> tuple[PublishedFigure, ...]:
        """The figures involved."""
        return (*((self.figure,) if self.figure else ()), *self.of)


Group = Sequence[Said]
Rule = Callable[[Group, Ledger], Iterator[Check]]


def resolved(claim: Claim, ledger: Ledger) -> Said | None:
    """The claim with its figures, or None where one of them is not there."""
    figure = ledger.find(claim.figure) if claim.figure else None
    named = () if claim.kind is ClaimKind.EVENT else claim.of
    of = tuple(found for found in map(ledger.find, named) if found)
    is_whole = len(of) == len(named) and (figure is not None or not claim.figure)
    return Said(claim=claim, figure=figure, of=of) if is_whole else None


def told_together(group: Iterable[Said], *names: str) -> Iterator[list[Said]]:
    """The claims that share these attributes, where there are several."""
    found: dict[tuple[str, ...], list[Said]] = defaultdict(list)
    for said in group:
        found[tuple(getattr(said.claim, name) for name in names)].append(said)
    return (several for several in found.values() if len(several) > 1)


def compared(
    kind: CheckKind,
    said: Said,
    *others: Said,
    sides: tuple[float | str, float | str | None],
    agrees: bool | None,
    note: Message | None = None,
    name: str = "",
) -> Check:
    """`said`, which prints the first of `sides`, against the second; `agrees` is None where nothing can be decided."""
    published, computed = (whole(side) if isinstance(side, float) else side for side in sides)
    are_numbers = isinstance(published, int | float) and isinstance(computed, int | float)
    return Check(
        kind=kind,
        figures=tuple(figure for one in (said, *others) for figure in one.figures),
        claims=(said.claim, *(one.claim for one in others)),
        name=name,
        published=published,
        computed=computed,
        difference=whole(round(published - computed, 9)) if are_numbers else None,  # type: ignore[operator]
        outcome=_OUTCOMES[agrees],
        note=note,
    )
