"""The terms that norms and SERMIG set, each once."""

FOI_TERM_DAYS = 20
"""Business days to answer an FOI request (Ley 20.285, art. 14)."""

FOI_EXTENSION_DAYS = 10
"""Business days more, once, where the extension was duly notified (Ley 20.285, art. 14)."""

FOI_GOAL_DAYS = 15
"""Business days within which SERMIG itself wants to answer."""
