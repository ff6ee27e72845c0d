"""What the numbers mean: declarations (`catalogue`) and the one way to ask for them (`observe`)."""

from metrics.observe import Answer, Freshness, Result, observe
from metrics.provenance import Snapshot

__all__ = ["Answer", "Freshness", "Result", "Snapshot", "observe"]
