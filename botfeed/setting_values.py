"""Clean the values of settings and check their form, one function a kind of value. Each raises ValueError."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path

_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}
_AROUND = "\ufeff\u200b\u200e\u200f\u2060"  # marks that copying from a page leaves at the ends
ADDRESS = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/(?!\.{1,2}(?:/|$))[\w.-]+)*)/?", re.ASCII)
_NUMBERS = {
    "telegram": ("a number, such as telegram:12345", re.compile(r"[1-9]\d{0,18}", re.ASCII)),
    "discord": ("a number of 17 to 20 digits, such as discord:80351110224678912", re.compile(r"\d{15,20}", re.ASCII)),
}
_PLATFORMS = ("discord", "telegram", "web", "console")
_ENDPOINT = re.compile(
    r"/(?:chat/completions|completions|responses|images(?:/(?:generations|edits))?|moderations|models|embeddings)/*$"
)


def clean(text: str) -> str:
    """Return `text` without the spaces, line ends and pair of quotes that copying leaves around it."""
    text = text.strip().strip(_AROUND).strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def key(text: str) -> str:
    """Return a key or token, which is printable ASCII without spaces."""
    if odd := next((c for c in text if not "!" <= c <= "~"), ""):
        name = {" ": "a space", "\t": "a tab", "\n": "a line end", "\r": "a line end"}.get(odd, f"{odd!r} in it")
        raise ValueError(f"no key has {name}; copy it again, alone")
    return text


def path(value: Path) -> Path:
    """Return the path with a leading ~ replaced by the home folder."""
    try:
        return value.expanduser()
    except RuntimeError:
        raise ValueError("~ means a home folder, and this user has none; write the whole path") from None


def database(url: str) -> str:
    """Return a database's address as the store takes it: `postgres://` is PostgreSQL, ~ the home folder."""
    for short in ("postgres://", "postgresql+asyncpg://", "postgresql+psycopg://", "postgresql+psycopg2://"):
        url = f"postgresql://{url.removeprefix(short)}" if url.startswith(short) else url
    url = f"sqlite://{url.removeprefix('sqlite+aiosqlite://')}" if url.startswith("sqlite+aiosqlite://") else url
    if url.startswith("sqlite:///~"):
        return f"sqlite:///{path(Path(url.removeprefix('sqlite:///')))}"
    if url and not url.startswith(("sqlite:///", "postgresql://")):
        raise ValueError("a database's address begins with sqlite:/// or postgresql://, or is left empty")
    return url


def listed(value: object) -> object:
    """Return the names of a list in one text; commas, semicolons and spaces part them."""
    if not isinstance(value, str):
        return value
    return frozenset(part for part in re.split(r"[\s,;]+", re.sub(r"\s*:\s*", ":", value)) if part)


def operators(names: frozenset[str]) -> frozenset[str]:
    """Return operators as `platform:id`, the platform in lower case."""
    return frozenset(_operator(name) for name in names)


def hosts(names: frozenset[str]) -> frozenset[str]:
    """Return hosts in lower case; an address that is given instead loses its scheme, port and path."""
    return frozenset(_host(name) for name in names)


def bucket(location: str) -> str:
    """Return where pictures live: `s3://bucket`, with a prefix or without, or nothing."""
    if location and not BUCKET.fullmatch(location):
        raise ValueError("s3://bucket or s3://bucket/prefix is wanted; leave it empty for files in BOTFEED_DATA")
    return location


def telegram_token(text: str) -> str:
    """Return a bot's token; what cannot be one would be tried for ever while offline."""
    if text and not re.fullmatch(r"\d+:[\w-]+", text, re.ASCII):
        raise ValueError("that is no token; copy it from @BotFather, it looks like 123456:ABC-DEF1234")
    return text


def telegram_server(url: str) -> str:
    """Return the address of a Bot API server, without the paths that the client adds."""
    if url and not ADDRESS.fullmatch(url):
        raise ValueError("an address is wanted, like http://127.0.0.1:8081")
    if "/bot" in url or "/file" in url:
        raise ValueError("the server's address alone is wanted, without /bot or /file")
    return url.rstrip("/")


def public(url: str) -> str:
    """Return the address under which the world reaches the page's server."""
    if url and not re.fullmatch(r"https://[^\s/?#@]+/?", url):
        raise ValueError("an https address is wanted, like https://feed.example.org")
    return url.rstrip("/")


def listens(name: str) -> str:
    """Return the address to listen on: a name or a number, an IPv6 one without its brackets."""
    bare = name[1:-1] if name.startswith("[") and name.endswith("]") else name
    if not re.fullmatch(r"[\w.-]+|[0-9a-fA-F:.]+(?:%\w+)?", bare, re.ASCII):
        raise ValueError("a host alone is wanted, such as 127.0.0.1, 0.0.0.0 or ::1; the port has a setting of its own")
    return bare


def model_server(url: str) -> str:
    """Return the base address of a server that speaks OpenAI's API, which ends before the names of its endpoints."""
    if url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise ValueError("an address is wanted, like https://host/v1")
    if found := _ENDPOINT.search(url):
        raise ValueError(f"the address ends before {found[0].rstrip('/')}, like {url[: found.start()] or url}")
    return url.rstrip("/")


def model(name: str) -> str:
    """Return the name of a model, which is one word."""
    if re.search(r"\s", name) or not name.isprintable():
        raise ValueError("the name of one model is wanted")
    return name


def sizes(text: str) -> str:
    """Return the sizes of pictures, however people write them: 1024x1024, 1536 × 1024."""
    found = [re.sub(r"\s*[xX×*]\s*", "x", part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    for size in found:
        if not re.fullmatch(r"[1-9]\d{1,4}x[1-9]\d{1,4}", size, re.ASCII):
            raise ValueError(f"{size} is no size; write width x height, like 1024x1024,1536x1024")
    return ",".join(found)


def proxy(url: str) -> str:
    """Return the address of a proxy."""
    if url and not re.fullmatch(r"(?:https?|socks5h?|socks4a?)://[^\s/]+/?", url):
        raise ValueError("a proxy's address is wanted, like http://host:3128 or socks5://host:1080")
    return url.rstrip("/")


def _operator(name: str) -> str:
    platform, _, number = name.partition(":")
    platform = platform.lower()
    if not platform or not number:
        raise ValueError(f"{name} is no operator: write platform:id, such as telegram:12345")
    if platform not in _PLATFORMS and (near := get_close_matches(platform, _PLATFORMS, 1)):
        raise ValueError(f"there is no platform {platform}; {near[0]}:{number} may be meant")
    form = _NUMBERS.get(platform)
    if form and not form[1].fullmatch(number):
        raise ValueError(f"{name} is no operator: people on {platform.capitalize()} go by {form[0]}")
    return f"{platform}:{number}"


def _host(name: str) -> str:
    bare = re.sub(r"^https?://", "", name.lower()).partition("/")[0]
    bare = bare if bare.count(":") > 1 and not bare.startswith("[") else re.sub(r":\d+$", "", bare)
    if not re.fullmatch(r"[\w.-]+|\[?[0-9a-f:.]+\]?", bare, re.ASCII):
        raise ValueError(f"{name} is no host; write a name, such as feed.example.org")
    return bare
