"""A process that works for another one ends with it, however that one ended."""

from __future__ import annotations

import signal
import subprocess
import sys

import psutil
import pytest

_POOL = """
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor
from data_access.workers import end_with_parent

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    pool = ProcessPoolExecutor(2, mp_context=context, initializer=end_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_the_workers_of_a_process_that_is_killed_end(method, tmp_path):
    script = tmp_path / "pool.py"
    script.write_text(_POOL)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, str(script), method], **pipes) as parent:  # noqa: S603
        worker = psutil.Process(int(parent.stdout.readline()))
        children = psutil.Process(parent.pid).children(recursive=True)
        parent.send_signal(signal.SIGKILL)
        _, alive = psutil.wait_procs([worker, *children], timeout=20)
    for process in alive:
        process.kill()
    assert alive == []


def test_a_process_that_works_for_nobody_goes_on():
    from data_access.workers import _follow_parent

    assert _follow_parent() is None
