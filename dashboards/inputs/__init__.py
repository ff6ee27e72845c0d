"""What a reader chose: which widgets ask for it, under which names and codes it stands in the address, and what it selects."""
