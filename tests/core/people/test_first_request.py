"""Concurrent first requests of a person; on PostgreSQL each is a transaction of its own."""

import asyncio

from botfeed.core import dispatch
from botfeed.core.chat.message import Request, Sender
from botfeed.core.model import Account, Address, Identity
from botfeed.testing.plugin import make_services

PEOPLE, WORDS = 5, 6


def help_asked(who: str, n: int) -> Request:
    home = Address("console", who)
    return Request(f"console:{who}:{n}", "help", Sender("console", who, who, private=home), home)


async def test_concurrent_first_requests_make_one_account_per_person(any_store, clock):
    services = make_services(any_store, clock)
    requests = [help_asked(f"person{p}", n) for n in range(WORDS) for p in range(PEOPLE)]
    replies = await asyncio.gather(*(dispatch.handle(services, request) for request in requests))
    assert not any("broke on our side" in str(reply.cards[0].text) for reply in replies)
    accounts, identities = await any_store.read(lambda uow: (uow.all(Account), uow.all(Identity)))
    assert len(accounts) == PEOPLE
    assert len(identities) == PEOPLE
    assert {identity.account for identity in identities} == {account.id for account in accounts}
