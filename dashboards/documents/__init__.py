"""Files to take away, each saying what it is and where it comes from: which formats there are, and how they are written."""
