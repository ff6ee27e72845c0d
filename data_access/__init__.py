"""Storage: how what was loaded is kept. The operational database, laid out, filled and opened."""
