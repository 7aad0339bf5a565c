"""Settings: read once and validated once."""

import pytest
from pydantic import ValidationError

from botfeed import settings
from botfeed.core.errors import StartError


def test_without_settings_the_embedded_defaults_hold(environment):
    read = settings.read()
    assert read.database_url == "sqlite:///data/sample/botfeed.db"
    assert (read.sample, read.paints_with, read.policy.access) == (True, "sketch", "open")
    assert (read.policy.per_person, read.policy.per_day) == (None, None)


def test_a_painter_that_costs_money_has_daily_limits(environment):
    environment.setenv("OPENAI_API_KEY", "sk-test")
    assert (settings.read().policy.per_person, settings.read().policy.per_day) == (10, 100)
    environment.setenv("BOTFEED_PER_PERSON", "0")
    assert settings.read().policy.per_person == 0


def test_a_limit_that_is_chosen_holds_for_the_free_painter_too(environment):
    environment.setenv("BOTFEED_PER_PERSON", "3")
    assert (settings.read().policy.per_person, settings.read().policy.per_day) == (3, None)


def test_rich_messages_are_off_unless_enabled(environment):
    assert settings.read().telegram_rich is False
    environment.setenv("BOTFEED_TELEGRAM_RICH", "true")
    assert settings.read().telegram_rich is True


def test_a_platform_token_ends_the_sample(environment):
    environment.setenv("TELEGRAM_TOKEN", "1:x")
    read = settings.read()
    assert not read.sample
    assert read.database_url == "sqlite:///data/botfeed.db"


def test_a_paid_painter_limits_access_to_approved_spaces(environment):
    environment.setenv("OPENAI_API_KEY", "sk-x")
    assert settings.read().policy.access == "spaces"
    environment.setenv("BOTFEED_ACCESS", "invite")
    assert settings.read().policy.access == "invite"


def test_the_operators_own_page_needs_no_invitation(environment):
    assert settings.read().policy.home == {"web"}
    environment.setenv("BOTFEED_WEB_HOST", "0.0.0.0")
    assert settings.read().policy.home == frozenset()
    environment.setenv("BOTFEED_WEB_HOST", "127.0.0.1")
    environment.setenv("BOTFEED_HOSTS", "feed.example.org")
    assert settings.read().policy.home == frozenset()


def test_an_invalid_value_is_named(environment):
    environment.setenv("BOTFEED_WEB_PORT", "many")
    with pytest.raises(StartError, match="BOTFEED_WEB_PORT"):
        settings.read()


def test_a_secret_is_not_shown(environment):
    environment.setenv("TELEGRAM_TOKEN", "1234567:hush")
    assert "hush" not in repr(settings.read())


def test_a_secret_is_generated_once(environment):
    key = settings.read().key
    assert len(key) >= 32
    assert settings.read().key == key


def test_the_example_names_every_setting_with_its_default():
    from pathlib import Path

    example = (Path(__file__).parent.parent / ".env.example").read_text()
    for field in settings.Settings.model_fields.values():
        default = field.default
        shown = getattr(default, "get_secret_value", lambda default=default: default)()
        shown = "" if shown is None or isinstance(shown, frozenset) else str(shown)
        assert f"# {field.validation_alias}={shown}\n" in example, field.validation_alias


async def test_home_platforms_need_no_invitation_and_others_do(store, clock):
    from botfeed.core.chat.policy import Policy
    from botfeed.testing.plugin import make_services
    from botfeed.testing.stage import Stage

    services = make_services(store, clock, policy=Policy(access="invite", home=frozenset({"web"})))
    at_home, away = Stage(services, platform="web"), Stage(services, platform="telegram")
    await at_home.say("ada", "/imagine a fox")
    assert at_home.text("ada").startswith("Painting")
    await away.say("ben", "/imagine a fox")
    assert "open by invitation" in away.text("ben")


@pytest.mark.parametrize("token", ["hello", "123456", "123456:", "bot123456:ABC", "123456:AB C"])
def test_a_malformed_telegram_token_is_refused(environment, token):
    environment.setenv("TELEGRAM_TOKEN", token)
    with pytest.raises(StartError, match="TELEGRAM_TOKEN: that is no token; copy it from @BotFather"):
        settings.read()
    environment.setenv("TELEGRAM_TOKEN", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11")
    assert settings.read().connected


def test_an_operator_without_a_platform_is_refused(environment):
    environment.setenv("BOTFEED_OPERATORS", "ada")
    with pytest.raises(StartError, match="ada is no operator"):
        settings.read()


@pytest.mark.parametrize(
    ("url", "said", "streams"),
    [("", "", True), ("http://x/v1", "", False), ("http://x/v1", "on", True), ("", "off", False)],
)
def test_partial_pictures_are_requested_only_of_the_known_service(url, said, streams):
    read = settings.Settings(_env_file=None, OPENAI_BASE_URL=url, BOTFEED_IMAGE_STREAM=said)
    assert read.streams is streams


def test_a_webhook_needs_a_public_address(environment):
    environment.setenv("BOTFEED_TELEGRAM_MODE", "webhook")
    with pytest.raises(StartError, match="BOTFEED_PUBLIC_URL"):
        settings.read()
    environment.setenv("BOTFEED_PUBLIC_URL", "https://feed.example.org/")
    assert settings.read().public_url == "https://feed.example.org"
    for wrong in ("http://feed.example.org", "feed.example.org", "https://", "https://a b", "https://me@a.example"):
        environment.setenv("BOTFEED_PUBLIC_URL", wrong)
        with pytest.raises(StartError, match="BOTFEED_PUBLIC_URL"):
            settings.read()


def test_invalid_settings_are_explained_in_our_own_text(environment):
    environment.setenv("BOTFEED_OPERATORS", "ada")
    with pytest.raises(StartError) as told:
        settings.read()
    assert "BOTFEED_OPERATORS: ada is no operator: write platform:id, such as telegram:12345" in str(told.value)
    environment.delenv("BOTFEED_OPERATORS")
    environment.setenv("TELEGRAM_API_LOCAL", "true")
    with pytest.raises(StartError) as told:
        settings.read()
    assert "\n  TELEGRAM_API_LOCAL is of a server of your own" in str(told.value)


@pytest.mark.parametrize(
    ("name", "said"),
    [("BOTFEED_WEB_PORT", "a whole number stands here"), ("TELEGRAM_API_LOCAL", "yes or no stands here")],
)
def test_invalid_numbers_and_switches_are_explained_in_our_own_text(monkeypatch, name, said):
    monkeypatch.setenv(name, "many")
    with pytest.raises(StartError, match=said):
        settings.read()


@pytest.mark.parametrize("sample", [True, False])
@pytest.mark.parametrize(
    ("location", "bucket", "prefix"),
    [("s3://feed", "feed", ""), ("s3://feed/", "feed", ""), ("s3://feed.example/a/b-1/", "feed.example", "a/b-1")],
)
def test_pictures_live_in_a_bucket_and_the_samples_apart(environment, sample, location, bucket, prefix):
    environment.setenv("BOTFEED_PICTURES", location)
    if sample:
        assert settings.read().bucket == (bucket, f"{prefix}/sample".strip("/"))
        return
    environment.setenv("TELEGRAM_TOKEN", "1:x")
    assert settings.read().bucket == (bucket, prefix)


@pytest.mark.parametrize(
    "location", ["data", "/srv/pictures", "s3://", "s3://a", "S3://feed", "s3://feed/../x", "s3://feed//x", "gs://feed"]
)
def test_another_place_for_pictures_is_refused(environment, location):
    environment.setenv("BOTFEED_PICTURES", location)
    with pytest.raises(StartError, match="BOTFEED_PICTURES: s3://bucket or s3://bucket/prefix is wanted"):
        settings.read()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"AWS_ENDPOINT_URL": "s3.example.org"}, "AWS_ENDPOINT_URL must be an address"),
        ({"AWS_ENDPOINT_URL": "http://s3:7070"}, "set AWS_ALLOW_HTTP=true"),
        ({"AWS_ACCESS_KEY_ID": "x"}, "are set together"),
    ],
)
def test_what_reaches_the_bucket_is_checked_only_where_there_is_one(environment, given, says):
    for name, value in given.items():
        environment.setenv(name, value)
    assert settings.read().bucket is None
    environment.setenv("BOTFEED_PICTURES", "s3://feed")
    with pytest.raises(StartError, match=says):
        settings.read()


def test_the_keys_of_the_bucket_count_as_secrets(environment):
    environment.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    environment.setenv("AWS_SESSION_TOKEN", "hush-again")
    read = settings.read()
    assert {"hush-hush", "hush-again"} <= set(read.secrets)
    assert "hush" not in repr(read)


@pytest.mark.parametrize(
    ("given", "sizes"),
    [("", ""), ("1024x1024", "1024x1024"), (" 1024 X 1024 , 1536×1024,", "1024x1024,1536x1024")],
)
def test_sizes_are_taken_as_people_write_them(given: str, sizes: str) -> None:
    assert settings.Settings(_env_file=None, image_sizes=given).image_sizes == sizes


@pytest.mark.parametrize("given", ["big", "1024", "0x0", "1024x", "1024x1024 512x512", "-1x5"])
def test_what_is_no_size_is_refused(given: str) -> None:
    with pytest.raises(ValidationError, match="is no size"):
        settings.Settings(_env_file=None, image_sizes=given)


def test_no_quality_is_sent_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("", None):
        monkeypatch.delenv("BOTFEED_IMAGE_QUALITY", raising=False)
        if given is not None:
            monkeypatch.setenv("BOTFEED_IMAGE_QUALITY", given)
        assert settings.Settings(_env_file=None).image_quality == ""


@pytest.mark.parametrize(("name", "example"), [("BOTFEED_WEB_PORT", "like 8080"), ("BOTFEED_PER_DAY", "like 100")])
def test_a_value_that_is_no_number_gets_the_default_as_an_example(environment, name, example):
    environment.setenv(name, "many")
    with pytest.raises(StartError, match=f"{name}: a whole number stands here, {example}"):
        settings.read()
