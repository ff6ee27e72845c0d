"""Terms that a norm or an institution sets, each standing here once, in business days."""

from __future__ import annotations

FOI_TERM_DAYS = 20
"""Within which a request for information is answered (Ley 20.285, art. 14)."""

FOI_EXTENSION_DAYS = 10
"""By which that term may be extended, once, notified before it ends (Ley 20.285, art. 14)."""

FOI_GOAL_DAYS = 15
"""Within which SERMIG wants requests answered: its own goal, which no norm sets."""
