"""Evening in a Telegram group, in Italian: `python -m tests.evening.telegram`."""

import asyncio
import io
import tempfile
import traceback
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from PIL import Image

from botfeed.adapters.clock import SteppedClock
from botfeed.adapters.console import player
from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core.chat.policy import Policy
from botfeed.core.work import worker
from botfeed.run import TICKS
from botfeed.store import engine
from botfeed.testing.telegram import FakeTelegram
from tests.adapters.telegram.conftest import START, Adapter, build
from tests.evening.transcript import Line, Transcript, quick_sketches, say

VOICE = {"file_id": "voice-1", "file_unique_id": "v1", "duration": 3, "mime_type": "audio/ogg"}


@dataclass
class Evening:
    """Evening of some people in one group; `self.group` and private chats are places."""

    adapter: Adapter
    fake: FakeTelegram
    script: Transcript = field(default_factory=Transcript)
    calls: int = 0

    def meet(self, *names):
        self.people = {name: self.fake.user(name, language="it") for name in names}
        self.group = self.fake.group("Pittori", large=True, admins=[self.people["olga"]])
        self.group.join(*(who for name, who in self.people.items() if name != "olga"))

    async def done(self):
        await self.adapter.confirmed()
        await self.drain()
        self.look()

    async def drain(self):
        for _ in range(20):
            if not await worker.drain(self.adapter.services, 200):
                return
            self.adapter.clock.advance(timedelta(seconds=1))

    async def later(self, **by):
        """Let time pass; run the ticks."""
        self.script.act(f"-- {by} later")
        self.adapter.clock.advance(timedelta(**by))
        for _, _, tick in TICKS:
            await tick(self.adapter.services)
        await self.drain()
        self.look()

    def look(self):
        lines = {}
        for chat in self.fake.state.chats.values():
            for (where, number), raw in sorted(self.fake.state.messages.items()):
                if where == chat.id and raw["from"]["id"] == self.fake.state.bot["id"]:
                    lines[where, number] = self.line(f"[{chat.title}]", raw)
        for (where, who, number), raw in sorted(self.fake.state.ephemeral.items()):
            lines[where, who, number] = self.line(f"[{self.fake.state.people[who]['username']} alone]", raw)
        self.script.look(lines)
        for call in self.fake.calls[self.calls :]:
            if call.method in ("answerCallbackQuery", "setMessageReaction"):
                shown = {
                    key: value for key, value in call.params.items() if key not in ("callback_query_id", "chat_id")
                }
                self.script.say(f"({call.method} {shown})") if shown else None
        self.calls = len(self.fake.calls)

    def line(self, place, raw):
        from botfeed.testing.telegram.people import Shown

        shown = Shown(raw)
        replied = raw.get("reply_to_message", {})
        to = f" re {replied['from']['username']}:{replied['message_id']}" if replied else ""
        rows = raw.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple(
            b["text"] + ("" if "callback_data" in b else "→" + str(b.get("url") or list(b)[-1]))
            for row in rows
            for b in row
        )
        return Line(place, f"bot{to}", shown.text, buttons, bool(shown.photo))

    async def say(self, who, text, here=True, reply_to=None):
        self.script.act(f"{who} in {'the group' if here else 'private'}{' (reply)' if reply_to else ''}: {text}")
        await self.people[who].say(text, self.group if here else None, reply_to=reply_to)
        await self.done()

    async def write(self, who, here=True, **content):
        """Send what is no text."""
        self.script.act(f"{who} in {'the group' if here else 'private'} sends {list(content)}")
        self.people[who]._write(self.group if here else None, None, None, **content)
        await self.done()

    async def photo(self, who, caption="", here=True):
        self.script.act(f"{who} sends a photo, caption {caption!r}, {'in the group' if here else 'in private'}")
        out = io.BytesIO()
        Image.new("RGB", (64, 64), "#334455").save(out, "PNG")
        await self.people[who].send_photo(out.getvalue(), caption, self.group if here else None)
        await self.done()

    def newest(self, where, label="", photo=False, of=""):
        """Return the bot's newest message there with this button or a picture."""
        place = self.group if where == "group" else self.people[where]
        mine = [m for m in self.fake.messages(place) if m.raw["from"]["id"] == self.fake.state.bot["id"]]
        for message in reversed(mine):
            if (
                (not label or any(label in each for each in message.labels))
                and (not photo or message.photo)
                and of in message.text
            ):
                return message
        raise LookupError(f"no message with {label!r} in {where}: {[m.labels for m in mine][-3:]}")

    async def press(self, who, label, where="group", of=""):
        self.script.act(f"{who} presses [{label}] in {where}")
        await self.people[who].press(self.newest(where, label, of=of), label)
        await self.done()

    async def open(self, who):
        """Follow the newest link to the private chat, as its button does."""
        message = self.newest("group", "Apri")
        url = next(b["url"] for b in message.buttons if "url" in b)
        start = url.partition("?start=")[2]
        self.script.act(f"{who} follows [Apri]")
        await self.people[who].say(f"/start {start}".strip())
        await self.done()

    async def both(self, first, second):
        """Let two people write at once."""
        self.script.act(f"{first[0]} and {second[0]} in the group, at once: {first[1]!r}, {second[1]!r}")
        for who, text in (first, second):
            await self.people[who].say(text, self.group)
        await self.done()

    async def react(self, who, emoji, of=""):
        self.script.act(f"{who} reacts {emoji}")
        await self.people[who].react(self.newest("group", photo=True, of=of), emoji)
        await self.done()


async def acts(e):
    """Play the evening; an act that cannot be done is said and passed over."""

    async def attempt(act):
        try:
            await act
        except (LookupError, AssertionError) as impossible:
            e.script.say(f"!! cannot: {impossible}")

    source = (Path(__file__).parent / "telegram.acts").read_text("utf-8")
    steps = {"e": e}
    for line in source.splitlines():
        if line.strip() and not line.startswith("#"):
            try:
                value = eval(line, steps)
            except (LookupError, AssertionError) as impossible:
                e.script.act(f"{line}\n  !! cannot: {impossible}")
                continue
            if asyncio.iscoroutine(value):
                await attempt(value)
            else:
                await e.done()


async def main():
    clock = SteppedClock(START)
    with tempfile.TemporaryDirectory() as folder, quick_sketches():
        async with FakeTelegram(None, now=lambda: clock.now().timestamp()) as fake:
            evening = Evening(None, fake)
            evening.meet("olga", "ada", "ben", "cleo", "dino")
            policy = player.policy(Policy(operators=frozenset({f"telegram:{evening.people['olga'].id}"})))
            services = build(Path(folder), clock, painters=(SketchPainter(),), rules=WordRules(), policy=policy)
            await engine.migrate(services.store)
            evening.adapter = Adapter(fake, services, clock)
            try:
                await evening.adapter.open()
                await acts(evening)
            except Exception:
                traceback.print_exc()
            finally:
                await evening.adapter.kill()
                await services.store.close()
            say(f"violations: {fake.violations}")


if __name__ == "__main__":
    asyncio.run(main())
