"""About cards: the start message, the command menu and the privacy text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from botfeed.core.cards import buttons
from botfeed.core.cards import lines as line_cards
from botfeed.core.cards.choices import Place, Switch
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import About, Card
from botfeed.core.chat.verb import Verb, Who
from botfeed.core.language import dates, text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import Account, Consent
from botfeed.core.parsing import command_names

START = "start"  # a kind of view that is never built again

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
    "moderation": L("Moderation"),
    "me": L("You"),
    "linking": L("You"),
    "preferences": L("You"),
    "settings": L("You"),
}


def start(ctx: RenderContext) -> Card:
    """Build the start card: five lines of introduction, with buttons for the next step."""
    who = ctx.account.handle if ctx.account else ""
    made = (
        L("The pictures are made by AI, and each one says by which model.")
        if ctx.services.painter.ai
        else L("Pictures are made by AI where a model is connected; here a small program sketches, and each says so.")
    )
    lines = (
        ctx.t(L("Hello {who:b}. Say {paint:c}, and it is painted."), who=who, paint=_first_words(ctx)),
        ctx.t(made),
        ctx.t(L("Only you see a picture until you publish it.")),
        ctx.t(L("Others can like it, comment, follow you, and remix it with credit.")),
        ctx.t(L("Once a day, at your hour, the best of it comes to you.")),
        line_cards.hearing(ctx),
    )
    actions = (
        buttons.imagine(ctx, L("Paint")).primary(),
        buttons.mine(ctx, L("My pictures")),
        buttons.feed(ctx, L("Feed")),
        buttons.digest_show(ctx, L("Digest"), where=Place.HERE if ctx.address.private else Place.PRIVATE),
        buttons.help_(ctx, L("Help")),
    )
    return Card(text.join(lines), actions=actions, about=About(surface=START))


def _first_words(ctx: RenderContext) -> str | CommandLine:
    """Return what a newcomer may write where they read: plain words reach nobody in a server or group."""
    if ctx.reads_at.private:
        return ctx.s(L("paint a fox in snow"))
    return CommandLine(f"/imagine {ctx.s(L('a fox in snow'))}")


def menu(ctx: RenderContext, commands: Iterable[Verb], *, operator: bool) -> Card:
    """Build the menu card: all commands under their headings, with a button for each heading."""
    found = groups(commands, operator=operator)
    blocks = [
        text.join([text.bold(ctx.s(heading)), text.join((_verb(ctx, what) for what in verbs), " · ")])
        for heading, verbs in found.items()
    ]
    one = CommandLine(f"/help {command_names.of('imagine', ctx.words.language)}")
    way = ctx.t(L("{help:c} says more about one of them, a button about all of a kind."), help=one)
    actions = (
        buttons.imagine(ctx, L("Paint")).primary(),
        *(buttons.help_section(ctx, ctx.s(heading), _key(heading)) for heading in found),
        buttons.privacy(ctx, L("Privacy")),
        *line_cards.invites(ctx),
    )
    return Card(text.join((*blocks, way), "\n\n"), actions=actions)


def section(ctx: RenderContext, commands: Iterable[Verb], about: str, *, operator: bool) -> Card | None:
    """Build the card that explains the commands of one heading; None if there is no such heading."""
    found = groups(commands, operator=operator)
    heading = next((heading for heading in found if _key(heading) == about), None)
    if heading is None:
        return None
    lines = [_verb(ctx, what) + f" {ctx.s(what.says)}" for what in found[heading]]
    return Card(text.join([text.bold(ctx.s(heading)), *lines]), actions=(buttons.help_(ctx, L("Help")),))


def groups(commands: Iterable[Verb], *, operator: bool) -> dict[str, list[Verb]]:
    """Return the commands of the menu by heading, in order of importance."""
    found: dict[str, list[Verb]] = {heading: [] for heading in HEADINGS.values()}
    for what in commands:
        if what.menu and (operator or what.who is not Who.OPERATOR):
            found.setdefault(_heading(what), []).append(what)
    return {heading: verbs for heading, verbs in found.items() if verbs}


def _verb(ctx: RenderContext, what: Verb) -> Text:
    return text.code(ctx.typed("/" + what.name.replace(".", " ")))


def _key(heading: str) -> str:
    return next((module for module, each in HEADINGS.items() if each == heading), heading.lower())


def _heading(what: Verb) -> str:
    module = str(what.run.__module__).rpartition(".")[2]
    return HEADINGS.get(module, module.capitalize())


def privacy(ctx: RenderContext, *, reviews: bool = True) -> Card:
    """Build the privacy card: data stored, purpose and retention. Keep it true to the code.
    `reviews`: the reviewer's server, if there is one, was not found to have no review.
    """
    lines = [
        ctx.t(L("What is kept about you, why, and for how long:")),
        ctx.t(L("• Your name and number here, your handle, language and zone, to know you again. Until you leave.")),
        ctx.t(L("• Your prompts and pictures, for your library. Until you delete them or leave.")),
        ctx.t(L("• Prompts that came to nothing, to see why. 30 days.")),
        ctx.t(L("• What you publish, like, comment and whom you follow, to show it. Until you take it back or leave.")),
        ctx.t(
            L("• What you save, tags you follow, whom you mute or block, to keep to it. Until you undo it or leave.")
        ),
        ctx.t(L("• What you were shown and how you answered, to order your feed and digest. 90 days.")),
        ctx.t(L("• Which posts you have seen, so that nothing comes twice. Until you leave.")),
        ctx.t(L("• How many pictures you asked for and when, to keep the allowance. Until you leave.")),
        ctx.t(L("• The last answers given to you, so that nothing happens twice. Two days.")),
        ctx.t(L("• Where our messages to you landed, so that edits and take-downs reach them. A year.")),
        ctx.t(L("• What happened to your pictures, for your inbox. 90 days after you read it.")),
        ctx.t(L("• In which servers and groups you are, so that your cards work there. Until you leave.")),
        ctx.t(L("• Decisions of moderators. They stay when you leave, without your name.")),
        ctx.t(
            L(
                "• When you leave: hashes that name nobody, of your number while a suspension lasts, "
                "and of your handles for a year."
            )
        ),
        *_others(ctx, reviews=reviews),
        ctx.t(
            L("{export:c} gives you all of it, {delete:c} ends it, {consent:c} and {personal:c} limit its use."),
            export=CommandLine("/me export"),
            delete=CommandLine("/me delete"),
            consent=CommandLine("/me consent"),
            personal=CommandLine("/me personal"),
        ),
    ]
    if ctx.policy.contact:
        lines.append(ctx.t(L("Questions: {contact}"), contact=ctx.policy.contact))
    actions = (
        buttons.me_export(ctx, L("Get my data")),
        buttons.me_delete(ctx, L("Delete my account")).danger(),
    )
    return Card(text.join(lines), actions=actions)


def _others(ctx: RenderContext, *, reviews: bool) -> list[Text]:
    """Return lines on the external models that receive data, depending on the services configured."""
    services, gone = ctx.services, []
    if services.painter.ai:
        gone.append(
            L("• Prompts, and pictures that new ones start from, go to the painter's maker, without your name.")
        )
    if services.reviewer and reviews:
        gone.append(
            L("• Prompts, captions, comments and pictures go to a model that checks them; of you only a post's handle.")
        )
    if services.reviewer and not reviews:
        gone.append(
            L(
                "• Word lists of this house check what you write: the models' server has no review. Now and then a "
                "text goes to it, in case it has one by now."
            )
        )
    if services.talker:
        gone.append(L("• Questions in plain words go to a language model, without your name."))
    return [ctx.t(one) for one in gone or [L("• No word and no picture leaves this house to be painted or checked.")]]


def leaving_asked(ctx: RenderContext, pictures: int, published: int) -> Card:
    """Build the card that states the losses before an account is deleted."""
    said = ctx.t(
        L(
            "Delete your account? Gone will be {pictures}, {posts}, your comments, likes and follows, and every copy "
            "we can reach. Your posts are hidden at once, all is erased after seven days, and until then {keep:c} "
            "takes it back."
        ),
        pictures=ctx.n(L("{n} picture"), L("{n} pictures"), pictures),
        posts=ctx.n(L("{n} post"), L("{n} posts"), published),
        keep=CommandLine("/me keep"),
    )
    actions = (
        buttons.me_export(ctx, L("Get my data")),
        buttons.me_delete(ctx, L("Delete everything"), sure=True).danger(),
    )
    return Card(said, actions=actions)


def leaving(ctx: RenderContext, account: Account) -> Card:
    day = dates.in_words(ctx.words, account.leaving_at.date()) if account.leaving_at else ""
    said = ctx.t(
        L("Everything of yours is erased on {day}. Until then nobody sees your posts, and {keep:c} takes it back."),
        day=day,
        keep=CommandLine("/me keep"),
    )
    return Card(said, actions=(buttons.me_keep(ctx, L("Keep my account")).primary(),))


def consent(ctx: RenderContext, version: int, history: Sequence[Consent]) -> Card:
    """Build the consent card: current choice and its latest changes."""
    if version:
        said = ctx.t(L("Your interactions may be exported to improve models (version {version})."), version=version)
    else:
        said = ctx.t(L("Your interactions are not exported. They serve this place alone."))
    changes = [
        ctx.t(
            L("{day}: on (version {version})") if row.granted else L("{day}: off"),
            day=dates.full(ctx.words, row.created.date()),
            version=row.version,
        )
        for row in history[-5:]
    ]
    label, other = (L("Withdraw"), Switch.OFF) if version else (L("Allow"), Switch.ON)
    card = text.join([said, text.quiet(text.join(changes))])
    return Card(card, actions=(buttons.me_consent(ctx, label, export=other),))
