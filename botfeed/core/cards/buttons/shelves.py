"""Buttons that save posts and keep shelves."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import Ref
from botfeed.core.chat.button import button
from botfeed.core.chat.verb import ASKED


@button()
def save(post: Ref, shelf: str = "") -> None: ...


@button()
def unsave(post: Ref) -> None: ...


@button()
def saved(shelf: str = "", page: str = "") -> None: ...


@button("shelf.put")
def shelf_put(post: Ref) -> None: ...


@button("shelf.new")
def shelf_new(post: Ref, title: str = ASKED) -> None: ...


@button("shelf.open")
def shelf_open(shelf: str, page: str = "") -> None: ...


@button("shelf.share")
def shelf_share(shelf: str, wanted: bool = True) -> None: ...


@button("shelf.post")
def shelf_post(shelf: str) -> None: ...


@button("shelf.rename")
def shelf_rename(shelf: str, to: str = ASKED) -> None: ...


@button("shelf.delete")
def shelf_delete(shelf: str, sure: bool = False) -> None: ...
