"""Run a process with some roles of `botfeed run`, whose messengers accept every message.

python tests/roles/one_role.py ROLE ...
"""

import asyncio
import sys

from botfeed import app, logs, platforms, run, settings
from botfeed.core.chat.message import Receipt


class Messenger:
    def __init__(self, platform):
        self.platform = platform

    async def send(self, address, reply, key):
        return Receipt(f"sent:{key}")

    async def edit(self, address, ref, reply):
        return Receipt(ref)

    async def delete(self, address, ref):
        pass

    async def is_admin(self, address, user):
        return False


def opener(platform):
    async def open_it(opened, ready, *_):
        opened.services.messengers[platform] = Messenger(platform)
        opened.store.wake()
        await asyncio.Event().wait()

    return open_it


if __name__ == "__main__":
    for name in ("discord", "telegram"):
        setattr(platforms, name, opener(name))
    logs.configure("info", [])
    asyncio.run(run.run(app.build(settings.read()), frozenset(sys.argv[1:]), print))
