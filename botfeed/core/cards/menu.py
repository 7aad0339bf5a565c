"""What stands behind ⋯ on a post: the rest of what one can do with it."""

from __future__ import annotations

from botfeed.core.cards import lines
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Context, Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Look
from botfeed.core.model import Account, Follow, Post, PostState, Right, Saved

UNFOLLOW = "unfollow"


def more(voice: Voice, post: Post, *, undo: bool) -> Card:
    """List the rest: for its author what changes it, for others what concerns them."""
    own = voice.account is not None and voice.account.id == post.author
    actions = _own(voice, post, undo=undo) if own else _others(voice, post)
    who = lines.name(voice, voice.uow.get(Account, post.author))
    words = text.join((text.bold(post_cards.title(voice, post)), text.quiet(who)))
    return Card(words, actions=actions, about=About(surface="menu"))


def _own(voice: Voice, post: Post, *, undo: bool) -> tuple[Action, ...]:
    ref = {"post": voice.ref(post.id)}
    actions = [Action(voice.s(L("Open")), "open", ref, Look.PRIMARY)]
    if undo:
        actions.append(Action(voice.s(L("Undo")), "undo", ref))
    if post.state is PostState.PUBLIC:
        actions.append(Action(voice.s(L("Change audience")), "audience", ref))
    if post.state is not PostState.HIDDEN:
        label = voice.s(L("Forbid remixes")) if post.remixable else voice.s(L("Allow remixes"))
        actions.append(Action(voice.s(L("Edit caption")), "caption", ref))
        actions.append(Action(label, "remixes", {**ref, "allowed": "0" if post.remixable else "1"}))
    if post.state is PostState.PUBLIC:
        actions.append(Action(voice.s(L("Find similar")), "similar", ref))
    actions.append(Action(voice.s(L("Delete")), "unpublish", ref, Look.DANGER))
    return tuple(actions)


def _others(voice: Voice, post: Post) -> tuple[Action, ...]:
    ref, author = {"post": voice.ref(post.id)}, voice.uow.get(Account, post.author)
    assert author is not None
    who = {"who": author.handle}
    return (
        Action(voice.s(L("Open")), "open", ref, Look.PRIMARY),
        follow(voice, author, post),
        Action(voice.s(L("Profile")), "profile", who),
        *_save(voice, post),
        Action(voice.s(L("Find similar")), "similar", ref),
        Action(voice.s(L("Less like this")), "hide", ref),
        Action(voice.s(L("Mute")), "mute", who),
        Action(voice.s(L("Block")), "block", who, Look.DANGER),
        Action(voice.s(L("Report")), "report", ref, Look.DANGER),
        *_moderate(voice, ref),
    )


def _moderate(voice: Voice, ref: dict[str, str]) -> tuple[Action, ...]:
    """What moderators can do here. The button names the place: where it is pressed may be aside."""
    if not isinstance(voice, Context) or voice.space is None:
        return ()
    known = voice.uow.one(Right, account=voice.actor.id, space=voice.space.id) if voice.keeps is None else None
    if not voice.keeps and not (known and known.admin):
        return ()
    args = {**ref, "place": voice.ref(voice.space.id)}
    return (Action(voice.s(L("Remove from here")), "space.remove", args, Look.DANGER),)


def _save(voice: Voice, post: Post) -> tuple[Action, ...]:
    me, ref = voice.account, {"post": voice.ref(post.id)}
    if me is not None and voice.uow.count(Saved, account=me.id, post=post.id):
        return Action(voice.s(L("Unsave")), "unsave", ref), Action(voice.s(L("Put on a shelf")), "shelf.put", ref)
    return (Action(voice.s(L("Save")), "save", ref),)


def follow(voice: Voice, author: Account, post: Post | None = None) -> Action:
    """Give the button that follows somebody, or takes it back."""
    args = {"who": author.handle} | ({"post": voice.ref(post.id)} if post else {})
    me = voice.account
    if me is not None and voice.uow.count(Follow, follower=me.id, followee=author.id):
        return Action(voice.s(L("Unfollow")), UNFOLLOW, args)
    return Action(voice.s(L("Follow")), "follow", args)
