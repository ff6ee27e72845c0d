"""What a session shows of the request that it belongs to: in the run of the script, and in that of a fragment."""

import streamlit as st

from dashboards.serving.observing.tracing import current_request

st.text(f"script {current_request()}")


@st.fragment
def piece() -> None:
    st.text(f"fragment {current_request()}")


piece()
