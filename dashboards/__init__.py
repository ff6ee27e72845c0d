"""What people see: the only Streamlit and Altair."""
