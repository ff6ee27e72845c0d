"""The machine and the versions that the figures belong to."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

PACKAGES = (
    "streamlit",
    "polars",
    "sqlalchemy",
    "psycopg",
    "adbc-driver-postgresql",
    "duckdb",
    "dash",
    "panel",
    "gunicorn",
)


def describe() -> dict[str, str]:
    """What a reader must know of the machine, as label and text."""
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "System": _system(),
        "Python": platform.python_version(),
        "Packages": ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
    }


def _processor() -> str:
    for line in _lines(Path("/proc/cpuinfo")):
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _system() -> str:
    named = [line for line in _lines(Path("/etc/os-release")) if line.startswith("PRETTY_NAME=")]
    name = named[0].partition("=")[2].strip('"') if named else platform.system()
    return f"{name}, Linux {platform.release()}" if named else name


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.is_file() else []


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def peak_megabytes() -> float:
    """The most memory that this process has had at once; what `resource` says begins with its parent's."""
    (peak,) = (line for line in _lines(Path("/proc/self/status")) if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1000
