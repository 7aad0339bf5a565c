"""Buttons about other people, and the inbox."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import MaybeRef
from botfeed.core.cards.choices import Switch
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
def followers(who: str = "", page: str = "") -> None: ...


@button()
def following(who: str = "", page: str = "") -> None: ...


@button("me.requests")
def me_requests(page: str = "") -> None: ...


@button("me.accept")
def me_accept(who: str) -> None: ...


@button("me.decline")
def me_decline(who: str) -> None: ...


@button("me.unfollower")
def me_unfollower(who: str) -> None: ...


@button("me.approve")
def me_approve(wanted: Switch | None = None) -> None: ...


@button("showcases")
def showcases(wanted: Switch | None = None) -> None: ...


@button("me.words")
def me_words(word: str = "", wanted: bool = True) -> None: ...


@button("me.notices")
def me_notices(kind: str = "", wanted: bool = True) -> None: ...


@button("me.quiet")
def me_quiet(start: str = "", end: str = "") -> None: ...


@button()
def inbox(page: str = "") -> None: ...


@button()
def pushes(wanted: bool = True) -> None: ...
