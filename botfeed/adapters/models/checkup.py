"""Check OpenAI, or a server that speaks its API, for `botfeed doctor`, without making or paying for anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from botfeed.adapters import findings
from botfeed.adapters.findings import Finding
from botfeed.adapters.models import openai_client
from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.core.errors import ModelError, Trouble

WAIT = 5.0  # seconds for an answer
_PATHS = ("/v1", "/api/v1", "/openai/v1", "/v1/openai", "/api", "")  # where servers have OpenAI's API
_NO_LIST = (404, 405, 501)  # a compatible server without a list of models


async def look(key: str, base_url: str | None, models: Mapping[str, str]) -> Finding:
    """Return whether the server takes the key and offers `models` (setting to name). The text does not hold the key.

    Compatible servers often take names that they do not list, so there a missing one is a note and no fault.
    """
    import openai  # noqa: PLC0415  as lazy as the client

    try:
        offered = await _offered(key, base_url)
    except (openai.AuthenticationError, openai.PermissionDeniedError):
        who = "ask who runs the server for another" if base_url else "make another at platform.openai.com"
        return Finding(False, f"does not take OPENAI_API_KEY; {who}")
    except openai.APIStatusError as error:
        if base_url and error.status_code in _NO_LIST:
            return await _without_list(key, base_url)
        return Finding(False, f"refuses to answer ({error.status_code}); try again later")
    except openai.APIConnectionError as error:
        return findings.unreached(error, "OPENAI_BASE_URL" if base_url else "")
    except (openai.OpenAIError, ValueError, TypeError, AttributeError):  # a page, or JSON that is no list
        return await _no_api(key, base_url)
    if missing := _missing(models, offered):
        return Finding(base_url is not None, f"answers, and does not list {missing}; choose one that it has", note=True)
    return Finding(True, f"answers; {' and '.join(dict.fromkeys(models.values()))} can be asked")


async def _offered(key: str, base_url: str | None) -> list[str]:
    client = openai_client.connect(key, base_url, WAIT)
    try:
        return [model.id async for model in await client.models.list()]
    finally:
        await client.close()


async def _without_list(key: str, base_url: str) -> Finding:
    """Tell an address that is not the API's from a server that keeps no list of its models."""
    if there := await _elsewhere(key, base_url):
        return Finding(False, f"is at another address: set OPENAI_BASE_URL={there}")
    unsure = (
        "answers, and tells no list of its models; if nothing is painted, OPENAI_BASE_URL is wrong (most end in /v1)"
    )
    return Finding(True, unsure, note=True)


async def _no_api(key: str, base_url: str | None) -> Finding:
    if there := await _elsewhere(key, base_url or ""):
        return Finding(False, f"is at another address: set OPENAI_BASE_URL={there}")
    return Finding(False, "answers with something else than OpenAI's API; set OPENAI_BASE_URL right (most end in /v1)")


async def _elsewhere(key: str, base_url: str) -> str:
    """Return an address of the same server that lists models, empty if none of the usual ones does."""
    import openai  # noqa: PLC0415

    root = urlsplit(base_url)._replace(path="").geturl()
    tried = dict.fromkeys([f"{base_url.rstrip('/')}/v1", *(f"{root}{path}" for path in _PATHS)])
    for address in [each for each in tried if base_url and each != base_url.rstrip("/")]:
        with suppress(openai.OpenAIError, ValueError, TypeError, AttributeError):
            await _offered(key, address)
            return address
    return ""


def _missing(models: Mapping[str, str], offered: Iterable[str]) -> str:
    there = set(offered)
    return ", ".join(f"{name} ({setting})" for setting, name in models.items() if name not in there)


async def look_at_review(key: str, base_url: str | None) -> Finding:
    """Return whether the server reviews what people write, or says that it does not: then the word lists judge."""
    reviewer = OpenAIReviewer(key, base_url, seconds=WAIT)
    try:
        await reviewer.review("hello")
    except ModelError as error:
        if error.trouble in (Trouble.ENDPOINT, Trouble.MODEL):
            none = "the server has none (moderations); word lists judge alone, and nobody looks at pictures"
            return Finding(True, none, note=True)
        return Finding(False, f"does not answer ({error}); until it does, nothing is painted or published")
    finally:
        await reviewer.close()
    return Finding(True, "the server judges words and pictures")
