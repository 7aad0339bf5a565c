"""A person as a card: who they are, their numbers, and a sheet of their best pictures."""

from __future__ import annotations

from collections.abc import Sequence

from botfeed.core.cards import lines, menu
from botfeed.core.cards import post as post_cards
from botfeed.core.chat import text
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import About, Action, Card, Look, Media
from botfeed.core.chat.text import Text
from botfeed.core.model import Account, Block, Follow, Mute, Picture, Post, PostState


def profile(voice: Voice, them: Account, best: Sequence[Post]) -> Card:
    """Show somebody, with a sheet of `best`: posts of theirs that may be seen here."""
    me = voice.account
    words = text.join((text.bold(them.handle), them.bio, text.quiet(_numbers(voice, them)), _note(voice, them, best)))
    numbers = _circles(voice, them)
    media = tuple(_thumb(voice, post) for post in best)
    own = me is not None and me.id == them.id
    about = About(surface="profile", posts=tuple(post.id for post in best))
    return Card(words, media, (*(_own(voice) if own else _others(voice, them)), *numbers), about)


def _numbers(voice: Voice, them: Account) -> Text:
    posts = voice.uow.count(Post, author=them.id, state=PostState.PUBLIC)
    followers = voice.uow.count(Follow, followee=them.id)
    following = voice.uow.count(Follow, follower=them.id)
    parts = (
        voice.n(L("{n} picture"), L("{n} pictures"), posts),
        voice.n(L("{n} follower"), L("{n} followers"), followers),
        voice.t(L("follows {n}"), n=following),
    )
    return text.join(parts, " · ")


def _note(voice: Voice, them: Account, best: Sequence[Post]) -> Text:
    if best:
        return Text()
    if voice.account is not None and voice.account.id == them.id:
        return voice.t(L("Nothing published yet."))
    return voice.t(L("Nothing here that you can see."))


def _thumb(voice: Voice, post: Post) -> Media:
    picture = voice.uow.get(Picture, post.picture)
    assert picture is not None
    return lines.media(picture, veiled=post.sensitive, variant="thumb", alt=post_cards.title(voice, post))


def _circles(voice: Voice, them: Account) -> tuple[Action, ...]:
    """Lead to whom they follow and who follows them, where there is anybody."""
    who, me = {"who": them.handle}, voice.account
    if me is not None and voice.uow.count(Block, account=me.id, blocked=them.id):
        return ()
    lists = (("followers", L("Followers"), "followee"), ("following", L("Following"), "follower"))
    return tuple(Action(voice.s(says), verb, who) for verb, says, f in lists if voice.uow.count(Follow, **{f: them.id}))


def _own(voice: Voice) -> tuple[Action, ...]:
    return (Action(voice.s(L("My pictures")), "mine", look=Look.PRIMARY), Action(voice.s(L("Inbox")), "inbox"))


def _others(voice: Voice, them: Account) -> tuple[Action, ...]:
    me, who = voice.account, {"who": them.handle}
    blocked = me is not None and voice.uow.count(Block, account=me.id, blocked=them.id) > 0
    if blocked:
        return (Action(voice.s(L("Unblock")), "unblock", who),)
    muted = me is not None and voice.uow.count(Mute, account=me.id, muted=them.id) > 0
    quiet = Action(voice.s(L("Unmute")), "unmute", who) if muted else Action(voice.s(L("Mute")), "mute", who)
    return (menu.follow(voice, them), quiet, Action(voice.s(L("Block")), "block", who, Look.DANGER))
