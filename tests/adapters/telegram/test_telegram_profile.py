"""What Telegram shows of the bot: set at the start where it differs, tried again, and looked at daily."""

from datetime import timedelta

import pytest

from botfeed import run
from botfeed.adapters.telegram import jobs, schema
from botfeed.core.errors import NotPermitted, StartError, TryAgain
from botfeed.core.model import Address, Job, Right
from botfeed.testing.telegram import Fault

AWAY = Fault("away", status=503, body={"ok": False, "error_code": 503, "description": "Service Unavailable"})
SETTERS = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setMyDefaultAdministratorRights")


def sets(adapter):
    return [call.method for call in adapter.fake.calls if call.method.startswith("setMy")]


async def test_the_first_start_sets_everything_and_the_second_nothing(adapter):
    assert {*SETTERS, "setMyProfilePhoto"} <= set(sets(adapter))
    done = len(sets(adapter))
    await adapter.kill()
    await adapter.open()
    assert len(sets(adapter)) == done


@pytest.mark.parametrize("method", [*SETTERS, "getMyCommands"])
async def test_a_failure_at_the_start_is_tried_again(adapter, method):
    """One 503 at the first start left the bot without commands until a restart."""
    await adapter.kill()
    before = dict(adapter.fake.state.settings)
    adapter.fake.state.settings.clear()
    adapter.fake.fault(AWAY, method)
    await adapter.open()
    adapter.work()
    await adapter.until(lambda: set(adapter.fake.state.settings) >= set(before))


@pytest.mark.parametrize("kind", ["commands", "description", "shortdescription", "rights", "photo"])
async def test_what_another_program_cleared_is_set_again_the_next_day(adapter, kind):
    settings = adapter.fake.state.settings
    cleared = [key for key in settings if key[0] == kind]
    for key in cleared:
        del settings[key]
    assert cleared
    await jobs.check_profile(adapter.services)  # the daily tick
    await adapter.until(lambda: set(cleared) <= set(settings))
    await adapter.gone(Job, kind=jobs.profile.kind, state="ready")


@pytest.mark.parametrize("way", ["webhook"])
async def test_a_webhook_that_another_program_removed_is_set_again_the_next_day(adapter):
    url = adapter.fake.state.webhook["url"]
    adapter.fake.state.webhook = {}
    await jobs.check_profile(adapter.services)
    await adapter.until(lambda: adapter.fake.state.webhook.get("url") == url)


def test_the_profile_is_looked_at_daily():
    assert ("profile", timedelta(days=1), jobs.check_profile) in run.TICKS


async def test_a_group_that_hides_its_members_still_says_who_administers_it(adapter, ada, ben):
    """The owner was told that they are no administrator."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.chat.hides_members = True
    for person in (ada, ben):
        await person.say("/start")
        await adapter.shown(person, "AI")
    await ada.say("/digest_set 12", chat=lounge)
    await adapter.shown(ada, "Digest of this place")
    await ben.say("/digest_set 12", chat=lounge)
    await adapter.there(Right, admin=False)


async def test_rights_that_nobody_tells_are_not_taken_for_none(adapter, ada, ben):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.chat.hides_members = True
    for person in (ada, ben):
        await person.say("/start")
        await adapter.shown(person, "AI")
    forbidden = {"ok": False, "error_code": 400, "description": "Bad Request: CHAT_ADMIN_REQUIRED"}
    adapter.fake.fault(Fault("hidden", status=400, body=forbidden), "getChatAdministrators", times=99)
    await ada.say("/digest_set 12", chat=lounge)
    await adapter.until(lambda: "hidden" in adapter.fake.faults.played)
    for n in range(3):
        adapter.later(timedelta(minutes=1))
        await adapter.until(lambda n=n: adapter.fake.faults.played.count("hidden") > n)
    await adapter.shown(ada, "got no answer")
    assert not await adapter.rows(Right, admin=False)


class Stepping:
    def __init__(self):
        self.at = run.SystemClock().now()

    def now(self):
        return self.at

    def monotonic(self):
        return self.at.timestamp()

    async def sleep(self, seconds):
        self.at += timedelta(seconds=seconds)


async def test_a_part_that_may_not_go_on_is_tried_again_once_it_ran():
    clock, ends = Stepping(), [None, TryAgain("409", 60.0), StartError("the token is gone"), KeyboardInterrupt()]

    async def part():
        end = ends.pop(0)
        clock.at += timedelta(minutes=5)
        if end is not None:
            raise end

    with pytest.raises(KeyboardInterrupt):
        await run.supervise("telegram", part, clock)
    with pytest.raises(StartError):
        await run.supervise("telegram", _wrong, Stepping())


async def _wrong():
    raise StartError("no such token")


def test_lists_hold_what_people_need_first():
    assert schema.MOST == 15


async def test_membership_is_asked_of_telegram(adapter, ada, ben):
    """It was taken at its last word, for ever: who had left a group went on to read what was published there."""
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    here = Address("telegram", str(lounge.id), str(lounge.id), "Lounge", private=False)
    ask = adapter.services.messengers["telegram"].is_member
    stranger = adapter.fake.user("cy")
    lounge.join(ben)
    assert [await ask(here, str(who.id)) for who in (ada, ben, stranger)] == [True, True, False]
    assert not await ask(here, "99")
    lounge.leave(ben)
    assert not await ask(here, str(ben.id))


async def test_hidden_members_are_not_taken_for_strangers(adapter, ada, ben):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    lounge.join(ben)
    lounge.chat.hides_members = True
    here = Address("telegram", str(lounge.id), str(lounge.id), "Lounge", private=False)
    ask = adapter.services.messengers["telegram"].is_member
    assert await ask(here, str(ada.id))
    with pytest.raises(NotPermitted):
        await ask(here, str(ben.id))
