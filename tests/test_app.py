"""The composition root: parts built from the settings, and modules not imported."""

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr

from botfeed import app, doctor, platforms
from botfeed.adapters.clock import SteppedClock
from botfeed.core.errors import StartError
from botfeed.settings import Settings
from botfeed.testing.openai import FakeOpenAI
from botfeed.testing.stage import Stage


def test_without_a_key_all_parts_are_offline(tmp_path):
    services = app.build(Settings(data=tmp_path)).services
    assert [p.info.name for p in services.painters] == ["sketch"]
    assert (services.reviewer, services.talker) == (None, None)


def test_a_key_configures_painter_reviewer_and_talker(tmp_path):
    settings = Settings(data=tmp_path, openai_key=SecretStr("sk-x"), telegram_token=SecretStr("1:x"))
    services = app.build(settings).services
    assert [(p.info.name, p.info.paid) for p in services.painters] == [("OpenAI", True)]
    assert services.reviewer
    assert services.talker
    assert services.policy.access == "spaces"


def test_the_sample_is_sketched_even_beside_a_paid_painter(tmp_path):
    services = app.build(Settings(data=tmp_path, openai_key=SecretStr("sk-x"))).services
    assert [p.info.name for p in services.painters] == ["OpenAI", "sketch"]


def test_an_unknown_painter_is_refused_by_the_names_of_the_known(tmp_path):
    with pytest.raises(StartError, match=r"BOTFEED_PAINTER is oils. The painters are openai, sketch\."):
        app.build(Settings(data=tmp_path, painter="oils"))


async def test_painting_publishing_and_questions_work_with_a_model(tmp_path, clock: SteppedClock):
    """Paint, review and publish through the unmodified client, and answer a plain question."""
    async with FakeOpenAI() as fake:
        settings = Settings(data=tmp_path, openai_key=SecretStr(fake.key), openai_url=fake.base_url, access="open")
        built = app.build(settings, clock)
        await built.migrate()
        stage = Stage(built.services)
        await stage.say("ada", "/imagine a fox in snow")
        await stage.settle()
        assert "made with AI" in stage.text("ada")
        await stage.press("ada", "Publish")
        await stage.fill("ada", caption="Winter", audience="everyone")
        assert "being checked" in stage.text("ada").lower()
        await stage.settle()
        await stage.say("ben", "/feed")
        assert "Winter" in stage.text("ben")
        await stage.say("ben", "why is snow white?")
        await stage.settle()
        assert fake.count("responses") == 1
        assert fake.count("images.generate") == 1
        assert fake.count("moderations") >= 2
        await built.store.close()


def test_platform_and_model_libraries_are_not_imported_unless_configured(tmp_path):
    code = (
        "import sys, botfeed.cli, botfeed.run, botfeed.adapters.web.server\n"
        "from botfeed import app\nfrom botfeed.settings import Settings\nfrom pathlib import Path\n"
        f"app.build(Settings(data=Path({str(tmp_path)!r})))\n"
        "print([m for m in ('discord', 'telegram', 'openai') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


async def test_the_doctor_names_missing_settings_and_checks_the_rest(tmp_path):
    said = []
    assert await doctor.report(Settings(data=tmp_path), said.append) == 0
    text = "\n".join(said)
    for word in (
        "DISCORD_TOKEN",
        "TELEGRAM_TOKEN",
        "OPENAI_API_KEY",
        "DATABASE_URL",
        "schema",
        "time zones",
        "pictures",
    ):
        assert word in text


async def test_the_doctor_reports_an_unreachable_database(tmp_path):
    said = []
    settings = Settings(data=tmp_path, database="postgresql://nobody@127.0.0.1:1/none")
    assert await doctor.report(settings, said.append) == 1
    assert any("cannot be opened" in line for line in said)


def test_the_install_link_requests_no_administrator_permission():
    link = doctor.discord_link("MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y")
    assert link.startswith("https://discord.com/oauth2/authorize?client_id=123456789012345678&")
    asked = parse_qs(urlsplit(link).query)
    assert asked["scope"] == ["bot applications.commands"]
    assert int(asked["permissions"][0]) & (1 << 3) == 0, "never administrator"
    assert doctor.discord_link("rubbish") == ""


async def test_ephemeral_messages_are_off_unless_enabled(tmp_path, monkeypatch):
    wanted = []

    async def serve(*_args, ephemeral, **_options):
        wanted.append(ephemeral)

    monkeypatch.setattr("botfeed.adapters.telegram.receiver.serve", serve)
    for settings in (Settings(data=tmp_path), Settings(data=tmp_path, telegram_ephemeral=True)):
        await platforms.telegram(app.build(settings), print)
    assert wanted == [False, True]
