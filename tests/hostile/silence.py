"""Asks a site everything that could make it look outward, and holds it to an answer at once: `python -m … DATABASE HOME`."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from tests.hostile.strangers import ask, handshake
from tests.sites import Served, serving

_BOUND = 5.0
"""Seconds: a look-up that nobody answers takes four times as long."""
_ORIGINS = ["http://example.invalid", "http://10.231.0.9:8501", "https://checkip.amazonaws.com", "null", None]


def ask_everything(served: Served) -> None:
    """Handshakes and requests of every origin, several at once, and a bystander's in between."""
    with ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(handshake, served.port, origin=origin) for origin in _ORIGINS for _ in range(4)]
        asked += [
            pool.submit(ask, served.port, path, origin=origin)
            for path in ("/_stcore/health", "/_stcore/host-config", "/plan", "/media/x", "/_stcore/upload_file/a/b")
            for origin in _ORIGINS
        ]
        for path in ("/plan", "/salud", "/_stcore/health", "/_stcore/host-config"):
            began = monotonic()
            said = ask(served.port, path)
            assert said.status == 200, path
            assert monotonic() - began < _BOUND, path
        assert handshake(served.port).status == 101
        assert {one.result().status for one in asked} <= {200, 403, 404}


def main() -> None:
    database, home = sys.argv[1:]
    with serving(database, Path(home)) as served:
        ask_everything(served)
    sys.stdout.write("answered\n")


if __name__ == "__main__":
    main()
