"""Buttons of the feed, the search and tags."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import Ref
from botfeed.core.cards.choices import Order, View
from botfeed.core.chat.button import button


@button()
def feed(view: View = View.FOR_YOU) -> None: ...


@button("next")
def next_(view: View = View.FOR_YOU) -> None: ...


@button()
def search(words: str, page: str = "", by: Order = Order.BEST) -> None: ...


@button()
def similar(post: Ref) -> None: ...


@button("tag.follow")
def tag_follow(tag: str) -> None: ...


@button("tag.unfollow")
def tag_unfollow(tag: str) -> None: ...
