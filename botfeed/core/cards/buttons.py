"""Buttons of cards and of the layers above: signatures of commands, bound by a higher layer.
A parameter that is `ASKED` may be left out and is then asked for. A button needs only the command's
parameters that some card fills in.
"""

from __future__ import annotations

from typing import Annotated

from botfeed.core.cards.choices import Order, Outcome, Place, Switch, View
from botfeed.core.chat.button import button, declared
from botfeed.core.chat.verb import ASKED, Param

Ref = Annotated[int, Param(ref=True)]
MaybeRef = Annotated[int | None, Param(ref=True)]


# Making pictures, and one's own


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
def mine(search: str = "", page: int | None = None) -> None: ...


@button()
def show(picture: Ref) -> None: ...


@button()
def choose(picture: Ref) -> None: ...


@button()
def discard(picture: Ref, sure: bool = False) -> None: ...


# Posts, for their authors


@button()
def publish(picture: Ref) -> None: ...


@button()
def undo(post: MaybeRef = None) -> None: ...


@button()
def audience(post: Ref) -> None: ...


@button()
def caption(post: Ref) -> None: ...


@button()
def unpublish(post: Ref, sure: bool = False) -> None: ...


@button()
def remixes(post: Ref, allowed: bool = True) -> None: ...


@button()
def more(post: Ref, back: bool = False) -> None: ...


# Posts, for everybody


@button("open")
def open_(post: Ref, page: int = 1) -> None: ...


@button()
def like(post: Ref, wanted: bool = True) -> None: ...


@button()
def comment(post: Ref, text: str = ASKED) -> None: ...


@button()
def unveil(post: Ref) -> None: ...


@button()
def uncomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def hidecomment(comment: MaybeRef = None, post: MaybeRef = None) -> None: ...


@button()
def hide(post: Ref) -> None: ...


@button()
def report(post: Ref) -> None: ...


# Looking around


@button()
def feed(view: View = View.FOR_YOU) -> None: ...


@button("next")
def next_(view: View = View.FOR_YOU) -> None: ...


@button()
def search(words: str, page: int | None = None, by: Order = Order.BEST) -> None: ...


@button()
def similar(post: Ref) -> None: ...


@button("tag.follow")
def tag_follow(tag: str) -> None: ...


@button("tag.unfollow")
def tag_unfollow(tag: str) -> None: ...


# Shelves


@button()
def save(post: Ref, shelf: str = "") -> None: ...


@button()
def unsave(post: Ref) -> None: ...


@button()
def saved(shelf: str = "", page: int | None = None) -> None: ...


@button("shelf.put")
def shelf_put(post: Ref) -> None: ...


@button("shelf.new")
def shelf_new(post: Ref, title: str = ASKED) -> None: ...


@button("shelf.open")
def shelf_open(shelf: str, page: int | None = None) -> None: ...


@button("shelf.share")
def shelf_share(shelf: str, wanted: bool = True) -> None: ...


@button("shelf.post")
def shelf_post(shelf: str) -> None: ...


@button("shelf.rename")
def shelf_rename(shelf: str, to: str = ASKED) -> None: ...


@button("shelf.delete")
def shelf_delete(shelf: str, sure: bool = False) -> None: ...


# People


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


# The digest


@button("digest.show")
def digest_show(where: Place = Place.HERE) -> None: ...


@button("digest.set")
def digest_set(*, where: Place = Place.HERE) -> None: ...


@button("digest.preview")
def digest_preview(where: Place = Place.HERE) -> None: ...


@button("digest.pause")
def digest_pause(*, where: Place = Place.HERE) -> None: ...


@button("digest.resume")
def digest_resume(where: Place = Place.HERE) -> None: ...


@button("digest.off")
def digest_off(where: Place = Place.HERE) -> None: ...


@button("digest.back")
def digest_back() -> None: ...


@button("digest.mine")
def digest_mine() -> None: ...


@button("digest.read")
def digest_read(edition: Ref) -> None: ...


# Oneself


@button("help")
def help_() -> None: ...


@button("help.section")
def help_section(about: str) -> None: ...


@button()
def privacy() -> None: ...


@button("me.export")
def me_export() -> None: ...


@button("me.delete")
def me_delete(sure: bool = False) -> None: ...


@button("me.keep")
def me_keep() -> None: ...


@button("me.consent")
def me_consent(export: Switch | None = None) -> None: ...


@button()
def home(platform: str = "") -> None: ...


@button()
def unlink(platform: str = "", sure: bool = False) -> None: ...


@button("link.join")
def link_join(link: Ref) -> None: ...


@button("link.agree")
def link_agree(link: Ref) -> None: ...


@button("link.no")
def link_no(link: Ref) -> None: ...


# Places


@button("space.setup")
def space_setup() -> None: ...


@button("space.more")
def space_more() -> None: ...


@button("space.log")
def space_log() -> None: ...


@button("space.remove")
def space_remove(post: Ref, place: MaybeRef = None) -> None: ...


@button("space.restore")
def space_restore(post: Ref, place: MaybeRef = None) -> None: ...


# Keeping order


@button()
def appeal(decision: Ref, text: str = ASKED) -> None: ...


@button("admin.reports")
def admin_reports(page: int = 1) -> None: ...


@button("admin.hide")
def admin_hide(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.restore")
def admin_restore(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.remove")
def admin_remove(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.dismiss")
def admin_dismiss(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.suspend")
def admin_suspend(who: str, reason: str = ASKED) -> None: ...


@button("admin.appeal")
def admin_appeal(decision: Ref, outcome: Outcome, reason: str = ASKED) -> None: ...


BUTTONS = declared(globals())
