"""Decide who may use this botfeed at all: one rule for commands, completions, digests and every route of the page."""

from __future__ import annotations

from botfeed.core.chat.policy import Policy
from botfeed.core.model import Account, Identity, Space


def is_operator(policy: Policy, identity: Identity) -> bool:
    return f"{identity.platform}:{identity.user}" in policy.operators


def is_admitted(policy: Policy, account: Account | None, identity: Identity | None, platform: str) -> bool:
    """Return True if a person may use this botfeed from anywhere on `platform`.

    Operators always may, who was shut out never does; else the policy decides, and whether they were let in.
    """
    if identity is not None and is_operator(policy, identity):
        return True
    if account is not None and account.barred:
        return False
    return policy.access == "open" or platform in policy.home or (account is not None and account.invited)


def admits(policy: Policy, space: Space | None) -> bool:
    """Return True if a place brings its people in."""
    return space is not None and policy.access == "spaces" and space.approved and not space.barred
