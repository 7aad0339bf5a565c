"""Faults as discord.py meets them: its own behaviour is asserted, so that ours can rely on it."""

import asyncio

import discord
import pytest

from botfeed.testing import faults
from botfeed.testing.faults import Fault

from .discord_client import Client, opened, running

SEND = "POST /channels/{id}/messages"
LIMITED = Fault(
    "limited",
    status=429,
    headers={"Via": "1.1 google", "Content-Type": "application/json"},
    body={"message": "You are being rate limited.", "retry_after": 0.01, "global": False},
)


@pytest.fixture
async def lounge(fake):
    return fake.guild("Lounge").channel("general")


async def test_a_rate_limit_is_waited_out_and_the_retry_succeeds(fake, lounge):
    async with running(fake) as client:
        fake.fault(LIMITED, route=SEND, times=2)
        await client.get_partial_messageable(lounge.id).send("hi")
        assert fake.pending_faults == []
        sends = [call.status for call in fake.calls if call.path.endswith("/messages")]
        assert (sends, fake.invalid_requests) == ([429, 429, 200], 2)
        assert [message.content for message in fake.messages(lounge)] == ["hi"]


async def test_a_fault_hits_its_own_route_only(fake, lounge):
    async with running(fake) as client:
        fake.fault(Fault("down", status=503), route="DELETE /channels/{id}/messages/{message}")
        sent = await client.get_partial_messageable(lounge.id).send("hi")
        with pytest.raises(discord.DiscordServerError):
            await sent.delete()
        await sent.delete()
        assert fake.messages(lounge) == []


async def test_an_answer_that_never_comes_is_bounded_by_the_caller(fake, lounge):
    async with running(fake) as client:
        fake.fault(Fault("silence", action="delay"), route=SEND, after=True)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.get_partial_messageable(lounge.id).send("hi"), 0.1)
        assert [message.content for message in fake.messages(lounge)] == ["hi"]


async def test_a_fault_may_change_headers_only(fake, lounge):
    async with running(fake) as client:
        odd = Fault("bucket", headers={"X-RateLimit-Bucket": "b1"}, body=faults.NORMAL_ANSWER)
        fake.fault(odd, route=SEND)
        await client.get_partial_messageable(lounge.id).send("hi")
        assert fake.pending_faults == []
        assert "b1" in client.http._bucket_hashes.values()


async def test_a_malformed_event_ends_the_client(fake, lounge):
    client = Client(fake)
    task = asyncio.create_task(client.start(fake.token))
    await fake.ready()
    fake.fault(Fault("malformed", gateway_send={"op": 0, "s": 99, "t": "MESSAGE_CREATE", "d": {}}))
    with pytest.raises(KeyError):
        await asyncio.wait_for(task, 5)
    await client.close()


async def test_a_failed_first_connect_ends_the_client(fake, lounge):
    fake.fault(Fault("refused", gateway_refuse=True))
    client = Client(fake)
    with pytest.raises(AttributeError):
        await asyncio.wait_for(client.start(fake.token), 20)
    await client.close()


async def test_a_zombie_connection_gets_no_events(fake, lounge):
    ada = fake.user("ada")
    async with running(fake) as client:
        fake.fault(Fault("zombie", gateway_silent=True))
        await ada.dm("hello?")
        fake.drop_connections()
        assert (await client.next(discord.Message)).content == "hello?"  # by the replay after the resume
        assert fake.resumes == 1


async def test_a_client_without_heartbeat_acks_reconnects():
    async with opened(heartbeat_every=0.05) as fake:
        fake.guild("Lounge").channel("general")
        async with running(fake, heartbeat_timeout=0.5):
            await fake.until(lambda: fake.gateway.heartbeats > 2)
            fake.fault(Fault("zombie", gateway_silent=True))
            await fake.until(lambda: fake.resumes == 1)


async def test_an_invalid_session_is_replaced_by_a_new_one(fake, lounge):
    async with running(fake):
        fake.fault(Fault("gw_invalid_session", gateway_send={"op": 9, "d": False}))
        await fake.until(lambda: fake.identifies == 2 and fake.gateway.connected)
        fake.fault(Fault("gw_reconnect", gateway_send={"op": 7, "d": None}))
        await fake.until(lambda: fake.resumes == 1 and fake.gateway.connected)
    assert fake.identifies == 2


def test_an_unknown_fault_name_lists_the_known_ones():
    plan = faults.Plan({"a": Fault("a", status=500)})
    with pytest.raises(KeyError, match="known: a"):
        plan.arm("b")
    with pytest.raises(KeyError, match="none"):
        faults.Plan({}).arm("a")


DISCORD = [row for row in faults.table() if row["service"] == "discord"]


def test_every_fault_row_of_every_service_is_loaded():
    read = [faults.load(service) for service in ("discord", "telegram", "openai")]
    assert sum(map(len, read)) == len(faults.table()) == 82
    assert faults.load("discord")["gw_reconnect"].on_gateway


@pytest.mark.parametrize(
    "row",
    [row for row in DISCORD if 400 <= row.get("status", 0) < 500 and row["status"] != 429],
    ids=lambda row: row["name"],
)
async def test_a_refusal_reaches_the_caller_with_its_code(fake, lounge, row):
    async with running(fake) as client:
        fake.fault(row["name"], route=SEND)
        with pytest.raises(discord.HTTPException) as refused:
            await client.get_partial_messageable(lounge.id).send("hi")
        assert (refused.value.status, refused.value.code) == (row["status"], row["body"]["code"])
        assert fake.messages(lounge) == []


async def test_a_ban_by_the_firewall_is_raised_at_once(fake, lounge):
    async with running(fake) as client:
        fake.fault("cloudflare_ban", route=SEND)
        with pytest.raises(discord.HTTPException) as refused:
            await client.get_partial_messageable(lounge.id).send("hi")
        assert refused.value.status == 429
        fake.fault("rate_limit_user", route=SEND)
        await client.get_partial_messageable(lounge.id).send("hi")


@pytest.mark.parametrize(
    "name", ["gw_reconnect", "gw_invalid_session_resumable", "gw_close_1001", "gw_close_4000", "gw_close_4009"]
)
async def test_faults_that_resume_the_session(fake, lounge, name):
    async with running(fake):
        fake.fault(name)
        await fake.until(lambda: fake.resumes == 1 and fake.gateway.connected)
        assert fake.identifies == 1


@pytest.mark.parametrize(("name", "code"), [("gw_close_4004", 4004), ("gw_close_4013", 4013)])
async def test_faults_that_end_the_client(fake, lounge, name, code):
    fake.fault(name)
    client = Client(fake)
    with pytest.raises(discord.ConnectionClosed) as closed:
        await asyncio.wait_for(client.start(fake.token), 10)
    assert closed.value.code == code
    await client.close()
