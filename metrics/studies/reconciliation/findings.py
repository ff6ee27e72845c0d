"""What the document gets wrong: checks that tell of one contradiction are one finding.

Two checks tell of the same one if they share a suspect, directly or through others. A suspect is what may be misprinted:
the figure that a check is of, with all the places that restate it, or the claims that contradict each other; not the
parts that a total is held against, for each of them may stand in many sums. Checks that have no figure in common share a
suspect where one line was added up wrongly in each of its columns, where all parts of a whole were worked out from
another whole, where a table is dated otherwise in the text, and where one sentence says several things of a subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data_access.claims import Claim
from data_access.published import PublishedFigure
from metrics.model.messages import Message
from metrics.studies.reconciliation.checks import Check, CheckKind, Group, Outcome

Passage = Claim | PublishedFigure
Repeats = Mapping[str, Mapping[str, PublishedFigure]]
_PAIR = 2
_PARTS_OF_A_WHOLE = frozenset({"whole", "complement"})
"""The names of totals whose parts are printed and whose sum is known: none of the parts is less suspect than another."""
_BOTH_SIDES = frozenset({CheckKind.BOUND, CheckKind.RESTATEMENT, CheckKind.DATE})
"""Where two figures are held against each other, either may be the wrong one."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One contradiction, or one reason why some checks decide nothing.

    `checks` come in the order of the document; `told` are those that its sentence is about, the first of which gives the
    finding its id, its two figures and its place. `repeated` are the figures that say again what they are of, right or wrong.
    """

    checks: tuple[Check, ...]
    told: tuple[Check, ...]
    repeated: tuple[PublishedFigure, ...] = ()

    @property
    def id(self) -> str:
        """That of the check that tells it best."""
        return self.told[0].id

    @property
    def chapter(self) -> str:
        """Where what is suspected stands, and not where it is repeated."""
        return self._anchor.chapter

    @property
    def table(self) -> str:
        """The table in which it stands, if it does."""
        return _table_of(self._anchor)

    @property
    def line(self) -> int:
        """The line on which it stands."""
        return self._anchor.line

    @property
    def published(self) -> float | str | None:
        """What is printed."""
        return self.told[0].published

    @property
    def computed(self) -> float | str | None:
        """What comes out."""
        return self.told[0].computed

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The claims and figures involved, each once, in the order of the document."""
        involved = (*(one for check in self.checks for one in check.passages), *self.repeated)
        found = {one.id: one for one in involved}
        return tuple(sorted(found.values(), key=lambda one: (one.line, one.id)))

    @property
    def said(self) -> Message:
        """What its sentence says, about the place and the checks that tell it."""
        return Message(_message_id(self.told[0]), (("table", self.table), ("checks", self.told)))

    @property
    def could_fail(self) -> int:
        """In how many of the checks that could fail it shows."""
        return sum(check.group.could_fail for check in self.checks)

    def as_row(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "id": self.id,
            "chapter": self.chapter,
            "table": self.table,
            "lines": list(dict.fromkeys(one.line for one in self.passages)),
            "checks": [check.id for check in self.checks],
            "published": self.published,
            "computed": self.computed,
        }

    @property
    def _anchor(self) -> Passage:
        return _original(self.told[0])


def findings(checks: Sequence[Check]) -> tuple[Finding, ...]:
    """The contradictions of a document whose checks these are, by chapter and line: each check that differs is in one."""
    return _grouped(checks, Outcome.DIFFERS)


def undecided(checks: Sequence[Check]) -> tuple[Finding, ...]:
    """What nothing decides, by reason and place: each undecidable check is in one."""
    return _grouped(checks, Outcome.UNDECIDABLE)


def _grouped(checks: Sequence[Check], outcome: Outcome) -> tuple[Finding, ...]:
    chapters, repeats = _chapters(checks), _repeats(checks)
    joined = _connected(check for check in checks if check.outcome is outcome)
    found = (_finding(group, repeats) for group in joined)
    return tuple(sorted(found, key=lambda one: (chapters[one.chapter], one.chapter, one.line, one.id)))


def _chapters(checks: Iterable[Check]) -> dict[str, int]:
    """The first line of each chapter; what could not be read has none and says nothing of it."""
    first: dict[str, int] = {}
    for passage in (passage for check in checks for passage in check.passages):
        known = first.get(passage.chapter, 0)
        first[passage.chapter] = min(filter(None, (known, passage.line)), default=0)
    return first


def _repeats(checks: Iterable[Check]) -> Repeats:
    """The figures that restate another one, by the id of that one."""
    found: dict[str, dict[str, PublishedFigure]] = defaultdict(dict)
    for figure in (figure for check in checks for figure in check.figures if figure.restates):
        found[figure.restates][figure.id] = figure
    return found


def _finding(group: Iterable[Check], repeats: Repeats) -> Finding:
    checks = tuple(sorted(group, key=lambda one: (one.passages[0].line, one.id)))
    lead = min(checks, key=_weight)
    told = [one for one in checks if _message_id(one) == _message_id(lead) and one.group is lead.group]
    repeated = (figure for one in told for figure in repeats.get(_original(one).id, {}).values())
    return Finding(checks=checks, told=(lead, *(one for one in told if one is not lead)), repeated=tuple(repeated))


def _weight(check: Check) -> tuple[bool, bool, int, str]:
    """What could fail tells more than what was carried over, and a sum more than a repetition."""
    anchor = _original(check)
    return not check.group.could_fail, check.group is not Group.ARITHMETIC, anchor.line, check.id


def _original(check: Check) -> Passage:
    """What a check is of; of a figure that restates another one of the check, the other."""
    first = check.passages[0]
    restated = (figure for figure in check.figures if not check.claims and figure.id == check.figures[0].restates)
    return next(restated, first)


def _table_of(passage: Passage) -> str:
    return passage.table_name if isinstance(passage, PublishedFigure) else ""


# --- which checks tell of one thing ----------------------------------------------------------------------


def _connected(checks: Iterable[Check]) -> list[list[Check]]:
    """The checks in groups that share a cause, directly or through others."""
    leads: dict[Hashable, Hashable] = {}

    def root(cause: Hashable) -> Hashable:
        while leads.setdefault(cause, cause) != cause:
            cause = leads[cause]
        return cause

    listed = [(check, [*_causes(check)]) for check in checks]
    for _, causes in listed:
        for cause in causes:
            leads[root(cause)] = root(causes[0])
    groups: dict[Hashable, list[Check]] = defaultdict(list)
    for check, causes in listed:
        groups[root(causes[0])].append(check)
    return [*groups.values()]


def _causes(check: Check) -> Iterator[Hashable]:
    """What may be behind a check; it shares at least one with each check that tells of the same thing."""
    if check.outcome is Outcome.UNDECIDABLE:
        yield (
            "reason",
            check.kind,
            check.note.id if check.note else "",
            _original(check).chapter,
            _table_of(_original(check)),
        )
        return
    yield from _suspects(check)
    yield from _shared_causes(check)


def _suspects(check: Check) -> Iterator[Hashable]:
    """The claims; and the figures, each with the one that it restates."""
    place = CheckKind.PERIODS if check.kind is CheckKind.PERIODS else None
    yield from (("claim", claim.id) for claim in check.claims)
    for figure in _suspected_figures(check):
        yield "figure", place, figure.id
        if figure.restates:
            yield "figure", place, figure.restates
    if not check.passages:
        yield "check", check.id


def _suspected_figures(check: Check) -> tuple[PublishedFigure, ...]:
    if check.kind is CheckKind.PERIODS or (check.name in _PARTS_OF_A_WHOLE and check.kind is CheckKind.TOTAL):
        return check.figures
    if check.claims:
        return tuple(figure for figure in check.figures[:1] if figure.id == check.claims[0].figure)
    is_of_two = check.kind in _BOTH_SIDES and len(check.figures) == _PAIR
    return check.figures if is_of_two else check.figures[:1]


def _shared_causes(check: Check) -> Iterator[Hashable]:
    """What checks without a common figure may have in common."""
    if check.claims:
        yield "sentence", check.kind, check.claims[0].subject, check.claims[0].line
    elif check.kind is CheckKind.TOTAL and check.figures[0].table_name:
        yield "line of a table", check.name, check.figures[0].table_name, check.figures[0].line
    elif check.kind is CheckKind.PERCENTAGE:
        yield "base", check.name, check.figures[0].metric, frozenset(figure.id for figure in check.figures[1:])
    elif check.kind is CheckKind.DATE and _table_of(_original(check)):
        ends = tuple(figure.period_to for figure in check.figures)
        yield "dates of a table", _table_of(_original(check)), ends


# --- what is said of it ----------------------------------------------------------------------------------


def _message_id(check: Check) -> str:
    """By the kind of the check and, where one kind says two things, by what is compared."""
    if check.outcome is Outcome.UNDECIDABLE:
        return "undecided"
    return f"{check.kind}_differs{_variant(check)}"


def _variant(check: Check) -> str:
    if check.kind is CheckKind.TOTAL and check.name in _PARTS_OF_A_WHOLE:
        return "_from_whole"
    if check.kind is CheckKind.PERCENTAGE and check.note and check.note.id == "nearest_whole":
        return "_from_whole_number"
    if check.kind is CheckKind.RANK and len(check.claims) > 1:
        return "_from_order"
    return "_of_event" if check.kind is CheckKind.DATE and check.claims else ""
