"""How ids, values and days become what people read: in Spanish of Chile, with its numbers, dates and colours."""
