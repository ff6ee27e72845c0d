"""Drawings, named by the question they answer: values by members in, Vega-Lite out, nothing of Streamlit."""
