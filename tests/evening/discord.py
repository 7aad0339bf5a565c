"""Evening in a Discord server, in English: `python -m tests.evening.discord`."""

import asyncio
import tempfile
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from botfeed.adapters.models.rules import WordRules
from botfeed.adapters.models.sketch_painter import SketchPainter
from botfeed.core.chat.policy import Policy
from botfeed.core.work import worker
from botfeed.run import TICKS
from botfeed.testing.discord import MANAGE_GUILD, ORDINARY
from tests.adapters.discord import adapter as discord_adapter
from tests.adapters.discord.adapter import bare
from tests.evening.transcript import Line, Transcript, quick_sketches, say


@dataclass
class Evening:
    adapter: object
    script: Transcript = field(default_factory=Transcript)
    forms: dict = field(default_factory=dict)

    def meet(self, *names):
        self.fake = self.adapter.fake
        self.guild, self.lounge = self.adapter.guild, self.adapter.lounge
        self.people = {"ada": self.adapter.ada, "ben": self.adapter.ben}
        for name in names:
            self.people[name] = self.fake.user(name)
            self.people[name].join(self.guild)

    def rights(self, who):
        return ORDINARY | (MANAGE_GUILD if who == "olga" else 0)

    async def done(self):
        for _ in range(20):
            self.fake.clock.advance(0.5)
            if not await worker.drain(self.adapter.services):
                break
        self.look()

    async def later(self, **by):
        self.script.act(f"-- {by} later")
        self.fake.clock.advance(sum(value * {"hours": 3600, "minutes": 60}[unit] for unit, value in by.items()))
        for _, _, tick in TICKS:
            await tick(self.adapter.services)
        await self.done()

    def look(self):
        lines = {}
        for _, m in sorted(self.fake.state.messages.items()):
            if m.author is not self.fake.state.bot or m.deleted or m.loading:
                continue
            where = f"#{m.room.name}" if m.room.space else f"DM {m.room.name}"
            where += f" to {m.owner.name} alone" if m.ephemeral else ""
            buttons = (*m.buttons, *(f"menu: {name}" for name in m.menus))
            lines[m.id] = Line(where, "bot", bare(m.text), buttons, bool(m.pictures))
        self.script.look(lines)

    async def _answered(self, who, asked):
        try:
            response = await asked.response()
        except TimeoutError:
            self.script.say("!! no answer")
            return
        if response.kind == 9:
            self.forms[who] = asked
            self.script.say(f"(form for {who}) {self.describe(response.data)}")
        elif response.kind in (4, 5, 7):
            try:
                await asked.message(2)
            except TimeoutError:
                self.script.say("(still thinking)")
        await self.done()

    def describe(self, modal):
        def labels(part):
            if isinstance(part, list):
                return [found for each in part for found in labels(each)]
            if not isinstance(part, dict):
                return []
            own = [part[key] for key in ("label", "placeholder", "description", "content") if part.get(key)]
            return own + [found for value in part.values() if isinstance(value, list | dict) for found in labels(value)]

        return f"{modal['title']}: {labels(modal['components'])}"

    async def slash(self, who, name, /, here=True, **options):
        self.script.act(f"{who} in {'#general' if here else 'DM'}: /{name} {options or ''}")
        channel = self.lounge if here else None
        await self._answered(
            who, await self.people[who].slash(name, options, channel=channel, permissions=self.rights(who))
        )

    async def menu(self, who, name, target=None):
        self.script.act(f"{who} uses the menu {name!r} on {'a message' if target is None else target.name}")
        found = target or self.newest(who, picture=True)
        await self._answered(who, await self.people[who].menu(name, found, channel=self.lounge))

    def newest(self, who, label="", picture=False, where=None, of=""):
        messages = [m for _, m in sorted(self.fake.state.messages.items()) if m.author is self.fake.state.bot]
        for m in reversed(messages):
            readable = not m.ephemeral or m.owner is self.people[who].account
            readable = readable and (m.room.person in (None, self.people[who].account)) and not m.deleted
            named = where is None or (where == "private") == bool(m.ephemeral or m.room.person)
            named = named and (not label or any(label in each for each in m.buttons))
            if readable and named and of in bare(m.text) and (not picture or m.pictures):
                return m
        raise LookupError(f"{who} sees no message with {label!r}")

    async def press(self, who, label, where=None, of=""):
        self.script.act(f"{who} presses [{label}] {where or ''}")
        m = self.newest(who, label, where=where, of=of)
        button = next(each for each in m.buttons if label in each)
        await self._answered(who, await self.people[who].press(m, button, permissions=self.rights(who)))

    async def fill(self, who, /, **values):
        self.script.act(f"{who} fills in {values}")
        values = {key.replace("_", " "): value for key, value in values.items()}
        asked = self.forms.pop(who)
        await self._answered(who, await self.people[who].submit(asked, values, permissions=self.rights(who)))

    async def say(self, who, text, here=True, reply=False, of=""):
        self.script.act(f"{who} {'replies' if reply else 'says'} in {'#general' if here else 'DM'}: {text}")
        if reply:
            await self.people[who].reply(self.newest(who, picture=True, where="public" if here else None, of=of), text)
        else:
            await self.people[who].say(text, channel=self.lounge if here else None)
        await self.settle()

    async def react(self, who, emoji, of=""):
        self.script.act(f"{who} reacts {emoji}")
        await self.people[who].react(self.newest(who, picture=True, where="public", of=of), emoji)
        await self.settle()

    async def settle(self):
        await asyncio.sleep(0.3)
        await self.done()


async def acts(e):
    source = (Path(__file__).parent / "discord.acts").read_text("utf-8")
    for line in source.splitlines():
        if line.strip() and not line.startswith("#"):
            try:
                value = eval(line, {"e": e})
                await (value if asyncio.iscoroutine(value) else e.settle())
            except (LookupError, AssertionError, TimeoutError) as impossible:
                e.script.say(f"!! cannot: {line}: {impossible}")


async def main():
    with tempfile.TemporaryDirectory() as folder, quick_sketches():
        parts = {"painters": (SketchPainter(),), "rules": WordRules()}
        async with discord_adapter.opened(Path(folder), seconds=400, **parts) as adapter:
            e = Evening(adapter)
            e.meet("olga", "cleo", "dino")
            from dataclasses import replace

            policy = Policy(operators=frozenset({f"discord:{e.people['olga'].id}"}), per_person=100, per_minute=1000)
            adapter.services = replace(adapter.services, policy=policy)
            async with adapter.connected(working=False):
                try:
                    await acts(e)
                except Exception:
                    traceback.print_exc()
            say(f"violations: {e.fake.violations}")


if __name__ == "__main__":
    asyncio.run(main())
