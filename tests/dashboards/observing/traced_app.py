"""A server of `traced_script.py` at the port that is given."""

import sys
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware

from dashboards.serving.observing.tracing import Traced

if __name__ == "__main__":
    script = Path(__file__).with_name("traced_script.py")
    app = st.App(script, middleware=[Middleware(Traced, is_trusted=lambda address: address == "127.0.0.1")])
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
