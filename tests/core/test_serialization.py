"""Serialization of replies and requests."""

import json
from datetime import UTC, datetime

from botfeed.core import serialization
from botfeed.core.chat.message import About, Action, Ask, ButtonStyle, Card, Field, Media, Reply, Request, Sender
from botfeed.core.language import text
from botfeed.core.model import Address

REPLY = Reply(
    cards=(
        Card(
            text.join([text.bold("A fox"), text.quiet("ada")]),
            (Media("ab" * 32, "a fox", veiled=True, width=3),),
            (Action("Like", "like", {"post": "x"}, ButtonStyle.PRIMARY, "like/x"),),
            About(post=1 << 62),
        ),
    ),
    private=False,
    notice="hi",
    ask=Ask("publish", "Publish", (Field("audience", "Who", "choice", (("everyone", "Everyone"),)),), {"picture": "x"}),
    pending=True,
)


def test_replies_round_trip_through_json():
    assert serialization.load(Reply, json.loads(json.dumps(serialization.dump(REPLY)))) == REPLY


def test_requests_round_trip_through_json():
    request = Request("1", "like", Sender("x", "1", "ada", None, Address("x", "1")), Address("x", "2"), {"post": "p"})
    assert serialization.load(Request, json.loads(json.dumps(serialization.dump(request)))) == request


def test_unknown_fields_are_ignored():
    assert serialization.load(Reply, {"notice": "hi", "sparkle": 3}) == Reply(notice="hi")


def test_times_are_loaded_as_utc():
    assert serialization.load(datetime, "2026-01-01T10:00:00+01:00") == datetime(2026, 1, 1, 9, tzinfo=UTC)
