"""What a reader chose: which widgets ask for it, under which names it stands in the address, and what it selects.

Streamlit writes a choice into the address by its label, so labels here are short and stay as they are.
"""
