"""One module per page: the question it answers, and nothing about how."""
