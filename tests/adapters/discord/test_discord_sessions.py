"""Restarts and sessions: the daily session budget, shards, missed events."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from botfeed import process_roles, run
from botfeed.adapters.discord import receiver
from botfeed.adapters.discord.api import identify_pacing, shards
from botfeed.core.errors import StartError, TryAgain
from botfeed.settings import Settings
from botfeed.store import engine
from tests.adapters.discord.adapter import opened

QUICK = {"guild_ready_timeout": 0.0}


class Supervised:
    """Adapter as `botfeed run` supervises it, on the services' clock."""

    def __init__(self, adapter, **options):
        self.adapter, self.options = adapter, options

    async def __aenter__(self):
        self.task = asyncio.create_task(run.supervise("discord", self.start, self.adapter.services.clock))
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def start(self):
        adapter = self.adapter
        options = {"connector": adapter.fake.connector(), **QUICK, **self.options}
        await receiver.serve(adapter.services, adapter.fake.token, adapter.told.append, **options)


async def test_the_session_budget_is_kept_across_restarts(tmp_path, size):
    hours = size(4, 24)
    async with opened(tmp_path, seconds=300) as adapter:
        began = adapter.services.clock.now()
        adapter.fake.fault("gw_invalid_session", times=10_000)
        for half in (1, 2):  # a restart half way: another process, which remembers nothing
            async with Supervised(adapter):
                noon = began + timedelta(hours=hours / 2 * half)
                await adapter.fake.until(lambda noon=noon: adapter.services.clock.now() >= noon, timeout=140)
        assert 100 * hours / 24 < adapter.fake.identifies <= identify_pacing.A_DAY
    assert adapter.fake.invalid_requests == 0


async def test_an_exhausted_session_budget_is_waited_for_offline(tmp_path):
    async with opened(tmp_path) as adapter:
        application = adapter.fake.state.bot.id

        per = timedelta(days=1) / (identify_pacing.A_DAY - identify_pacing.AT_ONCE - 1)

        def use_up(uow):
            while uow.quotas.wait(f"identify:{application}", per, identify_pacing.AT_ONCE) == 0:
                pass

        await adapter.services.store.run(use_up)
        with pytest.raises(TryAgain) as spent:
            await receiver.serve(
                adapter.services, adapter.fake.token, adapter.told.append, connector=adapter.fake.connector(), **QUICK
            )
        assert spent.value.after > identify_pacing.PATIENCE
        assert adapter.fake.identifies == 0
        assert not adapter.fake.gateway.connected


async def test_a_large_bot_may_start_more_sessions(store, clock):
    for count, at_once in ((1, 40), (100, 160)):
        begun = 0
        while not await store.run(lambda uow, count=count: identify_pacing.wait(uow, count, count)):
            begun += 1
            clock.advance(identify_pacing.PACE)
        assert at_once <= begun <= at_once * 1.1


@pytest.mark.parametrize("fault", ["gw_close_4000", "gw_close_1001", "gw_reconnect", "gw_invalid_session_resumable"])
async def test_a_resumed_session_gets_missed_events(tmp_path, fault, monkeypatch):
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)
    async with opened(tmp_path) as adapter, adapter.connected():
        adapter.fake.fault(fault)
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        assert (await asked.message()).text
        await adapter.fake.until(lambda: adapter.fake.resumes == 1)
        assert adapter.fake.identifies == 1


async def test_actions_during_a_disconnect_are_answered_after_the_resume(tmp_path, monkeypatch):
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)
    async with opened(tmp_path) as adapter, adapter.connected():
        adapter.fake.drop_connections()
        said = await adapter.ada.dm("help")
        assert said
        await adapter.fake.until(lambda: adapter.fake.messages(adapter.ada)[1:])
        assert (adapter.fake.identifies, adapter.fake.resumes) == (1, 1)


@pytest.mark.parametrize("fault", ["gw_close_4008", "gw_close_4009", "gw_close_1000", "gw_invalid_session"])
async def test_a_lost_session_is_started_again(tmp_path, fault, monkeypatch):
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)
    async with opened(tmp_path) as adapter, Supervised(adapter):
        await adapter.fake.ready()
        adapter.fake.fault(fault)
        await adapter.fake.until(lambda: adapter.fake.resumes + adapter.fake.identifies >= 2)
        await adapter.fake.ready()
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        assert (await asked.message()).text
        assert adapter.fake.identifies <= 2


@pytest.mark.parametrize(
    ("fault", "words"),
    [("gw_close_4004", "DISCORD_TOKEN"), ("gw_close_4013", "newer"), ("gw_close_4014", "newer")],
)
async def test_permanent_gateway_errors_stop_the_start(tmp_path, fault, words):
    async with opened(tmp_path) as adapter:
        adapter.fake.fault(fault, times=9)
        with pytest.raises(StartError, match=words):
            await receiver.serve(
                adapter.services, adapter.fake.token, adapter.told.append, connector=adapter.fake.connector(), **QUICK
            )
        assert adapter.fake.identifies == 1


async def test_a_silent_gateway_is_dropped_and_resumed(tmp_path, monkeypatch):
    monkeypatch.setattr("discord.backoff.ExponentialBackoff.delay", lambda _: 0.0)
    async with opened(tmp_path, heartbeat_every=0.2) as adapter, Supervised(adapter, heartbeat_timeout=0.5):
        await adapter.fake.ready()
        adapter.fake.fault("gw_zombie")
        await adapter.fake.until(lambda: adapter.fake.resumes == 1, timeout=15)
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        assert (await asked.message()).text
        assert adapter.fake.identifies == 1


async def test_four_shards_in_two_processes_push_the_menu_once_and_answer_their_own(tmp_path):
    async with opened(tmp_path, shards=4) as adapter:
        guilds = {}
        while len(guilds) < 4:
            guild = adapter.fake.guild("G")
            adapter.fake.clock.advance(0.001)
            guilds.setdefault((guild.id >> 22) % 4, guild)
        other = engine.open_store(f"sqlite:///{tmp_path}/botfeed.db", adapter.services.clock)
        all_services = [adapter.services, replace(adapter.services, store=other, messengers={})]
        parts = [shards.read("0-1/4"), shards.read("2-3/4")]
        try:
            serving = [
                asyncio.create_task(
                    receiver.serve(
                        services,
                        adapter.fake.token,
                        adapter.told.append,
                        shards=mine,
                        connector=adapter.fake.connector(),
                        **QUICK,
                    )
                )
                for services, mine in zip(all_services, parts, strict=True)
            ]
            await adapter.fake.ready(shards=4)
            for number in range(4):
                asked = await adapter.ada.slash("help", channel=guilds[number].channel("general"))
                assert (await asked.message()).text
            await adapter.fake.until(lambda: len(adapter.told) == 2)
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
        finally:
            await other.close()
        assert sorted(tuple(i["shard"]) for i in adapter.fake.gateway.identifies) == [(n, 4) for n in range(4)]
        assert len([c for c in adapter.fake.calls if c.method == "PUT" and c.path.endswith("/commands")]) == 1


async def test_the_client_opens_the_recommended_number_of_shards(tmp_path):
    async with opened(tmp_path, shards=2) as adapter, Supervised(adapter, auto=True):
        await adapter.fake.ready(shards=2)
        asked = await adapter.ada.slash("help", channel=adapter.lounge)
        assert (await asked.message()).text
        assert sorted(tuple(i["shard"]) for i in adapter.fake.gateway.identifies) == [(0, 2), (1, 2)]


def test_shard_ranges_are_parsed():
    assert shards.read("0-3/8") == shards.Shards(0, 3, 8)
    assert shards.read("5/8").ids == [5]
    for wrong in ("8/8", "3-1/8", "0-3", "a-b/c", "", "-1/8", "0-8/8"):
        with pytest.raises(StartError, match="0-3/8"):
            shards.read(wrong)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"DISCORD_TOKEN": "x"}, "PostgreSQL"),
        ({"DATABASE_URL": "postgresql://h/d"}, "DISCORD_TOKEN"),
    ],
)
def test_several_processes_need_discord_and_a_shared_database(tmp_path, said, words):
    settings = Settings(_env_file=None, BOTFEED_DATA=tmp_path, **said)
    with pytest.raises(StartError, match=words):
        process_roles.check_shards(settings, frozenset(run.ROLES))


@pytest.mark.parametrize("role", ["discord", "telegram"])
def test_a_role_without_its_token_refuses_to_start(tmp_path, role):
    settings = Settings(_env_file=None, BOTFEED_DATA=tmp_path)
    with pytest.raises(StartError, match=f"{role.upper()}_TOKEN"):
        process_roles.check(settings, frozenset({role, "worker"}))
    process_roles.check(settings, frozenset(run.ROLES))


async def test_a_long_run_resets_the_restart_pause(clock):
    falls, pauses, sleep = iter([1, 1, 1200, 1]), [], clock.sleep

    async def start():
        if (lasted := next(falls, None)) is None:
            raise asyncio.CancelledError
        clock.advance(timedelta(seconds=lasted))
        raise AttributeError("'NoneType' object has no attribute 'sequence'")

    async def sleeping(seconds):
        pauses.append(seconds)
        await sleep(seconds)

    clock.sleep = sleeping
    with pytest.raises(asyncio.CancelledError):
        await run.supervise("discord", start, clock)
    assert pauses == [1.0, 2.0, 1.0, 2.0]
