"""Buttons on posts: for their authors, and for everybody."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import MaybeRef, Ref
from botfeed.core.chat.button import button
from botfeed.core.chat.verb import ASKED
from botfeed.core.model import Audience


@button()
def publish(picture: Ref, *, audience: Audience | None = None) -> None: ...


@button()
def undo(post: MaybeRef = None) -> None: ...


@button()
def audience(post: Ref) -> None: ...


@button()
def caption(post: Ref) -> None: ...


@button()
def alt(post: Ref) -> None: ...


@button()
def unpublish(post: Ref, sure: bool = False) -> None: ...


@button()
def remixes(post: Ref, allowed: bool = True) -> None: ...


@button()
def more(post: Ref, back: bool = False) -> None: ...


@button("open")
def open_(post: Ref, page: str = "") -> None: ...


@button()
def like(post: Ref, wanted: bool = True) -> None: ...


@button()
def comment(post: Ref, text: str = ASKED) -> None: ...


@button()
def unveil(post: Ref) -> None: ...


@button()
def uncomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def editcomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def answercomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def hidecomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def hide(post: Ref) -> None: ...


@button()
def report(post: Ref) -> None: ...


@button("channel.post")
def channel_post(post: Ref, place: Ref) -> None: ...
