"""How many misprints would be noticed: `python -m tests.mutations [TIMES] [SEED]`.

One figure at a time is misprinted, and with it everything that is made from it; so only what else the document prints
can notice. Noticed is a misprint with which some check of arithmetic or of restatement differs that did not before.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from data_access.claims import Claim, claims
from data_access.published import PublishedFigure, published_figures
from metrics.studies.reconciliation import Check, Outcome, document_checks

TIMES, SEED = 200, 2024
Misprint = Callable[[PublishedFigure, random.Random], PublishedFigure | None]


@dataclass(frozen=True, kw_only=True)
class Mutation:
    """A misprint, and whether it is noticed; `is_backed` where some check that agrees involves the figure's number."""

    figure: PublishedFigure
    misprint: str
    is_noticed: bool
    is_backed: bool
    is_in_dispute: bool


# --- misprints -------------------------------------------------------------------------------------------


def a_digit(figure: PublishedFigure, chance: random.Random) -> PublishedFigure | None:
    """Another digit in one place; the first does not become 0."""
    text = str(figure.value)
    place = chance.choice([place for place, sign in enumerate(text) if sign.isdigit()])
    others = [digit for digit in "0123456789" if digit != text[place] and (digit != "0" or place > 0)]
    return _printed(figure, text[:place] + chance.choice(others) + text[place + 1 :])


def two_digits(figure: PublishedFigure, chance: random.Random) -> PublishedFigure | None:
    """Two neighbouring digits swapped."""
    text = str(figure.value)
    places = [place for place in range(len(text) - 1) if _can_swap(text, place)]
    if not places:
        return None
    place = chance.choice(places)
    return _printed(figure, text[:place] + text[place + 1] + text[place] + text[place + 2 :])


def _can_swap(text: str, place: int) -> bool:
    pair = text[place : place + 2]
    return pair.isdigit() and pair[0] != pair[1] and (place > 0 or pair[1] != "0")


def a_factor_of_ten(figure: PublishedFigure, chance: random.Random) -> PublishedFigure | None:
    """A nought too many, or a digit too few."""
    if not figure.value:
        return None
    text = str(figure.value)
    is_shorter = chance.random() < 0.5 and len(text) > 1 and text.isdigit()
    return _printed(figure, text[:-1] if is_shorter else str(figure.value * 10))


def a_year(figure: PublishedFigure, chance: random.Random) -> PublishedFigure | None:
    """The year before or the year after."""
    if figure.period_from is None:
        return None
    by = chance.choice((-1, 1))
    start, end = _moved(figure.period_from, by), _moved(figure.period_to, by)
    return replace(figure, period=f"{start or ''}..{end or ''}", period_from=start, period_to=end)


MISPRINTS: tuple[Misprint, ...] = (a_digit, two_digits, a_factor_of_ten, a_year)


def _printed(figure: PublishedFigure, text: str) -> PublishedFigure:
    return replace(figure, value=Decimal(text), raw=text.replace(".", ","))


def _moved(day: date | None, years: int) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


# --- noticing them ---------------------------------------------------------------------------------------


def mutations(
    figures: Sequence[PublishedFigure], said: Sequence[Claim], *, times: int = TIMES, seed: int = SEED
) -> list[Mutation]:
    """So many misprints of random figures, each of a random kind, one at a time."""
    chance = random.Random(seed)
    before = document_checks(figures, said)
    differed = _differing(before)
    backed, disputed = _involved(before, Outcome.AGREES), _involved(before, Outcome.DIFFERS)
    found = []
    while len(found) < times:
        figure, misprint = chance.choice(figures), chance.choice(MISPRINTS)
        changed = misprint(figure, chance)
        if changed is None:
            continue
        after = document_checks([changed if one is figure else one for one in figures], said)
        found.append(
            Mutation(
                figure=figure,
                misprint=misprint.__name__,
                is_noticed=bool(_differing(after) - differed),
                is_backed=figure.id in backed,
                is_in_dispute=figure.id in disputed,
            )
        )
    return found


def _differing(checks: Iterable[Check]) -> set[str]:
    return {check.id for check in checks if check.outcome is Outcome.DIFFERS}


def _involved(checks: Iterable[Check], outcome: Outcome) -> set[str]:
    """The figures whose number a check of that outcome involves."""
    return {
        figure.id
        for check in checks
        if check.outcome is outcome and check.kind.is_of_a_value
        for figure in check.figures
    }


def report(found: Sequence[Mutation]) -> str:
    """How many were noticed: all, by misprint, and by what stands behind the figure."""
    lines = [f"noticed {_noticed(found)}"]
    lines += [f"  {one.__name__}: {_noticed([m for m in found if m.misprint == one.__name__])}" for one in MISPRINTS]
    lines.append(f"figures that a check backs: {_noticed([one for one in found if one.is_backed])}")
    only_disputed = [one for one in found if one.is_in_dispute and not one.is_backed]
    lines.append(f"only in checks that differ already: {_noticed(only_disputed)}")
    alone = [one for one in found if not one.is_in_dispute and not one.is_backed]
    lines.append(f"standing alone: {_noticed(alone)}")
    missed = Counter(one.figure.chapter for one in found if not one.is_noticed)
    lines += [f"not noticed in {chapter}: {count}" for chapter, count in sorted(missed.items())]
    return "\n".join(lines)


def _noticed(found: Sequence[Mutation]) -> str:
    return f"{sum(one.is_noticed for one in found)} of {len(found)}"


def _standing_alone(figures: Sequence[PublishedFigure], said: Sequence[Claim]) -> str:
    checks = document_checks(figures, said)
    involved = _involved(checks, Outcome.AGREES) | _involved(checks, Outcome.DIFFERS)
    alone = Counter(figure.chapter for figure in figures if figure.id not in involved)
    by_chapter = ", ".join(f"{chapter} {count}" for chapter, count in sorted(alone.items()))
    return f"{alone.total()} of {len(figures)} figures stand alone: {by_chapter}"


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    times, seed = (*asked, *(TIMES, SEED)[len(asked) :])
    sys.stdout.write(report(mutations(published_figures(), claims(), times=times, seed=seed)) + "\n")
    sys.stdout.write(_standing_alone(published_figures(), claims()) + "\n")
