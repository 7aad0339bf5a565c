"""Deliberate errors in jobs and messages, each on a marked line. mypy must refuse exactly these."""

from botfeed.core.chat.context import RenderContext, Services
from botfeed.core.chat.message import Reply
from botfeed.core.model import Address
from botfeed.core.ports import Unit
from botfeed.core.social import posts
from botfeed.core.studio.paint import paint
from botfeed.core.studio.painting_messages import painted, unpainted
from botfeed.core.work import pools
from botfeed.core.work.jobs import When, job
from botfeed.core.work.messages import Lost, Sent, To, message


def enqueue(uow: Unit, id: int) -> None:
    when = When("paint:1")
    paint.enqueue(uow, when, painting=id)
    paint.enqueue(uow, when, paintin=id)  # error
    paint.enqueue(uow, when, painting="a fox")  # error
    paint.enqueue(uow, when)  # error
    posts.warm_picture.on("telegram").enqueue(uow, when, picture=id)  # error


def post(uow: Unit, at: Address, id: int) -> None:
    to = To(at, key="painted:1")
    unpainted.post(uow, to, painting=id)
    painted.post(uow, to, painting=id, pictures=1)
    unpainted.post(uow, to, picture=id)  # error
    painted.post(uow, to, painting=id)  # error
    unpainted.post(uow, To(at), painting=id)  # error


@job(implements=posts.warm_picture, pool=pools.ORDINARY)  # error
async def warm(services: Services, picture: int) -> None: ...


@message()
def welcomed(ctx: RenderContext, space: int) -> Reply | None: ...


@welcomed.when_sent
def _sent(sent: Sent, space: int) -> None: ...


@welcomed.when_lost  # error
def _lost(lost: Lost, space: str) -> None: ...
