"""What pages are made of: figures, tiles, listings and notices, and how each of them is laid out."""
