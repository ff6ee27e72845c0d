"""Compare the metrics layer with the naive reference on random worlds, and try to recover its small cells.

python -m tests.attack --questions 50000 --targets 5000 --seed 1
"""

from __future__ import annotations

import argparse
import sys

from sqlalchemy import Engine

from tests.attack.attacking import attack, report
from tests.attack.recovery import campaigns
from tests.servers import databases


def main(arguments: list[str]) -> int:
    """0 where no answer differs and no small cell is found, 1 at any."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--questions", type=int, default=50_000)
    parser.add_argument(
        "--targets", type=int, default=5_000, help="small cells to recover, of each database and source"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each-world", type=int, default=350, help="questions over one world")
    parser.add_argument("--world", type=int, help="only the world of this number")
    parser.add_argument("--stop-after", type=int, default=20, help="different answers told before stopping")
    parser.add_argument("--minutes", type=float, default=24 * 60, help="no new world after so many")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    asked = parser.parse_args(arguments)
    kinds = (asked.only,) if asked.only else ("sqlite", "postgresql")
    with databases(kinds) as engines:
        found = attack(
            engines,
            seed=asked.seed,
            questions=asked.questions,
            each_world=asked.each_world,
            first_world=asked.world or 0,
            stop_after=asked.stop_after,
            minutes=asked.minutes,
        )
        sys.stdout.write(report(found))
        is_leaking = bool(asked.targets) and _recovers(engines, asked.targets, asked.seed)
    return 1 if found.failures or is_leaking else 0


def _recovers(engines: dict[str, Engine], targets: int, seed: int) -> bool:
    """Some small cell is found where it is protected, or most are not where it is not: then the attack proves nothing."""
    is_leaking = False
    for one in campaigns(engines, targets, seed):
        sys.stdout.write(f"small cells, {one.name}: {one.recovered} of {one.targets} recovered\n")
        is_leaking |= one.recovered <= one.targets / 2 if one.is_unprotected else one.recovered > 0
    return is_leaking


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
