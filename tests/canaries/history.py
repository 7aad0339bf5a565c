"""History of the canaries: every noun is written, each of its text fields with a word of its own, in every state that a
post, a comment or a person can end in.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PIL import Image

from botfeed.core import digest
from botfeed.core.model import (
    Address,
    Collection,
    Comment,
    Decision,
    HandledRequest,
    Link,
    Painting,
    PaintState,
    Picture,
    Post,
    PostState,
    Report,
    Space,
)
from botfeed.core.people import account_link
from botfeed.core.ports import Unit
from tests.canaries.world import BAIT, EVERYBODY, NOBODY, VIEWERS, Canary, World

ADA = frozenset({"ada"})
OLGA = frozenset({"olga"})
UNBLOCKED = EVERYBODY - {"bob"}
FANS = frozenset({"ada", "fan"})
MEMBERS = frozenset({"ada", "meg", "mod"})  # who have been in the lounge before


@dataclass(frozen=True, slots=True)
class State:
    """How ada publishes a picture, what is done to it then, and who may see it: alone, in the lounge, and in a message
    that all of the lounge reads. `kept`: it was published at all.
    """

    options: str
    acts: tuple[tuple[str, str], ...]
    alone: frozenset[str]
    lounge: frozenset[str]
    shared: bool = False


STATES: Mapping[str, State] = {
    "open": State("everyone", (), UNBLOCKED, UNBLOCKED, shared=True),
    "followers": State("followers", (), FANS, FANS),
    "here": State("here", (), ADA, UNBLOCKED, shared=True),
    "hidden": State("everyone", (("olga", "/admin hide {ref} {reason}"),), ADA, ADA),
    "removed": State("everyone", (("olga", "/admin remove {ref} {reason}"),), ADA, ADA),
    "deleted": State("everyone", (("ada", "/unpublish {ref} --sure"),), ADA, ADA),
    "blurred": State("everyone --sensitive yes", (), UNBLOCKED, UNBLOCKED),
    "narrowed": State("everyone", (("ada", "/audience {ref} followers"),), FANS, FANS),
    "away": State(
        "everyone", (("mod", "/space remove {ref} --reason {reason}"),), UNBLOCKED, frozenset({"ada", "mod"})
    ),
    "unremixed": State("everyone", (("ada", "/remixes {ref} --allowed no"),), UNBLOCKED, UNBLOCKED, shared=True),
    "reported": State("everyone", (("cara", "/report {ref} spam {note}"),), UNBLOCKED, UNBLOCKED, shared=True),
}
# Published after the last digest, so that nobody has seen them yet.
FRESH = {f"fresh{name}": STATES[name] for name in ("open", "followers", "here", "blurred", "hidden")}


async def live(world: World) -> None:
    """Live it all. The clock ends nine days later, half an hour after the last act."""
    await _meet(world)
    await _leave_for_good(world)
    for state in STATES:
        await _publish(world, state)
    await _others(world)
    await _moderate(world)
    await _keep_things(world)
    await _block(world)
    await _be_brought_a_digest(world)
    for state in FRESH:
        await _publish(world, state, seen=False)
    await _stored_alone(world)
    world.stage.services.clock.advance(timedelta(minutes=30))  # type: ignore[attr-defined]  # a stepped clock
    await world.stage.settle()
    await world.stage.say("ada", f"/ask {world.word('question', ADA)}")  # these wait for a worker
    draft = f"/publish {world.refs['private']} --caption {world.word('asidedraft', ADA)}"
    await world.stage.say("ada", draft, world.stage.door.lounge)
    here = world.word("waitinghere", ADA, UNBLOCKED, shared=True)
    await world.stage.say("ada", f"/imagine {here} {BAIT} --here yes", world.stage.door.lounge)
    await world.stage.say("ada", f"/imagine {world.word('waiting', ADA)} {BAIT}", world.stage.door.lounge)


async def _meet(world: World) -> None:
    lounge = world.stage.door.lounge
    inside = EVERYBODY if lounge.title == "qtitleloungez" else NOBODY
    world.word("titlelounge", MEMBERS | OLGA, EVERYBODY, shared=True) if inside else None
    for who in (*VIEWERS, "cara", "sue", "lea", "gus"):
        await world.say(who, "/start", "/me pushes yes")
    for who in ("ada", "meg", "mod", "cara"):
        await world.inside(who, "/start")
    await world.say("fan", "/follow ada")
    await world.say("cara", "/follow ada")
    await world.say("mia", "/mute ada")
    await world.say("mod", f"/handle {world.word('handlemod', EVERYBODY, shared=True)}")


async def _leave_for_good(world: World) -> None:
    """Let gus say much and be erased."""
    say = world.word
    post = await paint(world, "gus", "gus", NOBODY)
    await world.say(
        "gus",
        f"/bio {say('biogus', NOBODY)} {BAIT}",
        f"/publish {post} --caption {say('captiongus', NOBODY)} {BAIT} --audience everyone",
    )
    mine = world.ref((await world.newest("gus")).id)
    await world.say("gus", f"/shelf new {mine} {say('shelfgus', NOBODY)}", "/me delete --sure")
    for step in (timedelta(days=7), timedelta(minutes=11), timedelta(minutes=11), timedelta(days=1)):
        world.stage.services.clock.advance(step)  # type: ignore[attr-defined]  # a stepped clock
        await world.stage.settle()


async def paint(
    world: World,
    who: str,
    name: str,
    readers: frozenset[str],
    lounge: frozenset[str] | None = None,
    *,
    shared: bool = False,
) -> str:
    """Put a picture into somebody's library whose prompt, alt text and missing nouns are canaries."""
    account, word = await world.id(who), world.word
    out = io.BytesIO()
    Image.new("RGB", (16, 16), (len(world.canaries) % 256, len(name) * 9, account % 256)).save(out, "PNG")
    kept = await world.services.media.keep(out.getvalue(), ai=True, model="tiny-1")
    prompt, alt = word(f"prompt{name}", readers, lounge), word(f"alt{name}", readers, lounge, shared=shared)
    missing = word(f"missing{name}", frozenset({who}) & EVERYBODY)

    def write(uow: Unit) -> int:
        painting = Painting(
            id=uow.new_id(), account=account, prompt=f"{prompt} {BAIT}", created=uow.now, deadline=uow.now, request="",
            address=Address(world.stage.platform, world.stage.home(who).ref), painter="tiny", state=PaintState.DONE,
        )  # fmt: skip
        picture = Picture(
            id=uow.new_id(), painting=painting.id, account=account, position=0, blob=kept.blob, mime=kept.mime, width=16,
            height=16, created=uow.now, alt=f"{alt} {BAIT}", missing=(missing,), print=kept.print, model="tiny-1",
        )  # fmt: skip
        uow.insert(painting)
        uow.insert(picture)
        return picture.id

    return world.ref(await world.write(write))


async def _be_brought_a_digest(world: World) -> None:
    """Let cara publish what nobody has seen, under a tag that fan follows, and the next morning come."""
    tag = world.word("taglate", EVERYBODY, shared=True)
    picture = await paint(world, "cara", "late", EVERYBODY, shared=True)
    caption = world.word("captionlate", EVERYBODY, shared=True)
    await world.say("fan", f"/tag follow #{tag}")
    await world.say("cara", f"/publish {picture} --caption {caption} {BAIT} #{tag} --audience everyone")
    world.stage.services.clock.advance(timedelta(days=1))  # type: ignore[attr-defined]  # a stepped clock
    await digest.due(world.services)
    await world.stage.settle()
    await world.say("fan", "/feed following")


async def _publish(world: World, name: str, *, seen: bool = True) -> None:
    """Publish a picture of ada's, let people do with it what they can, and bring it into its state."""
    state, word = {**STATES, **FRESH}[name], world.word
    picture = await paint(world, "ada", name, state.alone | ADA, state.lounge | ADA, shared=state.shared)
    caption = word(f"caption{name}", state.alone, state.lounge, shared=state.shared)
    tag = word(f"tag{name}", state.alone, state.lounge, shared=state.shared)
    await world.inside("ada", f"/publish {picture} --caption {caption} {BAIT} #{tag} --audience {state.options}")
    post = await world.newest("ada")
    ref = world.refs[name] = world.ref(post.id)
    said = word(f"comment{name}", state.alone, state.lounge)
    where = None if "blurred" in name else world.stage.door.lounge
    await world.say("cara", f"/comment {ref} {said} {BAIT}", f"/like {ref}", at=where)
    for who in VIEWERS[1:] if seen else ():
        await world.say(who, f"/open {ref}", f"/save {ref} Foxes", f"/like {ref}", at=where)
    given = {"reason": "", "note": ""}
    if any("{reason}" in line for _, line in state.acts):
        given["reason"] = word(f"reason{name}", ADA | OLGA if name != "away" else frozenset({"ada", "mod"}))
    if any("{note}" in line for _, line in state.acts):
        given["note"] = word(f"note{name}", OLGA, frozenset({"olga", "mod"}))
    for who, line in state.acts:
        at = world.stage.door.lounge if "{note}" in line or who == "mod" else None
        await world.say(who, line.format(ref=ref, **given), at=at)


async def _others(world: World) -> None:
    """Let an author be suspended, another leave, and a third say what the viewers may read."""
    word = world.word
    for who, readers in (("cara", EVERYBODY), ("sue", NOBODY), ("lea", NOBODY)):
        picture = await paint(world, who, who, readers, shared=bool(readers))
        caption = word(f"caption{who}", readers, shared=bool(readers))
        await world.say(
            who, f"/bio {word(f'bio{who}', readers)} {BAIT}", f"/publish {picture} --caption {caption} {BAIT} --audience everyone"
        )  # fmt: skip
        world.refs[who] = world.ref((await world.newest(who)).id)
        said = word(f"by{who}", UNBLOCKED if readers else NOBODY)
        await world.say(who, f"/comment {world.refs['open']} {said} {BAIT}")
    for who in VIEWERS:
        await world.say(
            who, f"/save {world.refs['sue']}", f"/save {world.refs['lea']}", f"/comment {world.refs['cara']} hm"
        )
    world.canaries.pop("qshownsuez", None)
    await world.say("olga", f"/admin suspend sue {word('reasonsue', OLGA)}")
    await world.say("lea", "/me delete --sure")


async def _moderate(world: World) -> None:
    """Appeal, be answered, and comment what does not stand."""
    word, services = world.word, world.services
    hidden = await services.store.read(lambda uow: uow.one(Decision, kind="hide"))
    removed = await services.store.read(lambda uow: uow.one(Decision, kind="remove"))
    assert hidden
    assert removed
    await world.say("ada", f"/appeal {world.ref(hidden.id)} {word('appeal', ADA | OLGA)} please")
    await world.say("ada", f"/appeal {world.ref(removed.id)} {word('appealed', ADA | OLGA)} please")
    await world.say("olga", f"/admin appeal {world.ref(removed.id)} uphold {word('outcome', ADA | OLGA)}")
    open_ = world.refs["open"]
    for name, by, readers in (
        ("hiddenbyada", "ada", ADA),
        ("hiddenbyolga", "olga", NOBODY),
        ("withdrawn", "cara", NOBODY),
    ):
        await world.say("cara", f"/comment {open_} {word(name, readers)} {BAIT}")
        (comment,) = await services.store.read(lambda uow: uow.all(Comment, newest=True, limit=1))
        ref = world.ref(comment.id)
        line = {"ada": f"/hidecomment {ref}", "olga": f"/admin hide {ref} not nice", "cara": f"/uncomment {ref}"}[by]
        await world.say(by, line)
    await world.say("ada", f"/comment {world.refs['cara']} {word('adasays', UNBLOCKED)} {BAIT}")
    await world.say("cara", f"/comment {open_} {word('carasays', UNBLOCKED)} {BAIT}")


async def _keep_things(world: World) -> None:
    """Let ada keep what is hers alone, and share a shelf."""
    word = world.word
    private = await paint(world, "ada", "private", ADA)
    world.refs["private"] = private
    await world.say(
        "ada",
        f"/me words {word('muted', ADA)}",
        f"/tag follow #{word('topic', ADA)}",
        f"/shelf new {world.refs['cara']} {word('shelf', ADA)}",
        f"/publish {private} --caption {word('draft', ADA)}",
    )
    await world.say("ada", "/link")
    (link,) = await world.services.store.read(lambda uow: uow.all(Link))
    code = account_link.code(world.services, link.id).casefold()
    world.canaries[code] = Canary(code, ADA, ADA)
    await world.say("ada", f"/open {world.refs['cara']}")
    await world.stage.native("ada", "reply", text=f"{word('payload', ADA)} a very long reply " * 5)
    for name in STATES:
        await world.say("cara", f"/save {world.refs[name]} {'qsharedz'}")
    world.word("shared", EVERYBODY)
    await world.say("cara", "/shelf share qsharedz")
    (shelf,) = await world.services.store.read(lambda uow: uow.all(Collection, title="qsharedz"))
    world.refs["shelf"] = world.ref(shelf.id)
    await world.say("ada", f"/ask {word('asked', ADA)}")
    for who in VIEWERS:
        await world.say(who, "/digest set 9")
    await world.inside("mod", "/digest set 9")
    await world.say("fan", "/tag follow #qtagfollowersz", "/feed following", "/feed following", "/digest preview")


async def _block(world: World) -> None:
    """Let ada block bob, and take new names that he never heard."""
    word = world.word
    await world.say("ada", "/block bob", "/me approve on")
    world.stage.names["ada"] = word("nameada", ADA)
    world.word("shownada", UNBLOCKED, shared=True)
    await world.say(
        "ada", f"/handle {word('aliasada', UNBLOCKED, shared=True)}", f"/bio {word('bioada', UNBLOCKED)} {BAIT}",
        f"/handle {word('handleada', UNBLOCKED, shared=True)}",
    )  # fmt: skip
    await world.say("ada", "/profile")


async def _stored_alone(world: World) -> None:
    """Write what waits for a review that no offline reviewer keeps waiting, and a place's channels as they are called."""
    word = world.word
    title = {name: word(name, NOBODY, EVERYBODY) for name in ("showcase", "log", "channel")}
    lounge, picture = world.stage.door.lounge, world.services.sealer.id(world.refs["private"])
    waiting = {name: word(name, ADA) for name in ("proposedcaption", "proposedalt")}
    comment = word("proposedcomment", NOBODY)
    note, typed, ada = word("notesam", OLGA), word("typed", ADA), await world.id("ada")
    request = f"{world.stage.platform}:{world.stage.door.user('ada')}:said"

    def write(uow: Unit) -> None:
        space = uow.one(Space, platform=lounge.platform, ref=lounge.space)
        post = uow.get(Post, world.services.sealer.id(world.refs["open"]))
        assert space
        assert post
        _set(uow, space, names={"1": title["channel"]}, log=replace(lounge, ref=lounge.ref, title=title["log"]))
        _set(uow, space, showcase=replace(lounge, ref=lounge.ref, title=title["showcase"]))
        _set(uow, post, proposed=waiting["proposedcaption"])
        _set(uow, uow.get(Picture, picture), proposed_alt=waiting["proposedalt"])
        (said,) = uow.all(Comment, post=post.id, state=PostState.PUBLIC, newest=True, limit=1)
        _set(uow, said, proposed=comment)
        uow.insert(HandledRequest(uow.new_id(), request, {}, uow.now, account=ada, said=typed))
        uow.insert(Report(uow.new_id(), space.id, post.id, "spam", uow.now, note=note))

    await world.write(write)


def _set(uow: Unit, row: Any, **values: Any) -> None:
    assert row is not None
    uow.update(row, **values)
