"""Painting cards: queued, in progress, and ended without a picture."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from botfeed.core.cards import buttons, lines
from botfeed.core.chat.button import Form
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Action, Ask, Card, Field
from botfeed.core.language.i18n import L
from botfeed.core.language.text import Text, join, shorten
from botfeed.core.model import LedgerEntry, Painting

PROMPT_MOST = 200  # characters of the prompt in a line of ours
ASKED_MOST = 1000  # characters of a prompt that is asked for
BAR = 10  # steps of a bar

REFUSED = L("This prompt can't be painted here ({category}). Nothing was used from your allowance. Try other words.")
UNUSED = L("Nothing was used from your allowance.")
USED = L("This was used from your allowance, since the painter was asked.")
_LATER, _OTHER_WORDS = L("Try again in a while."), L("Try other words.")
# By `Painting.why`: what happened, and the next step.
_ENDS: Mapping[str, tuple[str, str]] = {
    "refused": (L("This prompt can't be painted here ({category})."), L("Try other words.")),
    "unfit": (L("What came out can't be shown here ({category})."), _OTHER_WORDS),
    "cancelled": (L("Cancelled “{prompt}”."), ""),
    "failed": (L("The painter could not paint “{prompt}”."), _LATER),
    "busy": (L("The painter had too much to do for “{prompt}”."), _LATER),
    "unknown": (L("The painter broke off twice over “{prompt}”."), _LATER),
    "spent": (
        L("The painter broke off over “{prompt}”, and everybody's pictures for today are used up."),
        L("Try again tomorrow."),
    ),
    "unusable": (L("The painter answered “{prompt}” with nothing that can be shown."), _LATER),
    "setup": (
        L("The painter takes no requests at all just now: its operator has to see to it. Your words are kept."),
        L("Press Again later today."),
    ),
    "long": (L("“{prompt}” is too long for the painter."), L("Say it in fewer words.")),
    "source": (
        L("The painter can't start from that picture."),
        L("Start from another one, or paint from words alone."),
    ),
    "full": (
        L("There is no room left here to keep “{prompt}”, which its operator has to see to."),
        L("Try again in a while. (ref {ref})"),
    ),
    "withdrawn": (
        L("The picture that “{prompt}” starts from is not there for you any more, or may not be remixed."),
        L("Your words alone can be painted."),
    ),
    "late": (L("“{prompt}” was not ready in 10 minutes, so we stopped."), ""),
}
_OTHER = ("refused", "unfit", "long", "source")  # the same again would end the same


def waiting(ctx: RenderContext, painting: Painting, ahead: int, wait: timedelta) -> Card:
    """Build the waiting card: prompt, place in the queue, estimated time, and Cancel."""
    prompt, about = shorten(painting.prompt, PROMPT_MOST), _about(ctx, wait)
    if ahead:
        text = ctx.t(L("Painting “{prompt}”. {ahead} before you, {about}."), prompt=prompt, ahead=ahead, about=about)
    else:
        text = ctx.t(L("Painting “{prompt}”, {about}."), prompt=prompt, about=about)
    return Card(text, actions=(_cancel(ctx, painting),))


def progress(ctx: RenderContext, painting: Painting, passed: timedelta, whole: timedelta) -> Text:
    """Return the prompt and a progress bar for the estimated time.
    The bar is never full before the picture is there.
    """
    done = min(BAR - 1, int(BAR * (passed / whole))) if whole else 0
    bar = "▰" * done + "▱" * (BAR - done)
    prompt, left = shorten(painting.prompt, PROMPT_MOST), whole - passed
    if left > timedelta(0):
        return ctx.t(L("Painting “{prompt}”.\n{bar} {about}"), prompt=prompt, bar=bar, about=_about(ctx, left))
    return ctx.t(L("Painting “{prompt}”.\n{bar} longer than usual"), prompt=prompt, bar=bar)


def trying(ctx: RenderContext, painting: Painting) -> Card:
    """Build the card shown while the painter fails and attempts continue until the deadline."""
    text = ctx.t(
        L("Something broke on our side and you were not charged. We keep trying for 10 minutes. (ref {ref})"),
        ref=short_ref(ctx.ref(painting.id)),
    )
    return Card(text, actions=(_cancel(ctx, painting),))


def unpainted(ctx: RenderContext, painting: Painting) -> Card:
    """Build the card of a painting that ended without a picture: reason and next step."""
    said, step = _ENDS.get(painting.why, _ENDS["failed"])
    values = {
        "prompt": shorten(painting.prompt, PROMPT_MOST),
        "category": lines.category(ctx, painting.refusal),
        "ref": short_ref(ctx.ref(painting.id)),
    }
    parts = (ctx.t(said, **values), ctx.t(_counted(ctx, painting)), ctx.t(step, **values) if step else "")
    text = join(parts, " ")
    if painting.why in _OTHER:
        return Card(text, actions=(buttons.imagine(ctx, L("Other words")),))
    if painting.why == "withdrawn":
        return Card(text, actions=(buttons.imagine(ctx, L("Paint"), painting.prompt),))
    return Card(text, actions=(buttons.again(ctx, L("Again"), painting.id),))


def _counted(ctx: RenderContext, painting: Painting) -> str:
    charged = ctx.uow.count(LedgerEntry, painting=painting.id, kind="capture")
    return USED if charged else UNUSED


def nothing(ctx: RenderContext, painting: Painting | None) -> Card:
    """Build the same for a shared chat, without the prompt and the reason."""
    said = ctx.t(L("{who:b}, your picture was not painted."), who=lines.called(ctx, ctx.account))
    return Card(join((said, ctx.t(_counted(ctx, painting)) if painting else ""), " "))


def unchanged(ctx: RenderContext) -> Card:
    """Say that an open question was left without an answer."""
    return Card(ctx.t(L("All right, nothing was changed.")))


def ask_words(ctx: RenderContext) -> Ask:
    """Ask what to paint."""
    field = Field("prompt", ctx.s(L("What shall I paint?")), "long", most=ASKED_MOST)
    return buttons.imagine.ask(ctx, Form(L("Paint a picture from words."), (field,)))


def unknown_words(ctx: RenderContext) -> Card:
    """Say that words from another chat are not kept any more, and ask for them here."""
    said = ctx.t(L("I don't have the words from that chat any more. Say here what you want to see."))
    return Card(said, actions=(buttons.imagine(ctx, L("Paint")).primary(),))


def short_ref(ref: str) -> str:
    """Return the short form of a reference, easy to read aloud and also written to the log."""
    return ref[-4:].upper()


def _cancel(ctx: RenderContext, painting: Painting) -> Action:
    return buttons.cancel(ctx, L("Cancel"), painting.id)


def _about(ctx: RenderContext, wait: timedelta) -> Text:
    seconds = max(1, round(wait.total_seconds()))
    if seconds > 90:
        return ctx.n(L("about {n} minute"), L("about {n} minutes"), round(seconds / 60))
    return ctx.n(L("about {n} second"), L("about {n} seconds"), seconds)
