"""The account commands (/start, /help, /language, /privacy, /me) as dialogues."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from botfeed import catalog
from botfeed.adapters.discord.send import markdown
from botfeed.core.cards.buttons import BUTTONS
from botfeed.core.chat.button import Button
from botfeed.core.chat.policy import Policy
from botfeed.core.chat.verb import Who
from botfeed.core.commands import studio
from botfeed.core.model import Account, AccountState, Consent, Event, HandledRequest, declared
from botfeed.core.parsing.menu import Menu
from botfeed.core.privacy import export, retention_rules
from botfeed.testing.plugin import make_services
from botfeed.testing.stage import Stage


async def test_start_introduces_the_bot_in_five_lines(stage: Stage) -> None:
    reply = await stage.say("ada", "/start")
    lines = stage.text("ada").splitlines()
    assert len(lines) == 5
    assert "made by AI" in lines[1]
    assert [a.label for a in reply.cards[0].actions] == ["Paint", "My pictures", "Feed", "Digest", "Help"]


async def test_help_lists_every_menu_command_once(stage: Stage) -> None:
    help_ = (await stage.say("ada", "/help")).cards[0]
    named = [name for line in str(help_.text).split("\n") for name in line.split(" · ")]
    kinds = [action for action in help_.actions if action.command == "help.section"]
    told = []
    for kind in kinds:
        await stage.press("ada", kind.label)
        told.append(stage.text("ada"))
    for what in stage.services.menu:
        name = what.name
        verb, times = f"/{name.replace('.', ' ')}", int(what.menu and what.who != "operator")
        assert named.count(verb) == times, name
        assert sum(f"{verb} {what.says}".rstrip() in text.split("\n") for text in told) == times, name
    assert told[0].startswith("Pictures\n/imagine Paint a picture from words.\n")


async def test_help_fits_the_message_limit_of_discord(stage: Stage) -> None:
    for language in ("en", "it"):
        await stage.say("ada", f"/language {language}")
        help_ = (await stage.say("ada", "/help")).cards[0]
        cards = [help_]
        for kind in help_.actions:
            if kind.command == "help.section":
                cards.extend((await stage.press("ada", kind.label)).cards)
        assert all(not markdown.write(card.text).endswith("…") for card in cards)


async def test_help_shows_operator_commands_to_operators_only(store, clock) -> None:
    reign = replace(studio.mine, name="reign", who=Who.OPERATOR, button=Button("reign", ()))
    menu = Menu((*catalog.COMMANDS, reign), BUTTONS)
    stage = Stage(make_services(store, clock, policy=Policy(operators=frozenset({"console:ada"})), menu=menu))
    await stage.say("ada", "/help")
    await stage.say("ben", "/help")
    assert "/reign" in stage.text("ada")
    assert "/reign" not in stage.text("ben")


async def test_language_changes_the_language_of_the_account(stage: Stage) -> None:
    await stage.say("ada", "/language it")
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert account.language == "it"
    reply = await stage.say("ada", "/language")
    assert [a.label for a in reply.cards[0].actions] == ["English", "Italiano"]
    await stage.press("ada", "English")
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert account.language == "en"
    await stage.say("ada", "/language fr")
    assert stage.text("ada") == "fr is not one of: en, it."


async def test_privacy_states_retention_times(stage: Stage) -> None:
    await stage.say("ada", "/privacy")
    assert "order your feed and digest. 90 days." in stage.text("ada")
    assert "Prompts that came to nothing, to see why. 30 days." in stage.text("ada")
    assert "/me delete" in stage.text("ada")


async def test_consent_is_off_until_given_and_keeps_its_history(stage: Stage) -> None:
    await stage.say("ada", "/me consent")
    assert stage.text("ada") == "Your interactions are not exported. They serve this place alone."
    await stage.press("ada", "Allow")
    await stage.say("ada", "/me consent on")
    assert stage.text("ada").startswith("Your interactions may be exported to improve models (version 1).")
    stage.services.clock.advance(timedelta(days=1))
    await stage.press("ada", "Withdraw")
    assert stage.text("ada").endswith("1 January 2026: on (version 1)\n2 January 2026: off")
    history = await stage.services.store.read(lambda uow: uow.all(Consent))
    assert [row.granted for row in history] == [True, False]


async def test_personalisation_can_be_switched_off(stage: Stage) -> None:
    await stage.say("ada", "/me personal off")
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert not account.personal
    await stage.press("ada", "Learn from me")
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert account.personal


async def test_account_deletion_is_confirmed_and_can_be_taken_back(stage: Stage) -> None:
    await stage.say("ada", "/imagine a fox")
    await stage.settle()
    await stage.say("ada", "/me delete")
    assert "Gone will be 1 picture, 0 posts, your comments" in stage.text("ada")
    await stage.press("ada", "Delete everything")
    assert stage.text("ada").startswith("Everything of yours is erased on Thursday 8 January.")
    await stage.say("ada", "/imagine a hen")
    assert stage.text("ada") == "You asked to leave. /me keep takes that back."
    await stage.say("ada", "/me keep")
    assert stage.text("ada") == "Good that you stay. All is as it was."
    stage.services.clock.advance(timedelta(days=8))
    await stage.settle()
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert account.state is AccountState.ACTIVE
    await stage.say("ada", "/me keep")
    assert stage.text("ada") == "You did not ask to leave. All is as it was."


async def test_taking_back_a_deletion_does_not_end_a_suspension(stage: Stage) -> None:
    await stage.say("ada", "/start")
    await stage.services.store.run(lambda uow: uow.compare_and_set(Account, {}, state=AccountState.SUSPENDED))
    await stage.say("ada", "/me delete --sure")
    await stage.say("ada", "/me keep")
    (account,) = await stage.services.store.read(lambda uow: uow.all(Account))
    assert account.state is AccountState.SUSPENDED
    assert account.leaving_at is None


PRIVACY = Path(__file__).parents[3] / "docs" / "privacy.md"
KEPT = {
    "30 days": retention_rules.PROMPTS_KEPT,
    "90 days": declared(Event).keep.age,
    "Two days": declared(HandledRequest).keep.age,
}


async def test_the_privacy_command_and_the_docs_page_agree(stage: Stage) -> None:
    await stage.say("ada", "/privacy")
    said, page = stage.text("ada"), PRIVACY.read_text("utf-8")
    for words, kept in KEPT.items():
        assert words in said
        assert f"| {kept.days} days" in page
    for both in (
        "time zone|zone",
        "mute",
        "tags you follow",
        "seen",
        "landed",
        "came to nothing",
        "pictures you asked",
    ):
        assert any(one in said for one in both.split("|")), both
        assert any(one in page for one in both.split("|")), both
    assert f"the file is kept for {export.KEPT.days} days" in page
    assert retention_rules.COPIES_KEPT.days == 365
    assert retention_rules.PROMPTS_KEPT.days == 30
    assert f"{retention_rules.READ_KEPT.days} days after you read it" in said
    assert f"{retention_rules.READ_KEPT.days} days after you read it" in page


async def test_privacy_names_the_models_that_receive_data(store, clock) -> None:
    stage = Stage(make_services(store, clock))
    await stage.say("ada", "/privacy")
    assert "go to the painter's maker, without your name" in stage.text("ada")
    assert "language model" not in stage.text("ada")
    stage.services.painters[0].info = replace(stage.services.painter, ai=False)
    await stage.say("ada", "/privacy")
    assert "No word and no picture leaves this house" in stage.text("ada")
    assert "painter's maker" not in stage.text("ada")
