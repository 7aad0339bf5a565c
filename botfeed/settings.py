"""Read every setting from the environment or `.env`, and check it, once. `.env.example` documents them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_origin
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from botfeed import lock, proxy, setting_names
from botfeed import setting_values as values
from botfeed.core.chat.policy import Policy
from botfeed.core.errors import StartError

ENV_FILE = ".env"
Key = Annotated[SecretStr, AfterValidator(lambda kept: SecretStr(values.key(kept.get_secret_value())))]
Token = Annotated[SecretStr, AfterValidator(lambda kept: SecretStr(values.telegram_token(kept.get_secret_value())))]
Model = Annotated[str, AfterValidator(values.model)]
Operators = Annotated[frozenset[str], NoDecode, BeforeValidator(values.listed), AfterValidator(values.operators)]
Hosts = Annotated[frozenset[str], NoDecode, BeforeValidator(values.listed), AfterValidator(values.hosts)]
PER_PERSON, PER_DAY = 10, 100  # pictures a day where they cost money and nothing else is chosen
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(BaseSettings):
    """All settings; the aliases are the names of environment variables."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, extra="ignore", frozen=True, env_ignore_empty=True, populate_by_name=True
    )

    data: Annotated[Path, AfterValidator(values.path)] = Field(Path("data"), validation_alias="BOTFEED_DATA")
    pictures: Annotated[str, AfterValidator(values.bucket)] = Field("", validation_alias="BOTFEED_PICTURES")
    s3_key_id: str = Field("", validation_alias="AWS_ACCESS_KEY_ID")
    s3_secret_key: SecretStr = Field(SecretStr(""), validation_alias="AWS_SECRET_ACCESS_KEY")
    s3_session_token: SecretStr = Field(SecretStr(""), validation_alias="AWS_SESSION_TOKEN")
    s3_endpoint: str = Field("", validation_alias="AWS_ENDPOINT_URL")
    s3_region: str = Field("", validation_alias="AWS_REGION")
    s3_allow_http: bool = Field(False, validation_alias="AWS_ALLOW_HTTP")
    database: Annotated[str, AfterValidator(values.database)] = Field("", validation_alias="DATABASE_URL")
    web_host: Annotated[str, AfterValidator(values.listens)] = Field("127.0.0.1", validation_alias="BOTFEED_WEB_HOST")
    web_port: int = Field(8080, validation_alias="BOTFEED_WEB_PORT", ge=0, le=65535)
    hosts: Hosts = Field(frozenset(), validation_alias="BOTFEED_HOSTS")
    secret: SecretStr = Field(SecretStr(""), validation_alias="BOTFEED_SECRET")
    proxy: Annotated[str, AfterValidator(values.proxy)] = Field("", validation_alias="BOTFEED_PROXY")
    log: Literal["debug", "info", "warning", "error"] = Field("info", validation_alias="BOTFEED_LOG")

    discord_token: Key = Field(SecretStr(""), validation_alias="DISCORD_TOKEN")
    discord_shards: Literal["", "auto"] = Field("", validation_alias="BOTFEED_DISCORD_SHARDS")
    telegram_token: Token = Field(SecretStr(""), validation_alias="TELEGRAM_TOKEN")
    telegram_api: Annotated[str, AfterValidator(values.telegram_server)] = Field(
        "", validation_alias="TELEGRAM_API_URL"
    )
    telegram_local: bool = Field(False, validation_alias="TELEGRAM_API_LOCAL")
    telegram_mode: Literal["poll", "webhook"] = Field("poll", validation_alias="BOTFEED_TELEGRAM_MODE")
    telegram_rich: bool = Field(False, validation_alias="BOTFEED_TELEGRAM_RICH")
    telegram_storage: int = Field(0, validation_alias="BOTFEED_TELEGRAM_STORAGE")
    telegram_ephemeral: bool = Field(False, validation_alias="BOTFEED_TELEGRAM_EPHEMERAL")
    public_url: Annotated[str, AfterValidator(values.public)] = Field("", validation_alias="BOTFEED_PUBLIC_URL")
    openai_key: Key = Field(SecretStr(""), validation_alias="OPENAI_API_KEY")
    openai_url: Annotated[str, AfterValidator(values.model_server)] = Field("", validation_alias="OPENAI_BASE_URL")
    image_model: Model = Field("gpt-image-2.6", validation_alias="BOTFEED_IMAGE_MODEL")
    image_quality: str = Field("", validation_alias="BOTFEED_IMAGE_QUALITY")
    image_sizes: Annotated[str, AfterValidator(values.sizes)] = Field("", validation_alias="BOTFEED_IMAGE_SIZES")
    image_stream: Literal["", "on", "off"] = Field("", validation_alias="BOTFEED_IMAGE_STREAM")
    chat_model: Model = Field("gpt-5-mini", validation_alias="BOTFEED_CHAT_MODEL")
    painter: Model = Field("", validation_alias="BOTFEED_PAINTER")

    operators: Operators = Field(frozenset(), validation_alias="BOTFEED_OPERATORS")
    access: Literal["", "open", "invite", "spaces"] = Field("", validation_alias="BOTFEED_ACCESS")
    per_person: int | None = Field(None, examples=[PER_PERSON], validation_alias="BOTFEED_PER_PERSON", ge=0)
    per_day: int | None = Field(None, examples=[PER_DAY], validation_alias="BOTFEED_PER_DAY", ge=0)
    questions: int = Field(50, validation_alias="BOTFEED_QUESTIONS", ge=0)
    questions_per_day: int = Field(500, validation_alias="BOTFEED_QUESTIONS_PER_DAY", ge=0)
    contact: str = Field("", validation_alias="BOTFEED_CONTACT")

    @field_validator("*", mode="before")
    @classmethod
    def _cleaned(cls, value: object, info: ValidationInfo) -> object:
        """Take off what copying left around a value; what is empty then is as if it were not set."""
        if not isinstance(value, str) or info.field_name in (None, "secret"):  # another secret would open nothing old
            return value
        field, value = cls.model_fields[str(info.field_name)], values.clean(value)
        if not value:
            return field.get_default()
        return value.lower() if get_origin(field.annotation) is Literal else value

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.telegram_mode == "webhook" and not self.public_url:
            raise ValueError("BOTFEED_TELEGRAM_MODE is webhook, so BOTFEED_PUBLIC_URL must say where Telegram calls")
        if self.telegram_local and not self.telegram_api:
            raise ValueError("TELEGRAM_API_LOCAL is of a server of your own, so TELEGRAM_API_URL must say where it is")
        return self

    @model_validator(mode="after")
    def _bucket_reachable(self) -> Self:
        """Check the AWS_* variables only where they are used: others may be there for other programs."""
        if not self.pictures:
            return self
        if self.s3_endpoint and not values.ADDRESS.fullmatch(self.s3_endpoint):
            raise ValueError("AWS_ENDPOINT_URL must be an address, like https://s3.example.org")
        if self.s3_endpoint.startswith("http://") and not self.s3_allow_http:
            raise ValueError("AWS_ENDPOINT_URL is not encrypted; set AWS_ALLOW_HTTP=true if that is meant")
        if bool(self.s3_key_id) != bool(self.s3_secret_key.get_secret_value()):
            raise ValueError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set together, or neither")
        return self

    @property
    def connected(self) -> bool:
        """Return True if a platform is configured."""
        return bool(self.discord_token.get_secret_value() or self.telegram_token.get_secret_value())

    @property
    def telegram_server(self) -> dict[str, Any]:
        """Return the client's options for a Bot API server that is not Telegram's own."""
        if not self.telegram_api:
            return {}
        urls = {"base_url": f"{self.telegram_api}/bot", "base_file_url": f"{self.telegram_api}/file/bot"}
        return {**urls, "local_mode": self.telegram_local}

    @property
    def sample(self) -> bool:
        """Return True if the page shows the sample community: not with a platform or a chosen database."""
        return not self.connected and not self.database

    @property
    def loopback(self) -> bool:
        """Return True if only this machine reaches the page."""
        return self.web_host in LOOPBACK and not self.hosts

    @property
    def secrets(self) -> tuple[str, ...]:
        """Return the secrets, which must never reach a log."""
        kept = (
            self.discord_token,
            self.telegram_token,
            self.openai_key,
            self.secret,
            self.s3_secret_key,
            self.s3_session_token,
        )
        proxied = (urlsplit(proxy.to("discord.com")).password or "",)
        return (*filter(None, (one.get_secret_value() for one in kept)), *filter(None, proxied))

    @property
    def home(self) -> Path:
        """Return the folder of this installation's files; the sample community has one of its own."""
        return self.data / "sample" if self.sample else self.data

    @property
    def bucket(self) -> tuple[str, str] | None:
        """Return the bucket where pictures live and the prefix in it; the sample community has one of its own.
        None if pictures are files.
        """
        if not (found := values.BUCKET.fullmatch(self.pictures)):
            return None
        return found[1], f"{found[2]}{'/sample' if self.sample else ''}".strip("/")

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.home / 'botfeed.db'}"

    @property
    def paints_with(self) -> str:
        return self.painter or ("openai" if self.openai_key.get_secret_value() else "sketch")

    @property
    def streams(self) -> bool:
        """Return True if partial pictures are requested: from OpenAI, and from a server set to stream."""
        return self.image_stream == "on" or (not self.image_stream and not self.openai_url)

    @property
    def policy(self) -> Policy:
        access = self.access or ("open" if self.paints_with == "sketch" else "spaces")
        return Policy(
            warms=frozenset({"telegram"}) if self.telegram_storage else frozenset(),
            operators=self.operators,
            access=access,
            home=frozenset({"web"} if self.loopback else ()),
            per_person=self._daily(self.per_person, PER_PERSON),
            per_day=self._daily(self.per_day, PER_DAY),
            questions=self.questions,
            questions_per_day=self.questions_per_day,
            contact=self.contact,
        )

    def _daily(self, chosen: int | None, paid: int) -> int | None:
        """Return a daily limit of pictures: the chosen one, else none for the sketch painter, which costs nothing."""
        if chosen is not None:
            return chosen
        return None if self.paints_with == "sketch" else paid

    @cached_property
    def key(self) -> bytes:
        """Return the secret that seals references and cookies, made at the first start. Raises StartError."""
        if given := self.secret.get_secret_value():
            return given.encode()
        try:
            return _secret(self.home / "secret")
        except OSError as error:
            raise lock.unwritable(self.home, error) from None


def _secret(kept: Path) -> bytes:
    """Read the secret, or make it if its file is missing or empty; of two processes at once one makes it."""
    if kept.exists() and (known := kept.read_bytes()):
        return known
    kept.parent.mkdir(parents=True, exist_ok=True)
    with (
        lock.turn(kept.with_name("secret.lock")),
        os.fdopen(os.open(kept, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file,
    ):
        if not (secret := file.read()):
            secret = secrets.token_hex(32).encode()
            file.write(secret)
    return secret


def _where(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc)


_PLAIN = {
    "int_parsing": "a whole number stands here{like}",
    "float_parsing": "a number stands here{like}",
    "bool_parsing": "yes or no stands here",
}


def _message(name: str, kind: str, message: str) -> str:
    """Return the text of an error, without the words that pydantic puts before it."""
    plain = _PLAIN.get(kind)
    return plain.format(like=_like(name)) if plain else message.removeprefix("Value error, ")


def _like(name: str) -> str:
    """Return the default of the setting, or its example, as what would fit; empty where that is not a number."""
    field = next((each for each in Settings.model_fields.values() if each.validation_alias == name), None)
    fits = next(iter(field.examples or (field.default,)), None) if field else None
    return f", like {fits}" if isinstance(fits, int | float) else ""


def read() -> Settings:
    """Read and check all settings. Raises StartError naming the setting and what would fit."""
    try:
        wrong = setting_names.misspelt(names(), Path(ENV_FILE))
        if wrong:
            raise _unfit(wrong)
        found = Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise StartError(f".env cannot be read: {lock.reason(error)}.") from None
    except ValidationError as error:
        named = [(_where(e["loc"]), e["type"], e["msg"]) for e in error.errors()]
        lines = [": ".join(filter(None, (name, _message(name, kind, says)))) for name, kind, says in named]
        raise _unfit(lines) from None
    proxy.use(found.proxy)
    proxy.check()
    return found


def names() -> tuple[str, ...]:
    """Return the names of all settings in the environment."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())


def _unfit(lines: Iterable[str]) -> StartError:
    return StartError("A setting does not fit.\n  " + "\n  ".join(lines) + "\nSee .env.example.")
