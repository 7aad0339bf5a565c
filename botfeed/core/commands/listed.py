"""All commands of this room, in the order in which the menu tells of them."""

from __future__ import annotations

from botfeed.core.commands import (
    ask,
    digest,
    feed,
    form_answers,
    linking,
    me,
    message_menus,
    moderation,
    people,
    posts,
    preferences,
    reactions,
    received,
    search,
    settings,
    shelves,
    spaces,
    studio,
)

COMMANDS = (
    *message_menus.COMMANDS,
    *ask.COMMANDS,
    *digest.COMMANDS,
    *feed.COMMANDS,
    *form_answers.COMMANDS,
    *linking.COMMANDS,
    *people.COMMANDS,
    *me.COMMANDS,
    *settings.COMMANDS,
    *preferences.COMMANDS,
    *moderation.COMMANDS,
    *posts.COMMANDS,
    *reactions.COMMANDS,
    *received.COMMANDS,
    *search.COMMANDS,
    *shelves.COMMANDS,
    *spaces.COMMANDS,
    *studio.COMMANDS,
)
