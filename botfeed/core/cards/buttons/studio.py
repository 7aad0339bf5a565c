"""Buttons that make pictures and lead through the library."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import MaybeRef, Ref
from botfeed.core.chat.button import button
from botfeed.core.chat.verb import ASKED


@button()
def imagine(prompt: str = ASKED) -> None: ...


@button()
def cancel(painting: MaybeRef = None) -> None: ...


@button()
def vary(picture: Ref) -> None: ...


@button()
def again(picture: Ref) -> None: ...


@button()
def remix(post: Ref, prompt: str = "") -> None: ...


@button()
def mine(search: str = "", page: str = "") -> None: ...


@button()
def show(picture: Ref) -> None: ...


@button()
def original(picture: Ref) -> None: ...


@button()
def choose(picture: Ref) -> None: ...


@button()
def discard(picture: Ref, sure: bool = False) -> None: ...
