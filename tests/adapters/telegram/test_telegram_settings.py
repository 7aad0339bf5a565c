"""Settings by buttons: hour and zone of the digest, quiet hours, and one card with all that is set."""

import pytest

from botfeed.core.digest import time_zones, usual_times
from botfeed.core.model import Account, Subscription


async def opened(adapter, who):
    await who.say("/start")
    await adapter.until(lambda: adapter.fake.last(who).labels)


async def test_hour_and_zone_of_a_first_digest_are_chosen_by_buttons(adapter):
    carla = adapter.fake.user("carla", language="it")
    await opened(adapter, carla)
    await carla.say("/digest_imposta")
    hour = await adapter.shown(carla, "21:30", "07:00")
    await carla.press(hour, "18:00")
    await carla.press(await adapter.shown(carla, "18:00 (UTC)", "Fuso orario"), "Fuso orario")
    zone = await adapter.shown(carla, "Dove sei?", "Rome")
    assert zone.labels[0] == "Rome 10:00"  # where most who speak her language live, with the time there
    await carla.press(zone, "Rome 10:00")
    await adapter.shown(carla, "18:00 (Europe/Rome)")
    (row,) = await adapter.rows(Subscription)
    assert (row.minute, row.zone) == (18 * 60, "Europe/Rome")


async def test_others_can_be_written(adapter, ada):
    await opened(adapter, ada)
    await ada.say("/digest_set")
    await adapter.shown(ada, "Or write it, like 21:30", "07:00")
    await ada.say("half past nine")
    await ada.press(await adapter.shown(ada, "09:30 (UTC)", "Time zone"), "Time zone")
    await adapter.shown(ada, "Or write it, like New York", "London")
    await ada.say("Sao Paulo")
    await adapter.shown(ada, "09:30 (America/Sao_Paulo)")


async def test_a_zone_is_chosen_later_at_the_same_hour(adapter, ada):
    await opened(adapter, ada)
    await ada.say("/digest_set")
    await ada.press(await adapter.shown(ada, "At what hour", "09:00"), "09:00")
    card = await adapter.shown(ada, "09:00 (UTC)", "Time zone")
    (before,) = await adapter.rows(Subscription)
    await ada.press(card, "Time zone")
    await ada.press(await adapter.shown(ada, "Where are you?"), "New York")
    await adapter.shown(ada, "09:00 (America/New_York)")
    (after,) = await adapter.rows(Subscription)
    assert after.due != before.due
    assert (await adapter.rows(Account))[0].zone == "America/New_York"


async def test_only_administrators_move_the_zone_of_a_place(adapter, ada, ben):
    lounge = adapter.fake.group("Lounge", large=True, admins=[ada])
    for person in (ada, ben):
        await opened(adapter, person)
    await ada.say("/digest_set 9 --zone Rome", chat=lounge)
    await adapter.shown(ada, "Digest of this place")
    await ben.say("/digest_zone Tokyo", chat=lounge)
    await adapter.shown(ben, "Only an administrator")
    await ada.say("/digest_zone Tokyo", chat=lounge)
    await adapter.shown(ada, "09:00 (Asia/Tokyo)")
    assert {row.zone for row in await adapter.rows(Account)} == {"UTC"}


async def test_one_card_shows_what_is_set_and_leads_to_each(adapter, ada):
    await opened(adapter, ada)
    await ada.say("/settings")
    card = await adapter.shown(ada, "Your settings")
    assert "Digest: none yet" in card.text
    leads = {
        "Language": "Which language",
        "Digest": "You have no digest yet",
        "What I am told": "You are told by message",
        "Quiet hours": "quiet",
        "Who may follow": "Whoever wants to follows you",
        "Muted words": "You muted no words",
        "What the feed learns": "learns from what you like",
        "Privacy": "What is kept about you",
    }
    assert card.labels == list(leads)
    for label, leads_to in leads.items():
        await ada.press(card, label)
        await adapter.shown(ada, leads_to)
    await ada.press(await adapter.shown(ada, "Mentions, answers and talk", "22:00"), "22:00-07:00")
    await adapter.shown(ada, "Quiet from 22:00 to 07:00")
    await ada.say("/me_words spider")
    await adapter.shown(ada, "You don't meet")
    await ada.say("/digest_set 9 --zone Rome")
    await adapter.shown(ada, "Your digest")
    await ada.say("/settings")
    set_ = await adapter.shown(ada, "Muted words: 1")
    for line in ("Digest: every day at 09:00 (Europe/Rome)", "Quiet from 22:00 to 07:00 (Europe/Rome)."):
        assert line in set_.text.replace("\u2060", "")


@pytest.mark.parametrize("language", sorted(usual_times._BY_LANGUAGE))
def test_every_zone_that_is_offered_exists(language):
    for name in usual_times._BY_LANGUAGE[language]:
        assert time_zones.read(name) == name
