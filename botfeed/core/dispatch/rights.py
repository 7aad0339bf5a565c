"""Asking a platform whether somebody administers a place, and carrying their command on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from botfeed.core.chat import wire
from botfeed.core.chat.context import House, Voice
from botfeed.core.chat.message import Reply, Request
from botfeed.core.chat.messenger import CanCheckRights
from botfeed.core.dispatch.answering import answer
from botfeed.core.errors import Rejected, TryAgain, Unreachable
from botfeed.core.model import Address, Job, Right
from botfeed.core.ports import Unit
from botfeed.core.social import accounts
from botfeed.core.work import job as jobs
from botfeed.core.work import outbox
from botfeed.core.work.job import Again


@jobs.job("rights", lease=timedelta(seconds=30), attempts=4)
async def check_rights(house: House, job: Job) -> None:
    request = wire.load(Request, job.args["request"])
    at = wire.load(Address, job.args["at"]) if job.args.get("at") else request.address
    messenger = house.messengers[at.platform]
    allowed = isinstance(messenger, CanCheckRights) and await _ask(messenger, at, request.sender.user)
    await house.store.run(lambda uow: _carry(house, uow, request, at, allowed))


async def _ask(messenger: CanCheckRights, at: Address, user: str) -> bool:
    """Where we are not heard, or they are not there, nobody is an administrator."""
    try:
        return await messenger.is_admin(at, user)
    except (Unreachable, Rejected):
        return False
    except TryAgain as error:
        raise Again(error.after, str(error)) from None


def _carry(house: House, uow: Unit, request: Request, at: Address, allowed: bool) -> None:
    account, _ = accounts.sign_in(house, uow, request)
    space = accounts.space(uow, replace(request, address=at))
    assert space is not None
    uow.remove(Right, account=account.id, space=space.id)
    uow.add(Right(uow.new_id(), account.id, space.id, allowed, uow.now))
    here = request.address.space == at.space  # what was asked of another place says nothing of this one
    sender = replace(request.sender, admin=allowed) if here else request.sender
    carried = replace(request, id=f"{request.id}:carried", sender=sender)
    args = {"request": wire.dump(carried)}
    outbox.post(uow, "carried", args, request.address, f"carried:{request.id}", account=account.id, edits=request.id)


@outbox.message("carried")
def carried(voice: Voice, args: dict[str, Any]) -> Reply | None:
    return answer(voice.house, voice.uow, wire.load(Request, args["request"]))
