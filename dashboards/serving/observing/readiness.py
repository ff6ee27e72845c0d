"""Whether this process can show the data: checks with a name, each of which says in Spanish what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from dashboards.serving.observing.threads import Threads

Look = Callable[[], str | None]
"""None if all is well, else what is wrong and the act that mends it, for people."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """`needs` names the check without which this one cannot be made; what is not `required` only warns."""

    name: str
    look: Look
    required: bool = True
    needs: str | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a check found; `why` is None if all is well."""

    why: str | None
    required: bool = True

    @property
    def is_met(self) -> bool:
        """All is well."""
        return self.why is None

    def as_json(self) -> dict[str, Any]:
        """What programs read."""
        if self.is_met:
            return {"ok": True}
        return {"ok": False, "why": self.why} | ({} if self.required else {"warning": True})


@dataclass(frozen=True, kw_only=True)
class Report:
    """What every check found."""

    findings: Mapping[str, Finding] = field(default_factory=dict)
    version: str = ""

    @property
    def is_ready(self) -> bool:
        """No required check failed."""
        return all(one.is_met or not one.required for one in self.findings.values())

    def as_json(self) -> dict[str, Any]:
        """What programs read."""
        checks = {name: one.as_json() for name, one in self.findings.items()}
        return {"status": "ok" if self.is_ready else "no", "checks": checks, "version": self.version}


class Readiness:
    """Makes its checks, one after another, and waits for each `seconds` at most; never raises.

    A check that does not end is left alone, and not begun again before it has ended.
    """

    def __init__(self, checks: Sequence[Check], *, version: str = "", seconds: float = 2.0) -> None:
        self._checks, self._version, self._seconds = checks, version, seconds
        self._threads = Threads(len(checks))
        self._running: dict[str, Future[str | None]] = {}

    def look(self) -> Report:
        """What every check finds now."""
        found: dict[str, Finding] = {}
        for check in self._checks:
            found[check.name] = Finding(why=self._why(check, found), required=check.required)
        return Report(findings=found, version=self._version)

    def _why(self, check: Check, found: Mapping[str, Finding]) -> str | None:
        if check.needs and not found[check.needs].is_met:
            return f"no se puede comprobar mientras falle «{check.needs}»"
        running = self._running.get(check.name)
        if running is not None and not running.done():
            return "la comprobación anterior aún no termina"
        try:
            self._running[check.name] = self._threads.begin(check.look)
            return self._running[check.name].result(self._seconds)
        except TimeoutError:
            return f"no respondió en {self._seconds:g} s"
        except Exception as error:  # noqa: BLE001 - whatever failed, the other checks are made
            return str(getattr(error, "spanish", f"no se pudo comprobar ({type(error).__name__})"))
