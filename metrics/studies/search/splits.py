"""The members that a metric can be split by, as far as they are known without a database, and those that words name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from data_access.published import published_figures
from data_access.reference import read_csv
from metrics.model.dimensions import REGION
from metrics.model.metric import Metric
from metrics.studies.search.words import said_of_all, stems

Meant = Sequence[frozenset[str]]
"""For each word that was typed, what it may mean: words without inflections."""


@dataclass(frozen=True, kw_only=True)
class FoundMember:
    """A member of a dimension: a region, a nationality, a type of permit."""

    dimension: str
    code: str
    label: str


@dataclass(frozen=True)
class Member:
    """A member and what it is called: by its own label, and otherwise."""

    found: FoundMember
    others: str = ""
    own: frozenset[str] = field(init=False)
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", frozenset(stems(self.found.label)))
        object.__setattr__(self, "words", frozenset(stems(self.text)))

    @property
    def text(self) -> str:
        """All that it is called."""
        label = self.found.label
        return " ".join((label, self.others, said_of_all(label)))


Splits = Mapping[str, tuple[Member, ...]]


def splits(metric: Metric) -> Splits:
    """The members by dimension: of a register all of them, of published figures those that have one."""
    members = {name: _members()[name] for name in metric.dimensions if name in _members()}
    if metric.formula.datasets:
        return members
    codes = _published(metric.id)
    return {name: tuple(one for one in listed if one.found.code in codes) for name, listed in members.items()}


def named(metric: Metric, members: Splits, meant: Meant) -> tuple[FoundMember, ...]:
    """Those of the members that the words name, in the order of their lists; what names the metric itself names none."""
    own = frozenset(stems(metric.label))
    meant = [word for word in meant if word.isdisjoint(own)]
    return tuple(found for listed in members.values() for found in _named(listed, meant))


def _named(listed: Sequence[Member], meant: Meant) -> Iterable[FoundMember]:
    telling = [word for word in meant if _tells_apart(word, listed)]
    fits = {one.found: _fit(one, telling) for one in listed}
    best = max(fits.values(), default=(0, 0.0))
    return (found for found, fit in fits.items() if best > (0, 0.0) and fit == best)


def _tells_apart(word: frozenset[str], listed: Sequence[Member]) -> bool:
    """'Residencia' names both of its types, so none."""
    return sum(not word.isdisjoint(one.words) for one in listed) * 2 <= max(len(listed), 2)


def _fit(member: Member, telling: Meant) -> tuple[int, float]:
    """How many of the words name it, and how much of its label they are."""
    naming = [word for word in telling if not word.isdisjoint(member.words)]
    told = frozenset().union(*naming) & member.own
    return len(naming), len(told) / max(len(member.own), 1)


@lru_cache(1)
def _members() -> Splits:
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for dimension, code, label, others in _listed():
        found[dimension].append(Member(FoundMember(dimension=dimension, code=code, label=label), others))
    return {dimension: tuple(members) for dimension, members in found.items()}


def _listed() -> Iterable[tuple[str, str, str, str]]:
    """The dimension of each member, its code, its label, and how else it is called."""
    for row in read_csv("territories.csv"):
        if row["kind"] in {"region", "unit"}:
            yield REGION, row["code"], row["short_name"], row["name"].replace("Región", "")
    for row in read_csv("axes.csv"):
        yield "axis", row["number"], row["label"], f"eje {row['number']}"
    ministries = {row["code"]: row["label"] for row in read_csv("ministries.csv")}
    for row in read_csv("undersecretariats.csv"):
        yield "lead_body", row["code"], row["label"], ministries[row["ministry_code"]]
    for row in read_csv("budget_lines.csv"):
        yield "budget_line", row["code"], row["label"], ""
    for row in read_csv("dimension_members.csv"):
        yield row["dimension"], row["member"], row["label"], ""


@lru_cache(1)
def _published_codes() -> Mapping[str, frozenset[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for figure in published_figures():
        codes[figure.metric] |= {figure.territory_code, figure.member}
    return {metric: frozenset(found) for metric, found in codes.items()}


def _published(metric_id: str) -> frozenset[str]:
    return _published_codes().get(metric_id, frozenset())
