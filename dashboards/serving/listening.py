"""Addresses that a server is told to be at: whether it can, and in whose words it cannot."""

from __future__ import annotations

import errno
import socket


class AddressError(ValueError):
    """An address that cannot be used: `str(error)` is for the log, `error.spanish` for people."""

    def __init__(self, english: str, spanish: str) -> None:
        super().__init__(english)
        self.spanish = spanish


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; AddressError where none can. No name is looked up but that of this machine itself."""
    try:
        host = "127.0.0.1" if host == "localhost" else host
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        msg = f"no se puede atender en {host}:{port}: {reason(error)}"
        raise AddressError(f"{host}:{port} cannot be listened at: {error}", msg) from error


def reason(error: OSError) -> str:
    """Why a socket cannot listen."""
    return _REASONS.get(error.errno or 0, "no se puede escuchar en esa dirección")


_REASONS = {
    errno.EACCES: "este usuario no puede abrir ese puerto; use uno de 1024 en adelante",
    errno.EADDRINUSE: "otro proceso ya lo ocupa",
    errno.EADDRNOTAVAIL: "esta máquina no tiene esa dirección",
    socket.EAI_NONAME: "se espera una dirección en números, como 127.0.0.1",
}
