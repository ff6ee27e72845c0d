"""What the document says of its figures and of dates, each rule over all claims of its kind.

A rule knows no figure and no line of this document: what it holds against each other is told by the claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from data_access.claims import Claim, ClaimKind
from metrics.studies.reconciliation.checks import Check
from metrics.studies.reconciliation.ledger import Ledger
from metrics.studies.reconciliation.statements import dates, numbers, sizes, wording
from metrics.studies.reconciliation.statements.said import Rule, Said, resolved

RULES: Mapping[ClaimKind, tuple[Rule, ...]] = {
    ClaimKind.EVENT: (dates.order_of_steps, dates.said_to_follow, dates.one_date, dates.done_and_to_be_done),
    ClaimKind.DURATION: (dates.durations,),
    ClaimKind.QUANTITY: (numbers.one_number,),
    ClaimKind.AVERAGE: (numbers.averages,),
    ClaimKind.COMPLEMENT: (numbers.complements,),
    ClaimKind.RATE: (numbers.rates,),
    ClaimKind.RANK: (sizes.ranks,),
    ClaimKind.HIGHEST: (sizes.highest,),
    ClaimKind.BASE: (wording.one_base,),
    ClaimKind.NAME: (wording.one_name,),
}


def statement_checks(claims: Iterable[Claim], ledger: Ledger) -> Iterator[Check]:
    """Every rule over the claims of its kind; a claim whose figures are not there says nothing."""
    by_kind: dict[ClaimKind, list[Said]] = defaultdict(list)
    for claim in claims:
        said = resolved(claim, ledger)
        if said:
            by_kind[claim.kind].append(said)
    for kind, rules in RULES.items():
        for rule in rules:
            yield from rule(by_kind[kind], ledger)
