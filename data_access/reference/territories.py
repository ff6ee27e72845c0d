"""Codes of territories that are no region's CUT code."""

from __future__ import annotations

COUNTRY = "CL"
"""The whole country."""
