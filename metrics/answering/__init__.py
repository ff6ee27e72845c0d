"""How a question becomes an answer: its cells are fetched, combined, kept from telling on few persons, and described."""
