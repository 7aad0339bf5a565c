"""Terminal chat of one person."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from botfeed.adapters.clock import SystemClock
from botfeed.adapters.console import interactive, messenger
from botfeed.core.chat.context import Services
from botfeed.core.work import worker


@pytest.fixture
async def lines() -> list[str]:
    return []


@pytest.fixture
async def ada(services: Services, lines: list[str]) -> interactive.Talk:
    return interactive.Talk(services, "ada", await messenger.names(services.store), lines.append)


async def test_a_button_is_pressed_by_number_or_by_label(
    ada: interactive.Talk, services: Services, lines: list[str]
) -> None:
    await ada.receive_line("paint a fox")
    assert lines[-1] == "1 [Cancel]"
    await worker.drain(services)
    assert lines[-1].startswith("1 [Publish]  2 [Remix]")
    lines.clear()
    await ada.receive_line("5")
    assert any("for good?" in line for line in lines)
    await ada.receive_line("keep it")
    assert lines[-1].startswith("1 [Publish]")


async def test_a_question_is_answered_field_by_field(ada: interactive.Talk, lines: list[str]) -> None:
    await ada.receive_line("/imagine")
    assert ada.prompt == "What shall I paint? "
    await ada.receive_line("a boat")
    assert ada.prompt == interactive.PROMPT
    assert "Painting “a boat”" in lines[-2]


async def test_the_conversation_ends_with_its_input(services: Services, lines: list[str]) -> None:
    said = iter(["help", "", "/dance", "/quit", "never heard"])

    @asynccontextmanager
    async def opened(_: SystemClock) -> AsyncIterator[Services]:
        yield services

    assert await interactive.run(opened, name="ada", read=lambda _: next(said), out=lines.append) == 0
    assert "There is no command /dance. /help shows all of them." in lines
    assert next(said) == "never heard"


async def test_a_number_without_a_button_is_answered_with_those_there_are(
    ada: interactive.Talk, lines: list[str]
) -> None:
    await ada.receive_line("7")
    assert lines == ["There is no button 7 here, and no other. /help shows what you can say."]
    await ada.receive_line("paint a fox")
    await ada.receive_line("7")
    assert lines[-1] == "There is no button 7 here. The last message with buttons has 1 to 1."
