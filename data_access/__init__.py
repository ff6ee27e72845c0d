"""Storage: the operational database, how it is laid out, filled and read."""
