"""Check OpenAI, or a server that speaks its API, for `botfeed doctor`, without making or paying for anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from botfeed.adapters.models import openai_client
from botfeed.adapters.models.openai_review import OpenAIReviewer
from botfeed.core.errors import ModelError, Trouble

WAIT = 5.0  # seconds for an answer
_NO_LIST = (404, 405, 501)  # a compatible server without a list of models


async def look(key: str, base_url: str | None, models: Mapping[str, str]) -> tuple[bool, str]:
    """Return whether the server takes the key and offers `models` (setting to name). The text does not hold the key.

    Compatible servers often take names that they do not list, so there a missing one is reported but no fault.
    """
    import openai  # noqa: PLC0415  as lazy as the client

    client = openai_client.connect(key, base_url, WAIT)
    try:
        offered = [model.id async for model in await client.models.list()]
    except (openai.AuthenticationError, openai.PermissionDeniedError):
        return False, "does not take OPENAI_API_KEY; make another at platform.openai.com"
    except openai.APIStatusError as error:
        if error.status_code in _NO_LIST:
            return True, "answers; it tells no list of its models"
        return False, f"refuses to answer ({error.status_code}); try again later"
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
        return False, f"does not answer ({type(error).__name__}); check the network, and OPENAI_BASE_URL if you set it"
    finally:
        await client.close()
    if missing := _missing(models, offered):
        return base_url is not None, f"answers, and does not list {missing}"
    return True, f"answers; {' and '.join(dict.fromkeys(models.values()))} can be asked"


def _missing(models: Mapping[str, str], offered: Iterable[str]) -> str:
    there = set(offered)
    return ", ".join(f"{name} ({setting})" for setting, name in models.items() if name not in there)


async def look_at_review(key: str, base_url: str | None) -> tuple[bool, str]:
    """Return whether the server reviews what people write, or says that it does not: then the word lists judge."""
    reviewer = OpenAIReviewer(key, base_url, seconds=WAIT)
    try:
        await reviewer.review("hello")
    except ModelError as error:
        if error.trouble in (Trouble.ENDPOINT, Trouble.MODEL):
            return True, "the server has none (moderations); word lists judge alone, and nobody looks at pictures"
        return False, f"does not answer ({error}); until it does, nothing is painted or published"
    finally:
        await reviewer.close()
    return True, "the server judges words and pictures"
