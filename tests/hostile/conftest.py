"""A site that strangers do their worst to, and one bystander who only reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest

from tests.sites import Served, serving


@pytest.fixture(scope="session")
def site_with(sqlite_server, demonstration_on, home) -> Callable[..., AbstractContextManager[Served]]:
    """A server of the demonstration with settings of its own."""
    url = demonstration_on(sqlite_server)
    return lambda **settings: serving(url, home, **settings)


@pytest.fixture(scope="session")
def attacked(site_with) -> Iterator[Served]:
    """The server as it is installed."""
    with site_with() as served:
        yield served
