"""Where each table stands when PostgreSQL is many machines (Citus): distributed, copied to all, or on the coordinator.

The registers that grow a row per request or per person are distributed by `folio`:

- It is in every primary key, which Citus demands: a key that does not hold the distribution column
  cannot be checked on one shard.
- A new version of a row falls on the shard of the one that it supersedes, so a load supersedes within shards.
- Folios hash evenly. Regions do not: the Metropolitana has most of the rows, so one shard would hold them
  and one machine do the work; and there are only sixteen. `batch_id` would send each load to one shard.

The rest are reference tables: a copy on each machine. Statements join distributed tables to the calendar
and to the load batches, and Citus lets a distributed table's foreign keys go to reference tables (or to
itself by the distribution column). The plan, the budget and the published figures are small, and are asked
on one machine so. What is written to a reference table is written everywhere, so none may be large.

`rollup_batches` and the roll-ups stay on the coordinator: thousands of cells that one machine reads in
milliseconds, where a distributed table would ask every machine for some of them. `rollup_batches` refers
to `load_batches`, which Citus allows from a local table once the coordinator is a node of the cluster.

What is pushed down to the shards:

- A question about rows: each distributed table is asked alone, LEFT JOINed to reference tables on its
  inner side. Shards count and sum by group and the coordinator adds their groups up. No two distributed
  tables are joined; they are co-located so that appeals could be, to requests by folio.
- The UPDATE by which a load supersedes: it compares folios within one table.
- The SELECT of a refresh, whose UNION ALL of rows brought and superseded is pushed down only because both
  halves have the folio in the same place (`metrics.rollups`). The INSERT is not: the table is the
  coordinator's, and what reaches it are the cells of each shard. The stocks' CTE is read several times, so its
  cells are kept between the steps and must fit in `citus.max_intermediate_result_size`.

Not pushed down would be a join of two registers by anything but the folio: it would move rows between
machines. Nothing asks for one today. All this is read from Citus's documentation and source, and not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Table

from data_access import schema
from data_access.schema import metadata

DISTRIBUTED: Mapping[Table, str] = {
    schema.foi_requests: "folio",
    schema.foi_appeals: "folio",
    schema.attention_records: "folio",
}
"""Distributed tables and the column that each is distributed by; all are co-located with the first."""

LOCAL = (schema.rollup_batches,)
"""Tables of the coordinator alone, beside the roll-ups, which are no part of the schema."""


def reference_tables() -> tuple[Table, ...]:
    """Those copied to every machine, each after the tables that it refers to."""
    return tuple(table for table in metadata.sorted_tables if table not in DISTRIBUTED and table not in LOCAL)


def statements() -> Iterator[str]:
    """The DDL that distributes a database as the migrations leave it, in an order that Citus accepts.

    Run it on the coordinator, once it is a node (citus_set_coordinator_host) and the workers are added.
    Reference tables come first: a foreign key may not go from a table of the cluster to one outside.
    """
    for table in reference_tables():
        yield f"SELECT create_reference_table('{table.name}');"
    first = next(iter(DISTRIBUTED))
    for table, column in DISTRIBUTED.items():
        beside = "none" if table is first else first.name
        yield f"SELECT create_distributed_table('{table.name}', '{column}', colocate_with => '{beside}');"
