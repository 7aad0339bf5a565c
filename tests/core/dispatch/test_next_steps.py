"""Every refusal names a next step that works: in the place where it is read, for the person who reads it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest

import botfeed.core
from botfeed.adapters.clock import SteppedClock
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Request, Sender
from botfeed.core.chat.policy import Policy
from botfeed.core.dispatch import admission, contexts, error_replies, next_steps
from botfeed.core.errors import NeedsRights, UserError
from botfeed.core.language.text import CommandLine
from botfeed.core.model import AccountState, Address, Right
from botfeed.core.people import accounts
from botfeed.core.ports import Unit
from botfeed.testing.plugin import Store, make_services
from botfeed.testing.stage import Stage

ERRORS = ("BadInput", "NotYours", "NotFound", "Refused", "Limited", "Forbidden", "Asks")

# Texts that say themselves what would work: what fits, other words, a time to wait, a command by its name.
SAYS_IT = {
    "A handle has 2 to 20 characters: letters a to z, digits and _, at least one of them a letter.",
    (
        "A sensitive picture can't be shown in a place that is not age-restricted. "
        "Publish it to everyone or to your followers: there it arrives blurred."
    ),
    "A shelf needs a title.",
    "I don't understand {value:c} there. Write it like {like:c}.",
    (
        "I can't post in this channel for everybody: I lack the permission {missing:b} here. "
        "Those who run this server can give it to me. What is for your eyes alone works."
    ),
    "I can't post in this channel yet: I lack the permission {missing:b} here. Give it to me and try again.",
    (
        "I can't post in {channel:b} yet: I lack the permission {missing:b} there. "
        "Give it to me and try again, or choose another channel."
    ),
    "You asked for your data {n} times today. What you were sent holds all of it; ask again tomorrow.",
    "The picture this came from is only for {place:b}. Publish yours there, to “Here”.",
    "At which hour? The digest of this place has none yet, so give {hour:c} too.",
    "At most {most} of them can be chosen.",
    "Here I only answer in {channels}.",
    "Here I only answer {roles}. Those who run this place decided that.",
    "I cannot write to you in private yet. Open a private chat with me and ask there.",
    "Only a server or group is a {here:c}. Name a person by their handle.",
    'Only a server or group is a "here". Publish it from inside one, or to your followers.',
    "That is no channel of this place that I can see.",
    "That is none of this place's own channels or roles.",
    "That is too long: {n} characters, at most {most} fit. Nothing was used; try a shorter one.",
    "That picture is sensitive, and this is no channel for it. Ask me for it in private.",
    "That question is closed. Start again from the card.",
    "Here every heart is a like, and that can't be chosen. Leave it out.",
    "Name emoji, like {example}, or {hearts:c} for every heart.",
    "That was fast. Wait {seconds} s and go on.",
    "The hour of the digest goes from 0 to 23, or is {off:c}.",
    "There is no option {name:c} here. There is: {known}.",
    "There is no style {style:c}. There is: {known}.",
    "There is nobody called {who:b} here. Handles look like @ada.",
    "There is not exactly one place called {name:c}. Name it as platform:id.",
    "These words can't be shown here ({category}). Nothing was changed or posted. Try other words.",
    "This painter has no shape {shape:c}. It has: {known}.",
    "This painter has no styles to choose from. Say the style in the prompt.",
    "This painter makes at most {most} at once.",
    "This painter takes no seed. Leave it out.",
    "Those were many codes. Wait {minutes} min and go on.",
    "You are not on {platform:b} here, but on {known}.",
    "You changed your handle {n} times in a month. Let people get used to it first.",
    "You left a platform {n} times today. Let it rest until tomorrow.",
    "Your data is being packed already. It comes to you alone when it is ready.",
    "{handle:b} is somebody's, or was. Try another.",
    "{handle:b} would be taken for the people who run this botfeed. Try another.",
    "{here:c} is what was published in a server or group. Ask for it inside one.",
    "{here:c} publishes in the server or group where you ask, and this is a private chat. Leave it out.",
    "{name:c} goes from {least} to {most}.",
    "{name:c} is a number, and {value:c} is not.",
    "{name:c} is empty. Say a few words.",
    "{name:c} is yes or no.",
    "{place:b} shows no sensitive pictures. Publish it to everyone or to your followers.",
    "{value:c} is no day here. Say {daily:c}, {weekdays:c}, {weekends:c} or days like {some:c}.",
    "{value:c} is no reference. Leave it out, and choose from what there is.",
    "{value:c} is no reference: those have eleven letters and digits.",
    "{value:c} is no tag. A tag is one word of letters and digits, like #fox.",
    "{value:c} is no time zone I know. They look like {one:c} or {other:c}.",
    "{value:c} is not one of: {choices}.",
}


@dataclass(frozen=True)
class Refusal:
    """A text of a refusal, and the names of the values that are a command's line."""

    message: str
    lines: tuple[tuple[str, str], ...] = ()


def refusals() -> list[Refusal]:
    """Find every text that the core refuses somebody with, in whatever way it reaches the error."""
    found: dict[str, Refusal] = {}
    for path in sorted(Path(botfeed.core.__file__).parent.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        named = {
            t.id: text
            for n in ast.walk(tree)
            if isinstance(n, ast.Assign) and (text := marked(n.value))
            for t in n.targets
            if isinstance(t, ast.Name)
        }
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            if name in ERRORS or name == "strange":
                for arg in call.args:
                    text = marked(arg) or named.get(getattr(arg, "id", ""), "")
                    if text:
                        lines = tuple((k.arg or "", line) for k in call.keywords if (line := command_line(k.value)))
                        found[text] = Refusal(text, lines)
    return list(found.values())


def marked(node: ast.expr) -> str:
    """Return the text in L("..."), of one string or several that stand together."""
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "L":
        first = node.args[0]
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    return ""


def command_line(node: ast.expr) -> str:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CommandLine":
        first = node.args[0]
        return first.value if isinstance(first, ast.Constant) else ""
    return ""


ALL = refusals()


def test_the_refusals_of_the_core_are_found() -> None:
    assert len(ALL) > 100
    assert {"That picture is not there, or not there for you.", "There is nothing to cancel."} <= {
        r.message for r in ALL
    }


@pytest.mark.parametrize("refusal", ALL, ids=lambda r: r.message[:40])
def test_every_refusal_says_what_works_or_has_a_next_step(refusal: Refusal) -> None:
    named = bool(refusal.lines) or any(
        f"{{{name}:c}}" in refusal.message for name in ("help", "near", "alone", "export")
    )
    assert named or refusal.message in SAYS_IT or refusal.message in next_steps.NEXT, refusal.message


def test_the_tables_name_no_text_that_is_not_said() -> None:
    said = {r.message for r in ALL}
    assert {m for m in next_steps.NEXT if m not in said} <= INDIRECT
    assert SAYS_IT - said == set()


# Texts that reach their error by a variable.
INDIRECT = {
    "That's all for today: {used} of {limit}. More at {at}, {wait}.",
    "{wanted} do not fit today: {used} of {limit} are used. Ask for fewer, or for more at {at}, {wait}.",
    "There is no comment here that this could mean.",
}

PLACES = {
    "private": Address("console", "ben"),
    "group": Address("console", "#lounge", "space-lounge", "lounge", private=False),
    "server": Address("discord", "7", "77", "server", private=False),
    "page": Address("web", "ben"),
}
PEOPLE = ("member", "moderator", "operator", "suspended", "outsider")
OPEN_TO_OUTSIDERS = {"This botfeed is open by invitation. Its operator can let you in, or the place you are in."}


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("pressed", ["", "m1"], ids=["typed", "pressed"])
async def test_the_next_step_works_in_the_place_and_for_the_person(
    store: Store, clock: SteppedClock, place: str, person: str, pressed: str
) -> None:
    outside = person == "outsider"
    access = "invite" if outside else "open"
    policy = Policy(
        access=access,
        operators=frozenset({f"{PLACES[place].platform}:ben"} if person == "operator" else ()),
        per_minute=100_000,
    )
    services = make_services(store, clock, policy=policy)
    Stage(services)
    tried = 0

    def look(uow: Unit) -> int:
        nonlocal tried
        ctx = context(services, uow, PLACES[place], person, pressed)
        for refusal in ALL:
            if outside and refusal.message not in OPEN_TO_OUTSIDERS:
                continue
            tried += check(ctx, refusal)
        return tried

    assert await store.run(look) == (1 if outside else len(ALL))


def context(services, uow: Unit, at: Address, person: str, pressed: str) -> Context:
    sender = Sender(at.platform, "ben", "ben", None if at.space else False, Address(at.platform, "ben"))
    request = Request("r1", "", sender, at, pressed=pressed)
    account, identity = accounts.sign_in(services, uow, request)[:2]
    state = AccountState.SUSPENDED if person == "suspended" else AccountState.ACTIVE
    account = uow.update(account, state=state)
    ctx = contexts.build(services, uow, request, account, identity)
    if ctx.space is not None:
        uow.insert(Right(uow.new_id(), account.id, ctx.space.id, person == "moderator", uow.now))
        ctx = contexts.build(services, uow, request, account, identity)
    return ctx


def check(ctx: Context, refusal: Refusal) -> int:
    """Hold one refusal against the commands that its answer names or offers."""
    values: dict[str, object] = {name: "ben" for _, name, _, _ in Formatter().parse(refusal.message) if name}
    values |= {name: CommandLine(line) for name, line in refusal.lines}
    error = UserError(refusal.message, **values)
    error.verb = "digest.set"
    step = next_steps.of(ctx, error)
    named = [line for _, line in refusal.lines]
    if step is not None:
        assert str(step.says).strip()
        allowed(ctx, step.action.command)
        reply = error_replies.reply_to(ctx, error)
        assert reply.notice.endswith(str(step.says)) if ctx.request.pressed else reply.cards[0].actions
    for line in named:
        found = ctx.services.menu.find(line)
        assert found is not None, line
        if ctx.actor.state is not AccountState.SUSPENDED:  # to whom another refusal says so, and leads to the inbox
            allowed(ctx, found[0].name)
    return 1


def allowed(ctx: Context, name: str) -> None:
    """Raise UserError if the person may not run a command here; a question to the platform is no refusal."""
    try:
        admission.admit(ctx, ctx.services.menu[name])
    except NeedsRights:
        return
