"""Demonstration rows: generated, deterministic, without persons, and adding up to what is published.

Each module builds the batches of one register from the published figures, by their ids. Rows are
known month by month up to CUT_DATE, which is the present of these data: never the clock.
"""
