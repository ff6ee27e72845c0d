"""What a figure is, before anybody computes it: formulas, metrics, units, periods, and the words of a question."""
