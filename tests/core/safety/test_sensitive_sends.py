"""Property test: sensitive pictures go only to age-restricted channels that allow them, and always blurred.
Thousands of random sends (100,000 under --soak) through the real builders: place, post and settings may
change between planning a message and sending it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from botfeed import catalog
from botfeed.core.cards import surface
from botfeed.core.chat.context import Context, Services
from botfeed.core.chat.message import Reply, Request, Sender
from botfeed.core.commands import reactions
from botfeed.core.errors import UserError
from botfeed.core.ids import Sealer
from botfeed.core.language.i18n import words
from botfeed.core.model import (
    Account,
    Address,
    Audience,
    Delivery,
    Edition,
    Identity,
    Painting,
    PaintState,
    Picture,
    Placement,
    Post,
    PostCopy,
    PostState,
    Space,
    Subscription,
)
from botfeed.core.parsing.menu import Menu
from botfeed.core.safety import visibility
from botfeed.core.work import delivery, messages
from tests.core.support.memory_unit import NOW, Memory

POSTS = range(11, 14)
HOME, SPACE, ROW, EDITION, DELIVERY, PLACE = 1, 2, 3, 4, 5, 6
KINDS = ("card", "showcase", "digest", "sent digest", "copy", "copy of a digest", "open", "unveil")


@dataclass
class Recorder:
    """Recorder of all messages sent, checked against the true settings; `ages` is the channel's age rating now."""

    uow: Memory
    services: Services
    ages: bool = False
    wants: bool = True
    said: int = 0
    veiled: int = 0
    faults: list[str] = field(default_factory=list)

    def send(self, kind: str, address: Address, reply: Reply | None, owner: int | None = None) -> None:
        for card in reply.cards if reply else ():
            self.said += 1
            shown = {card.about.post, *card.about.posts} - {None}
            for media in card.media:
                self._judge(kind, media, shown, owner)
            for id in shown:
                self._allow(kind, self.uow.get(Post, id), owner)

    def _judge(self, kind: str, media: Any, shown: set[int], owner: int | None) -> None:
        on_it = (
            dict(pair.split("=") for pair in media.blob.removeprefix("sheet:").split(";"))
            if media.blob.startswith("sheet:")
            else {media.blob: str(int(media.veiled and media.variant == "blurred"))}
        )
        for blob, covered in on_it.items():
            post = self.uow.one(Post, picture=int(blob))
            self._allow(kind, post, owner)
            if post.sensitive and post.author != owner:
                self.veiled += covered == "1"
                if covered != "1" and kind != "unveil":
                    self.faults.append(f"{kind}: unveiled")

    def _allow(self, kind: str, post: Post, owner: int | None) -> None:
        if post.sensitive and post.author != owner and not (self.ages and self.wants):
            self.faults.append(f"{kind}: where age is {self.ages} and the place wants {self.wants}")


def world() -> Memory:
    uow = Memory()
    for id in (7, 8, 9):
        uow.insert(Account(id, f"person{id}", NOW))
    for id in POSTS:
        who = 7 + id % 2
        uow.insert(
            Painting(id, who, f"a fox {id}", NOW, NOW, Address("x", "7"), f"r{id}", "tiny", state=PaintState.DONE)
        )
        uow.insert(Picture(id, id, who, 0, str(id), "image/png", 16, 16, NOW, "A fox", model="tiny-1"))
        uow.insert(PostCopy(id, id, PLACE))
    return uow


def happen(uow: Memory, chance: Random, loud: Recorder) -> tuple[str, Address]:
    """Build a random scene; return the kind of message and the address, as planned, with settings as at sending."""
    kind, was_age, many = chance.choice(KINDS), chance.random() < 0.5, chance.random() < 0.5
    loud.ages, loud.wants = (was_age if chance.random() < 0.8 else not was_age), chance.random() < 0.7
    before = [_post(id, chance) for id in POSTS]
    for post in before:
        uow.insert(post)
    address = Address("x", "#c", "s", "place", private=False, age_restricted=was_age)
    opened = () if loud.ages else ("#c",) if was_age else ()
    loud.ages = loud.ages and was_age  # a channel that began to ask for age is believed when it says so itself
    ceiling = "veiled" if loud.wants else "none"
    uow.insert(
        Space(
            SPACE,
            "x",
            "s",
            "place",
            NOW,
            ceiling=ceiling,
            opened=opened,
            showcase=address,
            language=chance.choice(("en", "it")),
            set_up=NOW,
        )
    )
    uow.insert(Subscription(ROW, address, NOW, space=SPACE, due=NOW))
    veiled = tuple(p.id for p in before if p.sensitive)
    chosen = tuple(p.id for p in before) if many else (chance.choice(before).id,)
    sheet = "sheet:" + ";".join(f"{id}={int(id in veiled)}" for id in chosen) if len(chosen) > 1 else ""
    state = "sent" if kind in ("sent digest", "copy of a digest") else "queued"
    uow.insert(
        Edition(
            EDITION,
            ROW,
            "2026-01-01",
            NOW,
            1,
            state,
            chosen,
            ("new",) * len(chosen),
            ({},) * len(chosen),
            tuple(v for v in veiled if v in chosen),
            sheet,
        )
    )
    if chance.random() < 0.6:  # between the plan and the word
        for post in before:
            uow.update(post, caption="edited", sensitive=post.sensitive or chance.random() < 0.4, revision=1)
    return kind, address


def _post(id: int, chance: Random) -> Post:
    audience = chance.choice((Audience.EVERYONE, Audience.HERE, Audience.FOLLOWERS))
    state = PostState.PUBLIC if chance.random() < 0.9 else PostState.HIDDEN
    return Post(id, 7 + id % 2, id, "", NOW, audience, SPACE, chance.random() < 0.5, state=state, published=NOW)


def say(uow: Memory, services: Services, loud: Recorder, kind: str, address: Address, chance: Random) -> None:
    post = chance.choice(POSTS)
    if kind in ("open", "unveil"):
        who = chance.choice((7, 9))
        loud.send(kind, address, _answer(uow, services, kind, address, post, who), who)
        return
    args, name = {"post": post, "key": "k", "edition": EDITION, "placement": PLACE, "instead": True}, kind
    if kind in ("sent digest", "digest"):
        name = "digest"
    if kind.startswith("copy"):
        came = {"copy": "card", "copy of a digest": "digest"}[kind]
        uow.insert(Delivery(DELIVERY, came, args, address, "k", NOW))
        uow.insert(Placement(PLACE, "x", "m1", address, NOW, delivery=DELIVERY, posts=(post,)))
        name = "copy"
    else:
        uow.rows.pop(Placement, None)
        uow.rows.pop(Delivery, None)
    row = Delivery(DELIVERY, name, args, address, "k", NOW)
    loud.send(kind, address, services.messages[name].build(delivery.ctx(services, uow, row, address, False), row))


def _answer(uow: Memory, services: Services, kind: str, address: Address, post: int, who: int) -> Reply | None:
    me, space = uow.get(Account, who), uow.get(Space, SPACE)
    request = Request("r", kind, Sender("x", str(who), "p"), address)
    ctx = Context(
        uow=uow, services=services, words=words("en"), address=address, account=me, request=request, actor=me,
        identity=Identity(who, who, "x", str(who), "p", NOW), space=space,
    )  # fmt: skip
    try:
        return reactions.unveil(ctx, post) if kind == "unveil" else reactions.open_post(ctx, post)
    except UserError:
        return None


def played(sends: int) -> Recorder:
    uow, chance = world(), Random(2026)
    services: Any = Services(
        None,
        None,
        None,
        None,
        Sealer(b"test"),
        Menu(catalog.COMMANDS),
        surface.listed(catalog.SURFACES),
        messages=messages.listed(catalog.MESSAGES),
    )  # type: ignore[arg-type]
    loud = Recorder(uow, services)
    for _ in range(sends):
        kind, address = happen(uow, chance, loud)
        say(uow, services, loud, kind, address, chance)
    return loud


def test_no_send_shows_a_sensitive_picture_where_it_is_not_allowed(size: Callable[[int, int], int]) -> None:
    sends = size(6_000, 100_000)
    loud = played(sends)
    assert loud.faults == []
    assert loud.said > sends // 3, "most were said"
    assert loud.veiled > sends // 50, "and many of those were sensitive ones, blurred"


@pytest.mark.parametrize("rule", ["may_veil", "_allowed"])
def test_the_check_finds_faults_when_a_visibility_rule_is_disabled(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    monkeypatch.setattr(visibility, rule, lambda *_: True)
    assert played(500).faults
