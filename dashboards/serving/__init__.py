"""How many readers are served by one process: what is shared between them, at which snapshot, and over which server."""
