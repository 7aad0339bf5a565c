"""Tests that every platform's adapter must pass: subclass `Conformance` and give it a `front`.

    class TestPigeonPost(Conformance):
        @pytest_asyncio.fixture
        async def front(self, services):
            async with PigeonFront(services) as front:
                yield front

A `Front` is the platform from its users' side: what they write, press and read. The tests ask nothing of the
adapter but what users would notice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from botfeed.core.model import Delivery, Job, Painting, Picture, Post, Reaction
from botfeed.testing.stage import plain

if TYPE_CHECKING:
    from botfeed.core.chat.context import Services

PLACE = "lounge"  # where everybody is
HOSTILE = "*loud* _low_ ~~no~~ `code` <b>tag</b> @everyone [here](https://example.org) ||not hidden|| \\ # > -"


@dataclass(frozen=True, slots=True)
class Seen:
    """Message as a person reads it now: its text without marks, its buttons, the alt texts of its pictures."""

    text: str
    labels: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()

    def has(self, label: str) -> bool:
        return plain(label) in {plain(each) for each in self.labels}


class Front(Protocol):
    """Platform from its users' side. People are called by name, and made when first named; `place` empty is a
    private chat.
    An action returns once the bot has answered it. A place has everybody who was ever named in it.
    """

    services: Services

    async def say(self, who: str, line: str, place: str = "") -> None:
        """Write `line`, or pick it as a command where the platform has them: `/imagine a fox --shape wide`."""

    async def press(self, who: str, label: str, place: str = "") -> None:
        """Press the newest button of this label that the person sees there."""

    async def fill(self, who: str, **values: str) -> None:
        """Answer the bot's last question; fields that are not given keep their values."""

    async def repeat(self) -> None:
        """Deliver the last update once more."""

    async def noise(self) -> None:
        """Deliver something that no adapter can read."""

    async def restart(self) -> None:
        """Kill the process, and start it again."""

    async def refuse(self, who: str) -> None:
        """Make the private chat of `who` refuse messages from now on."""

    async def settle(self) -> None:
        """Wait until all that was caused so far is done and shown."""

    def sees(self, who: str, place: str = "") -> list[Seen]:
        """Return the messages that they can read there now, oldest first."""


class Conformance:
    """Collected by pytest through a subclass with a `front` fixture."""

    async def test_help_lists_the_first_commands(self, front: Front) -> None:
        await front.say("ada", "/help")
        assert "/imagine" in front.sees("ada")[-1].text

    async def test_a_picture_has_an_alt_text(self, front: Front) -> None:
        await front.say("ada", "/imagine a fox in snow")
        await front.settle()
        shown = newest(front, "ada", "Publish")
        assert len(shown.pictures) == 1
        assert "fox" in shown.pictures[0]

    async def test_missing_arguments_are_asked_for(self, front: Front) -> None:
        await painted(front, "ada")
        await front.press("ada", "Publish")
        await front.fill("ada", caption="so calm", audience="everyone")
        await front.settle()
        assert any("so calm" in seen.text for seen in front.sees("ada"))

    async def test_a_published_picture_reaches_others_with_credit(self, front: Front) -> None:
        await published(front, "ada", "so calm")
        await front.say("ben", "/feed")
        shown = next(seen for seen in reversed(front.sees("ben")) if "so calm" in seen.text)
        assert "ada" in shown.text
        assert shown.pictures

    async def test_private_answers_stay_private_in_shared_places(self, front: Front) -> None:
        await front.say("ben", "/help", PLACE)
        await front.say("ada", "/imagine a fox in snow", PLACE)
        await front.settle()
        assert not any(seen.pictures for seen in front.sees("ben", PLACE))
        both = (*front.sees("ada"), *front.sees("ada", PLACE))
        assert any(seen.pictures for seen in both)

    async def test_the_same_event_twice_has_one_effect(self, front: Front) -> None:
        await front.say("ada", "/imagine a fox in snow")
        await front.repeat()
        await front.settle()
        assert await count(front, Painting) == 1
        assert len([seen for seen in front.sees("ada") if seen.pictures]) == 1

    async def test_a_like_is_counted_once(self, front: Front) -> None:
        await published(front, "ada", "so calm")
        await front.say("ben", "/feed")
        await front.press("ben", "Like")
        await front.repeat()
        await front.settle()
        assert await count(front, Reaction) == 1

    async def test_a_button_outlives_a_restart(self, front: Front) -> None:
        await painted(front, "ada")
        await front.restart()
        await front.press("ada", "Publish")
        await front.fill("ada", caption="so calm", audience="everyone")
        await front.settle()
        assert await count(front, Post) == 1

    async def test_jobs_continue_after_a_restart(self, front: Front) -> None:
        await front.say("ada", "/imagine a fox in snow")
        await front.restart()
        await front.settle()
        assert newest(front, "ada", "Publish").pictures

    async def test_peoples_text_is_shown_as_written(self, front: Front) -> None:
        await published(front, "ada", HOSTILE)
        await front.say("ben", "/feed")
        assert any(HOSTILE in seen.text for seen in front.sees("ben")), [seen.text for seen in front.sees("ben")]

    async def test_a_strangers_press_leaves_a_card_as_it_was(self, front: Front) -> None:
        for who in ("ben", "cleo"):
            await front.say(who, "/help", PLACE)
        await front.say("ada", "/imagine a fox in snow --here", PLACE)
        await front.settle()
        before = newest(front, "cleo", "Menu", PLACE)
        await front.press("ben", "Menu", PLACE)
        await front.settle()
        assert before in front.sees("cleo", PLACE)

    async def test_an_error_says_what_to_do_and_leaves_nothing_behind(self, front: Front) -> None:
        await front.say("ada", "/imagine forbidden things")
        await front.settle()
        assert front.sees("ada")[-1].text.strip()
        assert await count(front, Picture) == 0
        assert await count(front, Job) == 0

    async def test_answers_use_the_chosen_language(self, front: Front) -> None:
        await front.say("ada", "/help")
        english = front.sees("ada")[-1].text
        await front.say("ada", "/language it")
        await front.say("ada", "/help")
        assert front.sees("ada")[-1].text != english

    async def test_unreadable_events_are_skipped(self, front: Front) -> None:
        await front.say("ada", "/help")
        await front.noise()
        await front.say("ada", "/imagine a fox in snow")
        await front.settle()
        assert newest(front, "ada", "Publish").pictures

    async def test_a_post_that_is_deleted_is_seen_nowhere(self, front: Front) -> None:
        await published(front, "ada", "so calm")
        await front.say("ben", "/feed")
        await front.say("ada", "/unpublish " + await reference(front, Post) + " --sure")
        await front.settle()
        assert not any(seen.pictures and "so calm" in seen.text for seen in front.sees("ben"))

    async def test_unreachable_people_are_not_tried_again(self, front: Front) -> None:
        await painted(front, "ada")
        await front.say("ada", "/imagine a hen")
        await front.refuse("ada")
        await front.settle()
        await front.say("ben", "/imagine an owl")
        await front.settle()
        assert newest(front, "ben", "Publish").pictures
        for state in ("queued", "sending", "retry"):
            assert await count(front, Delivery, state=state) == 0


def newest(front: Front, who: str, label: str, place: str = "") -> Seen:
    """Return the newest message with this button that they see."""
    found = next((seen for seen in reversed(front.sees(who, place)) if seen.has(label)), None)
    assert found, f"{who} sees no button {label!r}, but {front.sees(who, place)}"
    return found


async def painted(front: Front, who: str, prompt: str = "a fox in snow") -> None:
    await front.say(who, f"/imagine {prompt}")
    await front.settle()
    newest(front, who, "Publish")


async def published(front: Front, who: str, caption: str) -> None:
    await painted(front, who)
    await front.press(who, "Publish")
    await front.fill(who, caption=caption, audience="everyone")
    await front.settle()


async def reference(front: Front, noun: type[Picture | Post] = Picture) -> str:
    """Return the newest message's reference, as cards show it."""
    ids = await front.services.store.read(lambda uow: [row.id for row in uow.all(noun)])
    return front.services.sealer.ref(max(ids))


async def count(front: Front, noun: type[Any], **where: Any) -> int:
    return await front.services.store.read(lambda uow: uow.count(noun, **where))
