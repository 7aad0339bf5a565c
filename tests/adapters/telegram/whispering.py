"""A group in which private answers are said for one person's eyes, and what each of those who are there sees."""

from botfeed.testing.telegram import Group, Server

FORMS = ("ephemeral_message_parameters", "receiver_user_id")


def administered(door, owner):
    """A group whose administrator the bot is, on a server that knows how to whisper."""
    door.fake.become(Server.V10_3)
    lounge = door.fake.group("Lounge", admins=[owner], large=True)
    lounge.promote_bot()
    return lounge


async def started(door, *people):
    for person in people:
        await person.say("/start")
        await door.shown(person, "AI")


async def whispered(door, group, person, text, button=""):
    """The newest message that this person alone sees in a group, with these words (and this button)."""

    def find():
        shown = reversed(door.fake.ephemeral(group, person))
        return next((m for m in shown if text in m.text and (not button or any(button in b for b in m.labels))), None)

    try:
        return await door.until(find)
    except TimeoutError:
        there = [m.text for m in door.fake.ephemeral(group, person)]
        raise AssertionError(f"{text!r} was never whispered; there is {there}, {door.texts(group)}") from None


def said(door, group):
    """What we said there for all to read."""
    return [m.text for m in door.fake.messages(group) if m.raw["from"]["is_bot"]]


async def pressed(door, person, message, label):
    """What stands newest where a button was pressed, once that is answered."""
    tap = await person.press(message, label)
    await tap.answered()
    await door.confirmed()
    return door.fake.ephemeral(Group(door.fake.state, door.fake.state.chats[message.raw["chat"]["id"]]), person)[-1]


def stands(door, message):
    return any(message.raw is each for each in door.fake.state.ephemeral.values())


def asked(door, *methods):
    """The calls of these methods, in any case."""
    return [call for call in door.fake.calls if call.method in methods]


def tried(door):
    """What was sent for one person, or was meant to be."""
    sends = [call for call in door.fake.calls if call.method.startswith("send")]
    return [call for call in sends if any(form in call.params for form in FORMS)]
