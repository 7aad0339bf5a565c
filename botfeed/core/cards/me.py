"""What this place is, what can be said here, and what is kept about who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from botfeed.core.chat import names, text
from botfeed.core.chat.command import Command, Who
from botfeed.core.chat.context import Voice
from botfeed.core.chat.i18n import L
from botfeed.core.chat.message import Action, Card, Look
from botfeed.core.chat.text import Line, Text
from botfeed.core.model import Account, Consent

# Headings of the menu, by the file that declares the verbs; another file is headed by its own name.
HEADINGS = {
    "studio": L("Pictures"),
    "posts": L("Posts"),
    "feed": L("Feed"),
    "reactions": L("Feed"),
    "search": L("Feed"),
    "shelves": L("Saved"),
    "people": L("People"),
    "digest": L("Digest"),
    "ask": L("Talking"),
    "spaces": L("Servers and groups"),
    "moderation": L("Order"),
    "me": L("You"),
    "links": L("You"),
}


def start(voice: Voice) -> Card:
    """Say in five lines what this is, with buttons for the next step."""
    who = voice.account.handle if voice.account else ""
    made = (
        L("The pictures are made by AI, and each one says by which model.")
        if voice.house.painter.ai
        else L("Pictures are made by AI where a model is connected; here a small program sketches, and each says so.")
    )
    paint = voice.s(L("paint a fox in snow"))
    lines = (
        voice.t(L("Hello {who:b}. Say {paint:c}, and it is painted."), who=who, paint=paint),
        voice.t(made),
        voice.t(L("Only you see a picture until you publish it.")),
        voice.t(L("Others can like it, comment, follow you, and remix it with credit.")),
        voice.t(L("Once a day, at your hour, the best of it comes to you.")),
    )
    actions = (
        Action(voice.s(L("Paint")), "imagine", look=Look.PRIMARY),
        Action(voice.s(L("My pictures")), "mine"),
        Action(voice.s(L("Feed")), "feed"),
        Action(voice.s(L("Digest")), "digest.show"),
        Action(voice.s(L("Help")), "help"),
    )
    return Card(text.join(lines), actions=actions)


def menu(voice: Voice, commands: Iterable[Command], *, operator: bool) -> Card:
    """Name every verb of the menu under its heading; a button for each heading says what they do."""
    found = groups(commands, operator=operator)
    blocks = [
        text.join([text.bold(voice.s(heading)), text.join((_verb(voice, what) for what in verbs), " · ")])
        for heading, verbs in found.items()
    ]
    one = Line(f"/help {names.of('imagine', voice.words.language)}")
    way = voice.t(L("{help:c} says more about one of them, a button about all of a kind."), help=one)
    actions = (
        Action(voice.s(L("Paint")), "imagine", look=Look.PRIMARY),
        *(Action(voice.s(heading), "help.section", {"about": _key(heading)}) for heading in found),
        Action(voice.s(L("Privacy")), "privacy"),
    )
    return Card(text.join((*blocks, way), "\n\n"), actions=actions)


def section(voice: Voice, commands: Iterable[Command], about: str, *, operator: bool) -> Card | None:
    """Say what the verbs of one heading do, one line each; None where there is no such heading."""
    found = groups(commands, operator=operator)
    heading = next((heading for heading in found if _key(heading) == about), None)
    if heading is None:
        return None
    lines = [_verb(voice, what) + f" {voice.s(what.says)}" for what in found[heading]]
    return Card(text.join([text.bold(voice.s(heading)), *lines]), actions=(Action(voice.s(L("Help")), "help"),))


def groups(commands: Iterable[Command], *, operator: bool) -> dict[str, list[Command]]:
    """Give the verbs of the menu under their headings, in the order in which people need them."""
    found: dict[str, list[Command]] = {heading: [] for heading in HEADINGS.values()}
    for what in commands:
        if what.menu and (operator or what.who is not Who.OPERATOR):
            found.setdefault(_heading(what), []).append(what)
    return {heading: verbs for heading, verbs in found.items() if verbs}


def _verb(voice: Voice, what: Command) -> Text:
    return text.code(voice.typed("/" + what.name.replace(".", " ")))


def _key(heading: str) -> str:
    return next((module for module, each in HEADINGS.items() if each == heading), heading.lower())


def _heading(what: Command) -> str:
    module = str(what.run.__module__).rpartition(".")[2]
    return HEADINGS.get(module, module.capitalize())


def privacy(voice: Voice) -> Card:
    """Say what is kept, why and for how long, as the code does it."""
    lines = [
        voice.t(L("What is kept about you, why, and for how long:")),
        voice.t(L("• Your name and number here, your handle, language and zone, to know you again. Until you leave.")),
        voice.t(L("• Your prompts and pictures, for your library. Until you delete them or leave.")),
        voice.t(L("• Prompts that came to nothing, to see why. 30 days.")),
        voice.t(
            L("• What you publish, like, comment and whom you follow, to show it. Until you take it back or leave.")
        ),
        voice.t(
            L("• What you save, tags you follow, whom you mute or block, to keep to it. Until you undo it or leave.")
        ),
        voice.t(L("• What you were shown and how you answered, to order your feed and digest. 90 days.")),
        voice.t(L("• Which posts you have seen, so that nothing comes twice. Until you leave.")),
        voice.t(L("• How many pictures you asked for and when, to keep the allowance. Until you leave.")),
        voice.t(L("• The last answers given to you, so that nothing happens twice. Two days.")),
        voice.t(L("• Where our messages to you landed, so that edits and take-downs reach them. A year.")),
        voice.t(L("• What happened to your pictures, for your inbox. 90 days after you read it.")),
        voice.t(L("• Decisions of moderators. They stay when you leave, without your name.")),
        *_others(voice),
        voice.t(
            L("{export:c} gives you all of it, {delete:c} ends it, {consent:c} and {personal:c} limit its use."),
            export=Line("/me export"),
            delete=Line("/me delete"),
            consent=Line("/me consent"),
            personal=Line("/me personal"),
        ),
    ]
    if voice.policy.contact:
        lines.append(voice.t(L("Questions: {contact}"), contact=voice.policy.contact))
    actions = (
        Action(voice.s(L("Get my data")), "me.export"),
        Action(voice.s(L("Delete my account")), "me.delete", look=Look.DANGER),
    )
    return Card(text.join(lines), actions=actions)


def _others(voice: Voice) -> list[Text]:
    """Say who else gets to read what: as many makers of models as are asked."""
    house, gone = voice.house, []
    if house.painter.ai:
        gone.append(
            L("• Prompts, and pictures that new ones start from, go to the painter's maker, without your name.")
        )
    if house.reviewer:
        gone.append(
            L("• Prompts, captions, comments and pictures go to a model that checks them; of you only a post's handle.")
        )
    if house.talker:
        gone.append(L("• Questions in plain words go to a language model, without your name."))
    return [voice.t(one) for one in gone or [L("• No word and no picture leaves this house to be painted or checked.")]]


def leaving_asked(voice: Voice, pictures: int, published: int) -> Card:
    """Say what will be lost, before it is."""
    said = voice.t(
        L(
            "Delete your account? Gone will be {pictures}, {posts}, your comments, likes and follows, and every copy "
            "we can reach. Your posts are hidden at once, all is erased after seven days, and until then {keep:c} "
            "takes it back."
        ),
        pictures=voice.n(L("{n} picture"), L("{n} pictures"), pictures),
        posts=voice.n(L("{n} post"), L("{n} posts"), published),
        keep=Line("/me keep"),
    )
    actions = (
        Action(voice.s(L("Get my data")), "me.export"),
        Action(voice.s(L("Delete everything")), "me.delete", {"sure": "1"}, Look.DANGER),
    )
    return Card(said, actions=actions)


def leaving(voice: Voice, account: Account) -> Card:
    day = account.leaving_at.date().isoformat() if account.leaving_at else ""
    said = voice.t(
        L("Everything of yours is erased on {day}. Until then nobody sees your posts, and {keep:c} takes it back."),
        day=day,
        keep=Line("/me keep"),
    )
    return Card(said, actions=(Action(voice.s(L("Keep my account")), "me.keep", look=Look.PRIMARY),))


def consent(voice: Voice, version: int, history: Sequence[Consent]) -> Card:
    """Say how it stands, and when it changed."""
    if version:
        said = voice.t(L("Your interactions may be exported to improve models (version {version})."), version=version)
    else:
        said = voice.t(L("Your interactions are not exported. They serve this place alone."))
    changes = [
        voice.t(
            L("{day}: on (version {version})") if row.granted else L("{day}: off"), day=_day(row), version=row.version
        )
        for row in history[-5:]
    ]
    label, other = (voice.s(L("Withdraw")), "off") if version else (voice.s(L("Allow")), "on")
    card = text.join([said, text.quiet(text.join(changes))])
    return Card(card, actions=(Action(label, "me.consent", {"export": other}),))


def _day(row: Consent) -> str:
    return row.created.date().isoformat()
