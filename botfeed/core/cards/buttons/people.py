"""Buttons about other people, and the inbox."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import MaybeRef
from botfeed.core.chat.button import button


@button()
def follow(who: str, post: MaybeRef = None) -> None: ...


@button()
def unfollow(who: str, post: MaybeRef = None) -> None: ...


@button()
def mute(who: str) -> None: ...


@button()
def unmute(who: str) -> None: ...


@button()
def block(who: str) -> None: ...


@button()
def unblock(who: str) -> None: ...


@button()
def profile(who: str = "") -> None: ...


@button()
def followers(who: str = "", page: int | None = None) -> None: ...


@button()
def following(who: str = "", page: int | None = None) -> None: ...


@button()
def inbox() -> None: ...


@button()
def pushes(wanted: bool = True) -> None: ...
