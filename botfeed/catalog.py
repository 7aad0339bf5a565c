"""All that botfeed declares, listed: `app.build` is given these, and nothing registers itself.

A new file of verbs is one line in `core/commands/listed.py`, a new kind of view one in its module's `SURFACES`.
"""

from __future__ import annotations

from botfeed.core.cards.posts import post
from botfeed.core.chat.command import Command
from botfeed.core.chat.context import Surface
from botfeed.core.commands import listed
from botfeed.core.dispatch import pending_reply_link
from botfeed.core.feed import page
from botfeed.core.social import comments, post_edits, surfaces

COMMANDS: tuple[Command[...], ...] = (*listed.COMMANDS, *pending_reply_link.COMMANDS)

SURFACES: tuple[Surface, ...] = (
    *post.SURFACES,
    *page.SURFACES,
    *comments.SURFACES,
    *post_edits.SURFACES,
    *surfaces.SURFACES,
)
