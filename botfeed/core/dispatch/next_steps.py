"""The next step after a refusal: a sentence for a toast, and a button for a card.
Each text of a refusal either says itself what would work, or has its step here by its own words; a test holds every
refusal of the code against this table, in every kind of place and for every kind of person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from botfeed.core.cards import buttons
from botfeed.core.cards.choices import Place
from botfeed.core.chat.context import Context
from botfeed.core.chat.message import Action
from botfeed.core.errors import UserError
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, Text
from botfeed.core.model import AccountState


@dataclass(frozen=True, slots=True)
class Step:
    """A next step, as a sentence and as a button that does the same."""

    says: Text
    action: Action


Make = Callable[[Context, UserError], Step]


def of(ctx: Context, error: UserError) -> Step | None:
    """Return the next step after a refusal in this place for this person; None where the text says it itself."""
    make = NEXT.get(error.message)
    if make is None:
        return None
    step = make(ctx, error)
    verb = ctx.services.menu[step.action.command]
    may = verb.reads or verb.open or ctx.actor.state is not AccountState.SUSPENDED
    return step if may else _inbox(ctx, error)


def _look(ctx: Context, _: UserError) -> Step:
    return Step(
        ctx.t(L("{feed:c} shows what there is."), feed=CommandLine("/feed")), buttons.feed(ctx, L("Look around"))
    )


def _mine(ctx: Context, _: UserError) -> Step:
    return Step(ctx.t(L("{mine:c} has your pictures."), mine=CommandLine("/mine")), buttons.mine(ctx, L("My pictures")))


def _inbox(ctx: Context, _: UserError) -> Step:
    return Step(ctx.t(L("{inbox:c} says more."), inbox=CommandLine("/inbox")), buttons.inbox(ctx, L("Inbox")))


def _help(ctx: Context, _: UserError) -> Step:
    return Step(ctx.t(L("{help:c} shows what I can do."), help=CommandLine("/help")), buttons.help_(ctx, L("Help")))


def _saved(ctx: Context, _: UserError) -> Step:
    return Step(ctx.t(L("{saved:c} shows your shelves."), saved=CommandLine("/saved")), buttons.saved(ctx, L("Saved")))


def _profile(ctx: Context, _: UserError) -> Step:
    line = CommandLine("/profile")
    return Step(ctx.t(L("{profile:c} shows your own profile."), profile=line), buttons.profile(ctx, L("My profile")))


def _following(ctx: Context, _: UserError) -> Step:
    line = CommandLine("/following")
    return Step(
        ctx.t(L("{following:c} shows what you follow."), following=line), buttons.following(ctx, L("Following"))
    )


def _imagine(ctx: Context, _: UserError) -> Step:
    return Step(ctx.t(L("{paint:c} starts afresh."), paint=CommandLine("/imagine")), buttons.imagine(ctx, L("Paint")))


def _reports(ctx: Context, _: UserError) -> Step:
    line = CommandLine("/me reports")
    return Step(ctx.t(L("{reports:c} shows how it stands."), reports=line), buttons.me_reports(ctx, L("My reports")))


def _cases(ctx: Context, error: UserError) -> Step:
    """Lead those who decide to the open cases; they alone are refused this way, but for forged buttons."""
    if not ctx.operator:
        return _help(ctx, error)
    line = CommandLine("/admin reports")
    return Step(
        ctx.t(L("{reports:c} shows what is open."), reports=line), buttons.admin_reports(ctx, L("Open reports"))
    )


def _place_log(ctx: Context, error: UserError) -> Step:
    """Lead the moderators of a place to its log, which is shown inside it alone."""
    if ctx.space is None or ctx.keeps is False:
        return _help(ctx, error)
    return Step(
        ctx.t(L("{log:c} shows what was decided here."), log=CommandLine("/space log")),
        buttons.space_log(ctx, L("Log")),
    )


def _digest(ctx: Context, _: UserError) -> Step:
    private = "" if ctx.address.private else " --where private"
    place = Place.HERE if ctx.address.private else Place.PRIVATE
    says = ctx.t(L("{digest:c} shows your own digest."), digest=CommandLine(f"/digest show{private}"))
    return Step(says, buttons.digest_show(ctx, L("Your own digest"), where=place))


def _of_ones_own(ctx: Context, error: UserError) -> Step:
    """Offer who does not administer a place what they can have for themselves."""
    return _digest(ctx, error) if error.verb.startswith("digest.") else _help(ctx, error)


def _wishes(ctx: Context, _: UserError) -> Step:
    says = ctx.t(L("{requests:c} shows who does."), requests=CommandLine("/me requests"))
    return Step(says, buttons.me_requests(ctx, L("Follow requests")))


def _muted(ctx: Context, _: UserError) -> Step:
    says = ctx.t(L("{words:c} shows them."), words=CommandLine("/me words"))
    return Step(says, buttons.me_words(ctx, L("Muted words")))


def _unblock(ctx: Context, error: UserError) -> Step:
    who = str(error.values.get("who", ""))
    return Step(
        ctx.t(L("{unblock:c} does that."), unblock=CommandLine(f"/unblock {who}")),
        buttons.unblock(ctx, L("Unblock"), who),
    )


def _let_in(ctx: Context, _: UserError) -> Step:
    line = CommandLine("/me access")
    return Step(ctx.t(L("{ask:c} asks them to."), ask=line), buttons.me_access(ctx, L("Ask to be let in")))


# Texts that say themselves what would work (limits, other words, a time to wait) do not stand here.
NEXT: Mapping[str, Make] = {
    "I can't post in that channel: I have to be an administrator there who may post messages.": _mine,
    "Only what everybody may see can be put into a channel. Change its audience first.": _mine,
    "That picture can't be shown in {place:b}.": _mine,
    "It stands in {place:b} already.": _mine,
    "That picture is not there, or not there for you.": _look,
    "That is not there, or not there for you.": _look,
    "That picture is not there any more.": _look,
    "That comment is not there any more.": _look,
    "There is no comment here that this could mean.": _look,
    "They have not been here yet.": _look,
    "There is no picture on that message, or none that you may see.": _look,
    "That one is yours: likes come from others.": _look,
    "Everybody's questions for today are asked. More at 00:00 UTC, in {hours} hours.": _look,
    "That's all questions for today: {n} of {n}. More at 00:00 UTC, in {hours} hours.": _look,
    "How that picture was made is not known any more.": _mine,
    "There is no picture {ref:c} among yours.": _mine,
    "That is not published any more. Your picture is in your library.": _mine,
    "This picture is published already.": _mine,
    "That changed a moment ago. Look again.": _mine,
    "This picture was reported and is being looked at. You can publish it again once that is decided.": _mine,
    "The picture this came from is for its author's followers alone, so yours stays private. "
    "If they open theirs to everyone, you can publish yours.": _mine,
    "The picture this came from is not shown to you any more, so yours stays private, in your library.": _mine,
    "You began this in {place:b}, and are not there any more. Nothing was done.": _look,
    "This botfeed is closed to this place. Its operator decided that.": _help,
    "There is nothing to cancel.": _mine,
    "Too late to cancel: it is being painted, or done.": _mine,
    "The picture this came from may not be remixed, its author decided. Yours stays in your library.": _mine,
    "The ten minutes for Undo are over. Delete takes it down.": _mine,
    "That's all for today: {used} of {limit}. More at {at}, {wait}.": _look,
    "{wanted} do not fit today: {used} of {limit} are used. Ask for fewer, or for more at {at}, {wait}.": _mine,
    "Everybody's pictures for today are painted. More at {at}, {wait}; yours are still all there.": _mine,
    "This picture was removed by a decision and cannot be published again.": _inbox,
    "It is hidden by a decision; your inbox says why.": _inbox,
    "There is no decision of that reference that you can appeal.": _inbox,
    "That decision was appealed already. You will hear what came of it.": _inbox,
    "You reported that already. It is being looked at, and you will hear what came of it.": _reports,
    "That comment is not yours. Only who wrote it can delete it.": _look,
    "That comment is not yours. Only who wrote it can change it.": _look,
    "Only the author of the picture can hide comments below it.": _look,
    "That digest is not there any more.": _digest,
    "There is no digest yet. {set:c} starts one.": _digest,
    "That shelf is not there, or not shared any more.": _saved,
    "You have a shelf {title:b} already.": _saved,
    "You have {n} shelves, which is as many as there can be.": _saved,
    "You follow {n} tags, which is as many as there can be. Stop following one first.": _following,
    "{who:b} does not ask to follow you.": _wishes,
    "{who:b} does not follow you.": _profile,
    "You muted {n} words, which is as many as there can be. Unmute one first.": _muted,
    "That is you.": _profile,
    "That is your handle already.": _profile,
    "That is your own. You can delete it instead.": _mine,
    "You blocked {who:b}. Unblock them first.": _unblock,
    "Its author asked that nobody remix this picture. Its style and words are free to inspire you.": _imagine,
    "Only an administrator of this place can do that.": _of_ones_own,
    "Only the people who run this botfeed can do that.": _help,
    "That works inside a server or group, for those who run it.": _help,
    "{name:c} works inside a server or group.": _help,
    "You did not ask to leave. All is as it was.": _help,
    "Your seven days are over: what was yours is being deleted.": _help,
    "I did not expect {value:c} there.": _help,
    "It is out of this place already.": _place_log,
    "It was not taken out of this place.": _place_log,
    "There is no report of that reference in this place.": _place_log,
    "That is decided already.": _place_log,
    "That account is not active.": _cases,
    "That account is not suspended.": _cases,
    "That appeal is answered already.": _cases,
    "That is out of sight already.": _cases,
    "That is removed already.": _cases,
    "That was neither hidden nor refused.": _cases,
    "Its picture was published anew, or is not there any more.": _cases,
    "There is no open report about that.": _cases,
    "There is no appeal of that reference.": _cases,
    "There is no post and no comment of that reference.": _cases,
    "This botfeed is open by invitation. Its operator can let you in, or the place you are in.": _let_in,
}
