"""Which origins and hosts are this site's."""

from __future__ import annotations

import pytest

from dashboards.serving.listening import AddressError
from dashboards.serving.web.origins import origins


@pytest.mark.parametrize(
    ("declared", "origin", "host", "is_own"),
    [
        ((), "http://127.0.0.1:8501", "127.0.0.1:8501", True),
        ((), "http://localhost:8501", "localhost:8501", True),
        ((), "http://[::1]:8501", "[::1]:8501", True),
        ((), "http://localhost:8501", "127.0.0.1:8501", False),
        ((), "http://127.0.0.1:8502", "127.0.0.1:8502", False),
        ((), "http://10.0.0.5:8501", "10.0.0.5:8501", True),
        (("https://monitor.example.cl",), "https://monitor.example.cl", "monitor.example.cl", True),
        (("https://monitor.example.cl",), "https://MONITOR.example.cl:443", "monitor.example.cl", True),
        (("https://monitor.example.cl",), "https://monitor.example.cl", "monitor.example.cl:443", True),
        (("https://monitor.example.cl",), "http://monitor.example.cl", "monitor.example.cl", False),
        (("https://monitor.example.cl",), "https://monitor.example.cl.", "monitor.example.cl", True),
        (("https://monitor.example.cl",), "https://example.cl", "example.cl", False),
        (("https://monitor.example.cl",), "http://127.0.0.1:8501", "127.0.0.1:8501", False),
        (("https://a.cl", "https://b.cl"), "https://a.cl", "b.cl", False),
    ],
)
def test_an_origin_is_own_where_it_is_declared_and_the_one_that_was_asked(declared, origin, host, is_own):
    assert origins(declared, "10.0.0.5", 8501).is_own(origin, host) is is_own


@pytest.mark.parametrize("host", ["127.0.0.1:99999", "[::1", "a@127.0.0.1:8501", "127.0.0.1:8501/x", "", "127.0.0.1:x"])
def test_an_odd_host_is_not_known(host):
    assert origins((), "127.0.0.1", 8501).knows_host(host) is False


@pytest.mark.parametrize(
    "declared", ["monitor.example.cl", "https://", "ftp://x.cl", "https://x.cl/a", "https://u@x.cl"]
)
def test_what_is_no_origin_is_refused_in_spanish(declared):
    with pytest.raises(AddressError) as refused:
        origins([declared], "127.0.0.1", 8501)
    assert "PNME_ORIGINS" in refused.value.spanish
    assert declared in refused.value.spanish


def test_a_server_that_listens_everywhere_is_known_on_this_machine_only():
    found = origins((), "0.0.0.0", 8501)  # noqa: S104
    assert found.knows_host("127.0.0.1:8501")
    assert not found.knows_host("0.0.0.0:8501")
