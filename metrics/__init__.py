"""What the numbers mean: declarations (`catalogue`) and the one object that is asked for them (`Monitor`)."""

from metrics.answering.answer import Answer, Freshness, Result
from metrics.answering.viewer import PUBLIC, Viewer
from metrics.catalogue import catalogue, dimension_labels, metric
from metrics.model.errors import MetricError
from metrics.model.filters import Filters
from metrics.model.members import Members
from metrics.model.messages import Message
from metrics.model.metric import Direction, Metric
from metrics.model.periods import GRAINS, Period
from metrics.model.topics import TOPICS
from metrics.model.units import Unit
from metrics.monitor import Monitor
from metrics.queries.provenance import Snapshot, latest_snapshot
from metrics.studies.comparison import (
    Comparison,
    Country,
    EarlierDay,
    PreviousPeriod,
    Rank,
    Verdict,
    YearBefore,
    compare_with_target,
)
from metrics.studies.measures import MeasureList
from metrics.studies.reconciliation import Check, CheckKind, Outcome, printed_decimals

DIMENSION_LABELS = dimension_labels()

__all__ = [
    "DIMENSION_LABELS",
    "GRAINS",
    "PUBLIC",
    "TOPICS",
    "Answer",
    "Check",
    "CheckKind",
    "Comparison",
    "Country",
    "Direction",
    "EarlierDay",
    "Filters",
    "Freshness",
    "MeasureList",
    "Members",
    "Message",
    "Metric",
    "MetricError",
    "Monitor",
    "Outcome",
    "Period",
    "PreviousPeriod",
    "Rank",
    "Result",
    "Snapshot",
    "Unit",
    "Verdict",
    "Viewer",
    "YearBefore",
    "catalogue",
    "compare_with_target",
    "latest_snapshot",
    "metric",
    "printed_decimals",
]
