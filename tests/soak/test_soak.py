"""A minute of what `make soak` does in a quarter of an hour: nobody inside meets an error, and all is given back."""

from __future__ import annotations

from tests.loops import run
from tests.sites import free_port, serving
from tests.soak.soaking import MORE_AFTERWARDS, Plan, soak

_PLAN = Plan(
    sessions=40,
    crowd=80,
    places=60,
    seconds=8,
    crowd_seconds=6,
    think=(0.5, 2.0),
    pause=0.1,
    is_warmed_up=False,
)


def test_readers_come_and_go_and_too_many_come(sqlite_server, demonstration_on, home):
    url, operator = demonstration_on(sqlite_server), f"127.0.0.1:{free_port()}"
    with serving(url, home, operator_address=operator, sessions=str(_PLAN.places)) as served:
        found = run(soak(served, operator, _PLAN, print))
        log = served.log.read_text().splitlines()[1:]
    assert found.errors == []
    assert found.crowd_seen.happened["shown out"] > 0
    assert max(one.sessions for one in found.crowded) <= _PLAN.places * 11 // 10
    assert found.crowd_p95 < 5
    assert found.after.sessions == 0
    assert found.after.descriptors <= found.before.descriptors + MORE_AFTERWARDS
    assert [line for line in log if not line.startswith('{"at": ')] == []
