"""Fixtures of the digest's tests: services that send on time, and people with posts."""

from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed.testing.community import Community
from botfeed.testing.plugin import make_services


@pytest.fixture
def world():
    return Community()


@pytest.fixture
def services(store, clock):
    """Return services that do not spread digests over a window, as the console has them."""
    kept = make_services(store, clock)
    return replace(kept, policy=replace(kept.policy, spread=timedelta(0)))
