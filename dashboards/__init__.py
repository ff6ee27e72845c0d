"""What people see: the only Streamlit."""
