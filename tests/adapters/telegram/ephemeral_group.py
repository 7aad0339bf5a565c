"""Group in which private answers are ephemeral messages, and the messages that each member sees."""

from botfeed.testing.telegram import Group, Server

FORMS = ("ephemeral_message_parameters", "receiver_user_id")


def administered(adapter, owner):
    """Return a group whose administrator is the bot, on a server that supports ephemeral messages."""
    adapter.fake.become(Server.V10_3)
    lounge = adapter.fake.group("Lounge", admins=[owner], large=True)
    lounge.promote_bot()
    return lounge


async def started(adapter, *people):
    for person in people:
        await person.say("/start")
        await adapter.shown(person, "AI")


async def ephemeral_shown(adapter, group, person, text, button=""):
    """Return the newest message that only this person sees in a group, with these words (and this button)."""

    def find():
        shown = reversed(adapter.fake.ephemeral(group, person))
        return next((m for m in shown if text in m.text and (not button or any(button in b for b in m.labels))), None)

    try:
        return await adapter.until(find)
    except TimeoutError:
        there = [m.text for m in adapter.fake.ephemeral(group, person)]
        raise AssertionError(
            f"{text!r} was never shown to one person; there is {there}, {adapter.texts(group)}"
        ) from None


def said(adapter, group):
    """Return the bot's public messages there."""
    return [m.text for m in adapter.fake.messages(group) if m.raw["from"]["is_bot"]]


async def pressed(adapter, person, message, label):
    """Return the newest message in place of a pressed button, once the press is answered."""
    tap = await person.press(message, label)
    await tap.answered()
    await adapter.confirmed()
    return adapter.fake.ephemeral(
        Group(adapter.fake.state, adapter.fake.state.chats[message.raw["chat"]["id"]]), person
    )[-1]


def stands(adapter, message):
    return any(message.raw is each for each in adapter.fake.state.ephemeral.values())


def asked(adapter, *methods):
    """Return the calls of these methods, in any case."""
    return [call for call in adapter.fake.calls if call.method in methods]


def tried(adapter):
    """Return the calls that sent, or tried to send, an ephemeral message."""
    sends = [call for call in adapter.fake.calls if call.method.startswith("send")]
    return [call for call in sends if any(form in call.params for form in FORMS)]
