"""Every topic has a name that people read."""

from __future__ import annotations

from metrics.catalogue import catalogue
from metrics.topics import TOPICS


def test_topics_are_those_of_the_catalogue():
    assert set(TOPICS) == {metric.topic for metric in catalogue().values()}
