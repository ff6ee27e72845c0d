"""The shipped configuration of nginx, run as it is but for ports and folders, and asked as by the name that it serves."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
NAME = "monitor.example.cl"
REPLICAS = (8501, 8502)
_NOBODY = 65534
_PATIENCE = 10


@dataclass(frozen=True)
class Answer:
    """What came back; `headers` by their names in small letters, one said twice with both values."""

    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def cookie(self) -> str:
        """The cookie that a browser would send from now on, if one was set."""
        return self.headers.get("set-cookie", "").partition(";")[0]


@dataclass(frozen=True)
class Proxy:
    """A running nginx."""

    folder: Path
    port: int
    plain_port: int

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.port}"

    def get(self, path: str = "/", *, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path over TLS; `headers` with low lines for hyphens."""
        connection = _ByName("127.0.0.1", self.port, timeout=60)
        return _ask(connection, method, path, {"Host": f"{NAME}:{self.port}"} | _hyphens(headers))

    def get_until_another(self, most: int, path: str = "/") -> list[Answer]:
        """What a path answers over and over, up to the first answer of another status."""
        found: list[Answer] = []
        with closing(_ByName("127.0.0.1", self.port, timeout=60)) as connection:
            while len(found) < most and len({one.status for one in found}) < 2:
                connection.request("GET", path, headers={"Host": NAME})
                with connection.getresponse() as response:
                    found.append(_answer(response))
        return found

    def get_plain(self, path: str = "/", host: str = NAME) -> Answer:
        """Ask without TLS."""
        return _ask(http.client.HTTPConnection("127.0.0.1", self.plain_port, timeout=10), "GET", path, {"Host": host})

    def logged(self, request_id: str) -> dict[str, Any]:
        """The line of a request, which is written after its answer."""
        for _ in range(200):
            found = [line for line in self.log().splitlines() if request_id in line]
            if found:
                return dict(json.loads(found[0]))
            self.get_plain()  # takes a moment
        msg = f"no line of {request_id}"
        raise AssertionError(msg)

    def log(self) -> str:
        """The lines of the requests so far."""
        return (self.folder / "pnme.log").read_text()


def _hyphens(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _ask(connection: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str]) -> Answer:
    try:
        connection.request(method, path, headers=dict(headers))
        with connection.getresponse() as response:
            return _answer(response)
    finally:
        connection.close()


def _answer(response: http.client.HTTPResponse) -> Answer:
    told: dict[str, str] = {}
    for name, value in response.getheaders():
        told[name.lower()] = f"{told[name.lower()]}, {value}" if name.lower() in told else value
    return Answer(response.status, told, response.read().decode(errors="replace"))


class _ByName(http.client.HTTPSConnection):
    """Connects to this machine, and says the name that is served."""

    def connect(self) -> None:
        self.sock = trusting().wrap_socket(
            socket.create_connection((self.host, self.port), self.timeout), server_hostname=NAME
        )


def trusting() -> ssl.SSLContext:
    """Takes the certificate that the tests made."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@contextmanager
def proxied(replicas: tuple[int, int]) -> Iterator[Proxy]:
    """Nginx before the ports of two replicas, as nobody where the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="pnme-proxy-") as name:
        proxy = Proxy(Path(name), free_port(), free_port())
        _prepare(proxy, replicas)
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "no nginx: make test installs Debian's"
        told = ["-p", name, "-c", f"{name}/nginx.conf", "-e", f"{name}/error.log", "-g", "daemon off;"]
        with (proxy.folder / "said").open("wb") as said:
            process = subprocess.Popen([program, *told], stdout=said, stderr=said, **_as_nobody())  # noqa: S603
        try:
            _wait(process, proxy)
            yield proxy
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def _as_nobody() -> dict[str, object]:
    return {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _prepare(proxy: Proxy, replicas: tuple[int, int]) -> None:
    shutil.copytree(SHIPPED / "pnme", proxy.folder / "pnme")
    (proxy.folder / "nginx.conf").write_text(configuration(proxy, replicas))
    key, certificate = proxy.folder / "privkey.pem", proxy.folder / "fullchain.pem"
    made = f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN={NAME}"
    subprocess.run([*made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)  # noqa: S603
    if os.geteuid() == 0:
        for path in (proxy.folder, *proxy.folder.rglob("*")):
            os.chown(path, _NOBODY, _NOBODY)


def configuration(proxy: Proxy, replicas: tuple[int, int]) -> str:
    """The shipped file with the ports and folders of a test; each of them must be there."""
    text = (SHIPPED / "nginx.conf").read_text()
    changes = {
        "/run/nginx.pid": f"{proxy.folder}/nginx.pid",
        "/var/log/nginx/": f"{proxy.folder}/",
        "/var/lib/nginx/": f"{proxy.folder}/",
        "/etc/ssl/pnme/": f"{proxy.folder}/",
        "/etc/nginx/pnme": f"{proxy.folder}/pnme",
        "listen 80": f"listen 127.0.0.1:{proxy.plain_port}",
        "listen 443": f"listen 127.0.0.1:{proxy.port}",
        **{f":{shipped}": f":{port}" for shipped, port in zip(REPLICAS, replicas, strict=True)},
    }
    for shipped, here in changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text


def _wait(process: subprocess.Popen[bytes], proxy: Proxy) -> None:
    for _ in range(_PATIENCE * 20):
        assert process.poll() is None, (proxy.folder / "said").read_text()
        try:
            socket.create_connection(("127.0.0.1", proxy.port), 1).close()
        except ConnectionRefusedError:
            try:
                process.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
        else:
            return
    raise AssertionError((proxy.folder / "error.log").read_text())


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
