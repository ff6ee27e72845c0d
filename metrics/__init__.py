"""What the numbers mean: declarations (`catalogue`) and the one object that is asked for them (`Monitor`)."""

from data_access.claims import Claim
from data_access.published import PublishedFigure
from data_access.reference.passages import passage
from data_access.reference.territories import COUNTRY, METROPOLITAN, NUBLE_SINCE, REST
from metrics.answering.answer import Answer, Freshness, Result
from metrics.catalogue import catalogue, dimension_labels, metric
from metrics.catalogue.changes import ChangeKind, DefinitionChange, definition_changes
from metrics.model.errors import MetricError
from metrics.model.filters import Filters
from metrics.model.foreign_text import legible, neutral
from metrics.model.members import Members
from metrics.model.messages import Message
from metrics.model.metric import Direction, Metric, Periodicity
from metrics.model.periods import GRAINS, Period
from metrics.model.sources import CUENTA_PUBLICA_2024
from metrics.model.topics import TOPICS
from metrics.model.units import Unit
from metrics.model.viewer import ENTITLED, PUBLIC, Viewer
from metrics.monitor import Monitor
from metrics.queries.provenance import Snapshot, latest_snapshot
from metrics.registers import foi_clock
from metrics.registers.budget import PRICES
from metrics.studies.budget import (
    Breakdown,
    Deflated,
    Meaning,
    Modifications,
    Node,
    NoProjection,
    Pace,
    Projection,
    Standing,
    UnitCost,
)
from metrics.studies.comparison import (
    Comparison,
    Country,
    EarlierDay,
    PreviousPeriod,
    Verdict,
    YearBefore,
    compare_with_target,
)
from metrics.studies.foi.course import Course
from metrics.studies.foi.dues import Calibration, Dues, Forecast
from metrics.studies.foi.ranking import ENOUGH, Ranking
from metrics.studies.history import Told
from metrics.studies.plan.dossier import Dossier
from metrics.studies.plan.measures import MeasureList
from metrics.studies.plan.sessions import Review, Session
from metrics.studies.reconciliation import (
    Check,
    CheckKind,
    Finding,
    Group,
    Outcome,
    concerning,
    findings,
    printed_decimals,
    standing_alone,
    undecided,
)
from metrics.studies.search import Found, FoundMember, find
from metrics.studies.territory import Against, Measure, Reason, RegionalTable, Rule, Sheet, SheetLine, measures_of

DIMENSION_LABELS = dimension_labels()

__all__ = [
    "COUNTRY",
    "CUENTA_PUBLICA_2024",
    "DIMENSION_LABELS",
    "ENOUGH",
    "ENTITLED",
    "GRAINS",
    "METROPOLITAN",
    "NUBLE_SINCE",
    "PRICES",
    "PUBLIC",
    "REST",
    "TOPICS",
    "Against",
    "Answer",
    "Breakdown",
    "Calibration",
    "ChangeKind",
    "Check",
    "CheckKind",
    "Claim",
    "Comparison",
    "Country",
    "Course",
    "DefinitionChange",
    "Deflated",
    "Direction",
    "Dossier",
    "Dues",
    "EarlierDay",
    "Filters",
    "Finding",
    "Forecast",
    "Found",
    "FoundMember",
    "Freshness",
    "Group",
    "Meaning",
    "Measure",
    "MeasureList",
    "Members",
    "Message",
    "Metric",
    "MetricError",
    "Modifications",
    "Monitor",
    "NoProjection",
    "Node",
    "Outcome",
    "Pace",
    "Period",
    "Periodicity",
    "PreviousPeriod",
    "Projection",
    "PublishedFigure",
    "Ranking",
    "Reason",
    "RegionalTable",
    "Result",
    "Review",
    "Rule",
    "Session",
    "Sheet",
    "SheetLine",
    "Snapshot",
    "Standing",
    "Told",
    "Unit",
    "UnitCost",
    "Verdict",
    "Viewer",
    "YearBefore",
    "catalogue",
    "compare_with_target",
    "concerning",
    "definition_changes",
    "find",
    "findings",
    "foi_clock",
    "latest_snapshot",
    "legible",
    "measures_of",
    "metric",
    "neutral",
    "passage",
    "printed_decimals",
    "standing_alone",
    "undecided",
]
