"""`botfeed admin`: operators' decisions on the command line, by the same functions as in the chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from botfeed import app, settings
from botfeed.core.chat.context import Services
from botfeed.core.errors import BotfeedError, NotFound, UserError
from botfeed.core.language.i18n import words
from botfeed.core.listing import pages
from botfeed.core.model import Account, Comment, Post
from botfeed.core.moderation import decisions, reports
from botfeed.core.moderation.decisions import Decided
from botfeed.core.people import accounts
from botfeed.core.ports import Unit

T = TypeVar("T")
Decide = Callable[[Unit, Post | Comment, str], Decided]
Reason = Annotated[str, typer.Option("--reason", help="Goes into the statement of reasons that the author gets.")]
Ref = Annotated[str, typer.Argument(help="The reference on the card: eleven letters and digits.")]
Who = Annotated[str, typer.Argument(help="A handle, such as ada.")]

commands = typer.Typer(help="Keep order: reports, decisions and who may use this botfeed.", no_args_is_help=True)


async def _transaction(do: Callable[[Services, Unit], T]) -> T:
    """Run `do` in one transaction. Jobs it adds are picked up by a running process within seconds."""
    built = app.build(settings.read())
    try:
        await built.migrate()
        return await built.store.run(lambda uow: do(built.services, uow))
    except UserError as told:
        raise BotfeedError(str(words("en").t(told.message, **told.values))) from None
    finally:
        await built.store.close()


def _run(do: Callable[[Services, Unit], T]) -> T:
    import asyncio  # noqa: PLC0415 - `botfeed --help` needs no loop

    return asyncio.run(_transaction(do))


def _report(done: Decided) -> None:
    print(f"Done: {done.decision.kind}. {_heard(done.notified)}")


def _heard(people: int) -> str:
    """Return the number of people who get the statement of reasons, in words."""
    if people == 0:
        return "Nobody had to be told why."
    return "One person is told why." if people == 1 else f"{people} people are told why."


def _about(ref: str, decide: Decide, reason: str) -> None:
    def do(services: Services, uow: Unit) -> Decided:
        id = services.sealer.id(ref.lstrip("#"))
        if id is None:
            raise NotFound("{ref:c} is no reference. It has eleven letters and digits.", ref=ref)
        return decide(uow, reports.thing(uow, id), reason)

    _report(_run(do))


@commands.command("reports")
def list_reports() -> None:
    """List the open reports, the oldest case first."""

    def look(services: Services, uow: Unit) -> list[str]:
        lines = []
        for case in pages.each(reports.queue(uow)):
            thing, first = case.thing, case.reports[0]
            author = uow.get(Account, thing.author) if thing else None
            why = ", ".join(sorted({row.reason for row in case.reports}))
            kind = ("post" if first.comment is None else "comment") + ("" if thing else ", gone,")
            lines.append(
                f"{services.sealer.ref(first.comment or first.post or 0)}  {kind} by {author.handle if author else '?'}"
                f"  {len(case.reports)} × {why}  since {case.reports[0].created.isoformat(timespec='minutes')}"
            )
        return lines

    print("\n".join(_run(look)) or "There is no open report.")


@commands.command()
def hide(ref: Ref, reason: Reason) -> None:
    """Hide a post or a comment; it can be restored."""
    _about(ref, decisions.hide, reason)


@commands.command()
def restore(ref: Ref, reason: Reason) -> None:
    """Show again what was hidden or refused."""
    _about(ref, decisions.restore, reason)


@commands.command()
def remove(ref: Ref, reason: Reason) -> None:
    """Remove a post or a comment for good."""
    _about(ref, decisions.remove, reason)


@commands.command()
def dismiss(ref: Ref, reason: Reason) -> None:
    """Leave it as it is and close its reports."""
    _about(ref, decisions.dismiss, reason)


@commands.command()
def suspend(who: Who, reason: Reason) -> None:
    """Suspend an account: it can read, not post."""
    _report(_run(lambda _, uow: decisions.suspend(uow, accounts.find(uow, who), reason)))


@commands.command()
def unsuspend(who: Who, reason: Reason) -> None:
    """End a suspension and record the decision."""
    _report(_run(lambda _, uow: decisions.unsuspend(uow, accounts.find(uow, who), reason)))


@commands.command()
def access(
    to: Annotated[str, typer.Argument(help="A handle, #place, or platform:id of a server or group.")],
    reason: Reason,
    deny: Annotated[bool, typer.Option("--deny", metavar="", help="Shut them out again.")] = False,
) -> None:
    """Let a person or a place use this botfeed, or shut them out."""
    _report(_run(lambda _, uow: decisions.access(uow, decisions.whom(uow, to), not deny, reason)))
