"""Roll-ups: aggregates of the registers kept beside them, as signed changes by runs of loads.

A batch brings rows and supersedes others. Its change to an aggregate is that of the rows it brings
minus that of the rows it supersedes, and the aggregate as of any batch is the sum of the changes up to
it. So a load adds to a roll-up and changes nothing in it, and a roll-up answers as of any day.

Years of daily loads would be thousands of changes to add up. Every second load therefore keeps its change
together with the one before it, every fourth those of four loads, every eighth of eight (`runs`, a Fenwick
tree): the aggregate as of load n is the sum of at most log2(n) + 1 runs, and a load still only adds.

What a roll-up holds follows from the declarations: a dataset says by which dimensions, the catalogue
what is counted. A table's name ends in a digest of both, so that a declaration that changes makes a new
table and never reads an old one. A question that no roll-up covers goes to the rows.
"""

from metrics.queries.rollups.reading import covering, runs_up_to, select_from
from metrics.queries.rollups.refreshing import Refreshed, refresh, refresh_step
from metrics.queries.rollups.tables import RollupTable, declared

__all__ = [
    "Refreshed",
    "RollupTable",
    "covering",
    "declared",
    "refresh",
    "refresh_step",
    "runs_up_to",
    "select_from",
]
