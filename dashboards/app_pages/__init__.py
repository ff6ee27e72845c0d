"""The questions: one module per page, which asks one and shows its answer, and nothing about how.

Each ends with what it declares of itself (`PAGE`).
"""
