"""Redaction of Discord's tokens in logs: the bot's, and those of interactions, which allow anybody to answer."""

import base64
import subprocess
import sys

import pytest

from botfeed.adapters.discord.api import addresses
from botfeed.core.model import Address, Delivery, Job, Placement
from tests.adapters.discord.adapter import opened

APPLICATION, CHANNEL = "1180000000000000042", "1180000000000000007"
BOT = ".".join(("MTE4MDAwMDAwMDAwMDAwMDA0Mg", "GaBcDe", "x" * 20 + "_-" + "y" * 16))
TOKEN = base64.b64encode(b"interaction:1180000000000000099:" + bytes(range(90))).decode()
SCRIPT = """
import logging, structlog, sys
from botfeed import logs
bot, token, lane, url = sys.argv[1:]
logs.configure("debug")
log = structlog.get_logger()
log.info("said by " + bot, header={"Authorization": "Bot " + bot}, lane=lane, deep=[{"address": {"ref": lane}}])
logging.getLogger("some.library").warning("POST %s for %r", url, token)
try:
    raise RuntimeError("no answer from " + url)
except RuntimeError:
    log.exception("fell", key=lane.encode())
    logging.getLogger("some.library").exception("fell for " + bot)
log.info("what stays", at="~nothing~ of a kind", host="gateway.discord.gg", version="2.7.1", name="aa.bb.cc")
"""


def said(*args: str) -> str:
    return subprocess.run([sys.executable, "-c", SCRIPT, *args], check=True, capture_output=True, text=True).stderr


@pytest.mark.parametrize("token", [TOKEN, "interaction-1180000000000000099"])
def test_discords_tokens_are_not_logged(token):
    here = Address("discord", CHANNEL, private=False)
    address = addresses.by_token(Interaction(token), here)
    written = said(
        BOT, TOKEN, f"chat:discord:{address.ref}", f"https://discord.com/api/v10/webhooks/{APPLICATION}/{token}/x"
    )
    assert BOT not in written
    assert BOT.rpartition(".")[2] not in written
    assert token not in written
    assert token[-40:] not in written
    assert written.count("[token]") >= 9
    assert f"chat:discord:{CHANNEL}~{APPLICATION}~[token]" in written, "where it was is still told"
    for stays in ("~nothing~ of a kind", "gateway.discord.gg", "2.7.1", "aa.bb.cc"):
        assert stays in written


class Interaction:
    application_id = int(APPLICATION)

    def __init__(self, token):
        self.token = token


async def test_tokens_in_lanes_and_addresses_are_redacted(tmp_path):
    """The stored forms of a token are redacted as a log line would contain them."""
    from botfeed.logs import _Redact

    async with opened(tmp_path) as adapter, adapter.connected(working=False):
        asked = await adapter.ada.slash("imagine", {"prompt": "a fox"}, channel=adapter.lounge)
        place = await adapter.once(Placement, account__ne=None)
        jobs = await adapter.services.store.read(lambda uow: uow.all(Job))
        rows = [place, *jobs, *await adapter.services.store.read(lambda uow: uow.all(Delivery))]
        assert asked.token in repr(rows)
        assert asked.token not in _Redact(()).clean(repr(rows))
