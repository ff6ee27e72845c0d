"""What a soak and the strangers have shown, as sections of BENCHMARKS.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from tests.bench.findings import Findings, Table, Target
from tests.bench.timing import percentile
from tests.soak.crowd import Seen
from tests.soak.samples import Sample, cores, middle
from tests.soak.soaking import MORE_AFTERWARDS, Soaked
from tests.soak.strangers import Attacked

_METHOD = """One `pnme serve` as it is installed, on the demonstration in SQLite; readers and server share the machine. Before they
come, every page is asked with every combination of its filters and every file of it is made, so that the cache, which fills by design,
is as full as it gets. Then {sessions} readers, each from an address of its own, of any page: they think {least:g} to {most:g} s, change a filter, unfold
a table, download a file, after 3 to 15 of those reload the page, close it, or are gone without a word, and another one comes. Memory and
descriptors are read every 5 s; what is compared is the median of the second minute and that of the last one. Then {crowd} want to be inside:
those who are shown out try again after thinking."""
_NAMES = {
    "page": "the page's address",
    "open": "a page opens",
    "choose": "a filter is changed",
    "again": "a page without filters is asked again",
    "unfold": "a table is unfolded",
    "download": "a file is made and fetched",
}
_LIMIT = 0.05


def of_soak(one: Soaked) -> Findings:
    """Memory, descriptors, waits and errors."""
    plan = one.plan
    return Findings(
        title="Soak",
        method=" ".join(_METHOD.split()).format(
            sessions=plan.sessions, crowd=plan.crowd, least=plan.think[0], most=plan.think[1]
        ),
        tables=[_held(one), _waits(f"Seconds waited, {plan.sessions} sessions", one.seen), _crowd_waits(one)],
        targets=targets(one),
        raw={
            "samples": [asdict(sample) for sample in (one.before, *one.steady, *one.crowded, one.after)],
            "errors": one.errors,
            "seconds": [one.seen.seconds, one.crowd_seen.seconds],
        },
        notes=[
            f"{_many(one.seen)}. With {plan.crowd}: {_many(one.crowd_seen)}.",
            _used(one),
            *one.errors[:5],
        ],
    )


def targets(one: Soaked) -> list[Target]:
    """What makes a soak pass."""
    return [
        Target(claim="nobody who was let in meets an error", measured=len(one.errors), limit=0, unit="errors"),
        Target(claim="memory is flat within 5 %", measured=100 * one.drift("megabytes"), limit=5, unit="%"),
        Target(claim="descriptors are flat within 5 %", measured=100 * one.drift("descriptors"), limit=5, unit="%"),
        Target(
            claim=f"with {one.plan.crowd} readers, p95 of those inside below 0.5 s",
            measured=one.crowd_p95,
            limit=0.5,
            unit="s",
        ),
        Target(
            claim=f"with {one.plan.crowd} readers, some are shown the busy page",
            measured=one.crowd_seen.happened["shown out"],
            limit=one.plan.crowd > one.plan.places,
            unit="times",
            at_least=True,
        ),
        Target(claim="afterwards no session is open", measured=one.after.sessions, limit=0, unit="sessions"),
        Target(
            claim="afterwards descriptors are as before, but for the database's",
            measured=one.after.descriptors - one.before.descriptors,
            limit=MORE_AFTERWARDS,
            unit="more",
        ),
    ]


def _held(one: Soaked) -> Table:
    first, last = one.ends()
    spans: Mapping[str, Sequence[Sample]] = {
        "before anybody": [one.before],
        "second minute": first,
        "last minute": last,
        f"{one.plan.crowd} at the door": one.crowded,
        "after everybody": [one.after],
    }
    figures = ("sessions", "megabytes", "drawing_megabytes", "descriptors", "cache_megabytes")
    rows = [(name, *(middle(list(span), what) for what in figures)) for name, span in spans.items()]
    columns = ("when", "sessions", "server, MB", "its process for images, MB", "descriptors", "of it cache, MB")
    return Table(caption="What the server holds: medians", columns=columns, rows=rows)


def _crowd_waits(one: Soaked) -> Table:
    return _waits(f"Seconds waited by those inside, {one.plan.crowd} readers at the door", one.crowd_seen)


def _waits(caption: str, seen: Seen) -> Table:
    rows = [
        (name, len(waited), *(1000 * (percentile(waited, share) or 0) for share in (0.5, 0.95)), 1000 * max(waited))
        for kind, name in _NAMES.items()
        if (waited := seen.waited(kind))
    ]
    return Table(caption=caption, columns=("what", "times", "p50, ms", "p95, ms", "longest, ms"), rows=rows)


def _used(one: Soaked) -> str:
    """So that a reader knows whether the machine did other things too."""
    steady, crowded = (
        f"{cores(span, 'cpu_seconds'):.2f} cores of {cores(span, 'machine_seconds'):.2f} in use"
        for span in (one.steady, one.crowded)
    )
    return f"The server used {steady} on the machine, and with {one.plan.crowd} at the door {crowded}."


def _many(seen: Seen) -> str:
    happened = seen.happened
    return (
        f"{happened['reload']} reloads, {happened['close']} closed, {happened['vanish']} gone without a word, "
        f"{happened['shown out']} busy pages, {len(seen.errors)} errors"
    )


def of_strangers(found: Sequence[Attacked]) -> Findings:
    """What each attack did to who only reads."""
    return Findings(
        title="Strangers",
        method="Each flood of `tests/hostile/test_floods.py`, from one address and again and again, while one bystander asks known "
        "questions of Transparencia every 0.4 s: first in quiet, then during the attack. Attackers share the two cores with the server.",
        tables=[
            Table(
                caption="p95 of a bystander",
                columns=("attack", "times", "answers", "quiet, ms", "during, ms", "ratio", "errors", "memory, MB more"),
                rows=[
                    (
                        one.name,
                        one.times,
                        one.answers,
                        1000 * one.quiet,
                        1000 * one.during,
                        one.ratio,
                        one.errors,
                        one.megabytes,
                    )
                    for one in found
                ],
            )
        ],
        targets=[
            Target(claim=f"{one.name}: at most twice the quiet p95", measured=one.ratio, limit=2, unit="times")
            for one in found
        ]
        + [Target(claim="no error", measured=sum(one.errors for one in found), limit=0, unit="errors")],
        raw={"attacks": [asdict(one) for one in found]},
    )
