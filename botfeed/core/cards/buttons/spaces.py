"""Buttons of servers and groups, for their moderators."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import MaybeRef, Ref
from botfeed.core.chat.button import button


@button("space.setup")
def space_setup() -> None: ...


@button("space.more")
def space_more() -> None: ...


@button("space.showcase")
def space_showcase() -> None: ...


@button("space.log")
def space_log(page: str = "") -> None: ...


@button("space.remove")
def space_remove(post: Ref, place: MaybeRef = None) -> None: ...


@button("space.leave")
def space_leave(report: Ref, place: MaybeRef = None) -> None: ...


@button("space.pass")
def space_pass(report: Ref, place: MaybeRef = None) -> None: ...


@button("space.restore")
def space_restore(post: Ref, place: MaybeRef = None) -> None: ...
