"""How what a formula asks for is read: snapshots of the database, the SQL over rows, and the roll-ups in their place."""
