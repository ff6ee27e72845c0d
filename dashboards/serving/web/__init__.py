"""How requests come in: who is let in, how fast, to which addresses, and what every answer carries."""
