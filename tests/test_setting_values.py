"""Every setting takes what people paste, or refuses it in one line that names it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botfeed import setting_names, setting_values, settings
from botfeed.core.errors import StartError

FIELDS = {str(field.validation_alias): field for field in settings.Settings.model_fields.values()}
FITTING = {
    "BOTFEED_DATA": "here",
    "BOTFEED_PICTURES": "s3://feed",
    "AWS_ALLOW_HTTP": "true",
    "DATABASE_URL": "sqlite:///here/feed.db",
    "BOTFEED_WEB_HOST": "127.0.0.1",
    "BOTFEED_WEB_PORT": "8081",
    "BOTFEED_HOSTS": "feed.example.org",
    "BOTFEED_PROXY": "http://127.0.0.1:9",
    "BOTFEED_LOG": "debug",
    "DISCORD_TOKEN": "MTIz.x.y",
    "BOTFEED_DISCORD_SHARDS": "auto",
    "TELEGRAM_TOKEN": "123456:ABC-DEF1234",
    "TELEGRAM_API_URL": "http://127.0.0.1:8081",
    "TELEGRAM_API_LOCAL": "no",
    "BOTFEED_TELEGRAM_MODE": "poll",
    "BOTFEED_TELEGRAM_RICH": "yes",
    "BOTFEED_TELEGRAM_STORAGE": "-1001",
    "BOTFEED_TELEGRAM_EPHEMERAL": "on",
    "BOTFEED_PUBLIC_URL": "https://feed.example.org",
    "OPENAI_API_KEY": "sk-test",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "BOTFEED_IMAGE_MODEL": "painter-1",
    "BOTFEED_IMAGE_SIZES": "1024x1024",
    "BOTFEED_IMAGE_STREAM": "off",
    "BOTFEED_CHAT_MODEL": "talker-1",
    "BOTFEED_PAINTER": "sketch",
    "BOTFEED_OPERATORS": "telegram:12345",
    "BOTFEED_ACCESS": "invite",
    "BOTFEED_PER_PERSON": "5",
    "BOTFEED_PER_DAY": "50",
    "BOTFEED_QUESTIONS": "5",
    "BOTFEED_QUESTIONS_PER_DAY": "50",
}
PLAIN = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_REGION"}
PLAIN |= {"BOTFEED_IMAGE_QUALITY", "BOTFEED_CONTACT", "BOTFEED_SECRET"}  # any text; checked where it is used
ODD = ["{}", " {}", "{}\n", "{}\r\n", '"{}"', "'{}'", "“{}”", "\ufeff{}", "\u200b{} "]


def test_every_setting_is_in_the_table():
    assert FITTING.keys() | PLAIN == FIELDS.keys()


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", FITTING)
def test_what_copying_leaves_around_a_value_is_taken_off(environment, name, odd):
    environment.setenv(name, FITTING[name])
    given_alone = settings.read()
    environment.setenv(name, odd.format(FITTING[name]))
    assert settings.read() == given_alone


@pytest.mark.parametrize("empty", [" ", "\t", "''", '""', "\n"])
@pytest.mark.parametrize("name", FITTING)
def test_an_empty_value_is_as_if_it_were_not_set(environment, name, empty):
    without = settings.read()
    environment.setenv(name, empty)
    assert settings.read() == without


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OPENAI_API_KEY", "sk-é", "no key has 'é' in it; copy it again"),
        ("OPENAI_API_KEY", "sk-test sk-other", "no key has a space"),
        ("OPENAI_API_KEY", "sk-te\nst", "no key has a line end"),
        ("DISCORD_TOKEN", "Bot MTIz.x.y", "no key has a space"),
        ("TELEGRAM_TOKEN", "123456:ABCé", "that is no token; copy it from @BotFather"),
        ("BOTFEED_OPERATORS", "discord:ada", "people on Discord go by a number of 17 to 20 digits"),
        ("BOTFEED_OPERATORS", "telegram:@ada", "people on Telegram go by a number"),
        ("BOTFEED_OPERATORS", "telegrm:12345", "there is no platform telegrm; telegram:12345 may be meant"),
        ("BOTFEED_OPERATORS", "12345", "12345 is no operator: write platform:id"),
        ("DATABASE_URL", "mysql://x", "begins with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "botfeed.db", "begins with sqlite:/// or postgresql://"),
        ("BOTFEED_WEB_HOST", "http://127.0.0.1:8080", "a host alone is wanted"),
        ("BOTFEED_WEB_HOST", "not a host", "a host alone is wanted"),
        ("BOTFEED_HOSTS", "feed_éxample", "feed_éxample is no host"),
        (
            "OPENAI_BASE_URL",
            "http://x/v1/chat/completions",
            "the address ends before /chat/completions, like http://x/v1",
        ),
        (
            "OPENAI_BASE_URL",
            "http://x/v1/images/generations/",
            "the address ends before /images/generations, like http",
        ),
        ("OPENAI_BASE_URL", "api.example.org/v1", "an address is wanted, like https://host/v1"),
        ("BOTFEED_IMAGE_MODEL", "gpt image", "the name of one model is wanted"),
        ("BOTFEED_PROXY", "proxy:3128", "a proxy's address is wanted"),
        ("BOTFEED_PER_DAY", "-1", "greater than or equal to 0"),
        ("BOTFEED_LOG", "loud", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_value_that_cannot_work_is_refused_in_one_line(environment, name, value, says):
    environment.setenv(name, value)
    with pytest.raises(StartError) as refused:
        settings.read()
    lines = str(refused.value).splitlines()
    assert lines[0] == "A setting does not fit."
    assert [line for line in lines if name in line and says in line], lines
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        ("BOTFEED_OPERATORS", "telegram: 12345", "operators", {"telegram:12345"}),
        (
            "BOTFEED_OPERATORS",
            "Telegram:12345;discord:80351110224678912 web:ada",
            "operators",
            {"telegram:12345", "discord:80351110224678912", "web:ada"},
        ),
        (
            "BOTFEED_HOSTS",
            "https://Feed.Example.org/, other.example:8443",
            "hosts",
            {"feed.example.org", "other.example"},
        ),
        ("BOTFEED_WEB_HOST", "[::1]", "web_host", "::1"),
        ("DATABASE_URL", "postgres://me@db/feed", "database", "postgresql://me@db/feed"),
        ("DATABASE_URL", "postgresql+asyncpg://me@db/feed", "database", "postgresql://me@db/feed"),
        ("BOTFEED_LOG", "INFO", "log", "info"),
        ("BOTFEED_ACCESS", "Invite", "access", "invite"),
        ("OPENAI_BASE_URL", "http://x/v1/", "openai_url", "http://x/v1"),
    ],
)
def test_other_ways_to_write_a_value_are_understood(environment, name, value, field, read):
    environment.setenv(name, value)
    assert getattr(settings.read(), field) == read


def test_a_path_may_begin_with_the_home_folder(environment, tmp_path):
    environment.setenv("HOME", str(tmp_path))
    environment.setenv("BOTFEED_DATA", "~/x")
    assert settings.read().data == tmp_path / "x"
    environment.setenv("DATABASE_URL", "sqlite:///~/y/feed.db")
    assert settings.read().database_url == f"sqlite:///{tmp_path}/y/feed.db"


def test_the_secret_of_an_installation_stays_as_it_was_written(environment):
    environment.setenv("BOTFEED_SECRET", ' "spaced" ')
    assert settings.read().secret.get_secret_value() == ' "spaced" '


@pytest.mark.parametrize("name", sorted(n for n in FIELDS if n.startswith("BOTFEED_")))
def test_a_misspelt_name_is_refused_with_the_nearest(environment, name):
    wrong = name.replace("_", "", name.count("_")).replace("BOTFEED", "BOTFEED_", 1)
    wrong = wrong if wrong != name else f"{name[:-1]}"
    environment.setenv(wrong, "x")
    with pytest.raises(StartError, match=rf"{wrong} is no setting; {name} may be meant"):
        settings.read()


def test_a_name_of_another_program_for_our_setting_is_refused_in_env_file_alone(environment):
    environment.setenv("TELEGRAM_BOT_TOKEN", "1:x")
    settings.read()
    Path(".env").write_text("TELEGRAM_BOT_TOKEN=1:x\nBOTFEED_WEBPORT=1\n", encoding="utf-8")
    with pytest.raises(StartError) as refused:
        settings.read()
    assert "TELEGRAM_BOT_TOKEN is no setting here; it is TELEGRAM_TOKEN" in str(refused.value)
    assert "BOTFEED_WEBPORT is no setting; BOTFEED_WEB_PORT may be meant" in str(refused.value)


@pytest.mark.parametrize("name", ["BOTFEED_PORT", "BOTFEED_SERVICE_HOST", "BOTFEED_PORT_8080_TCP_ADDR"])
def test_what_a_cluster_sets_for_a_service_of_our_name_is_left_alone(name, tmp_path):
    assert setting_names.misspelt(FIELDS, tmp_path / ".env", {name: "tcp://10.0.0.1:8080"}) == ()


@given(st.text())
def test_cleaning_a_value_twice_changes_nothing_more_where_no_quotes_are_left(text):
    once = setting_values.clean(text)
    assert once == once.strip()
    assert len(once) <= len(text)
