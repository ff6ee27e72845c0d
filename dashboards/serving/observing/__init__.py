"""What the operator sees: one line of log per event, figures, and whether the process lives and is ready."""
