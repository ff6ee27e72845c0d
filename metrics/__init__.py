"""What the numbers mean: declarations (`catalogue`) and the one way to ask for them (`observe`)."""

from metrics.observe import Answer, Result, observe

__all__ = ["Answer", "Result", "observe"]
