"""Card about something that was sent and is no text: what it is, and what can be done with it."""

from __future__ import annotations

from botfeed.core.cards import buttons, text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.language import text
from botfeed.core.language.i18n import L
from botfeed.core.language.text import CommandLine, shorten

LABEL = 30  # characters of a text on a button
_IS = {
    "picture": L("That is a picture. I can't start from a picture of yours yet, and kept nothing of it."),
    "film": L("That is a film. I make pictures, and kept nothing of it."),
    "voice": L("That is a recording. I can't listen yet: please write it instead."),
    "file": L("That is a file. I can't read files, and kept nothing of it."),
    "sticker": L("That is a sticker. I can't paint after one, but from words I can."),
    "story": L("That is a story. I can't look into stories."),
    "contact": L("That is a contact. I keep nobody's number. People here are found by their name: {profile:c}."),
    "game": L("That is a game. Here we only make pictures."),
    "poll": L("That is a poll. I can't vote, but people here can like and comment."),
    "location": L("That is a place on the map. I keep no places. Tell me in words what it looks like."),
    "gift": L("That is a gift: thank you. Everything here is free, nothing needs one."),
    "forwarded": L("Somebody else wrote that, so I don't take it as said by you. Write it yourself, and I do it."),
}
_OTHER = L("I can't read messages of this kind.")


def card(ctx: RenderContext, kind: str, said: str) -> Card:
    """Say what a thing is and the next step; with words beside it, offer to paint these."""
    is_ = ctx.t(_IS.get(kind, _OTHER), profile=CommandLine("/profile ada"))
    if said and kind not in ("forwarded", "contact"):
        paint = buttons.imagine(ctx, ctx.s(L("Paint “{words}”"), words=shorten(said, LABEL)), said)
        return text_card.words(text.join((is_, ctx.t(L("From the words beside it I can paint.")))), paint)
    how = L("Say what you want to see, for example {imagine:c}. {mine:c} has the pictures you made here.")
    step = ctx.t(how, imagine=CommandLine(f"/imagine {ctx.s(L('a fox in snow'))}"), mine=CommandLine("/mine"))
    return text_card.words(text.join((is_, step)))
