"""Translate the texts of the page itself, through the same catalogue as all other texts."""

from __future__ import annotations

from botfeed.core.language.i18n import L, Words

PAGE = {
    "tagline": L("Paint with words. Share what you like."),
    "you_are": L("You are"),
    "be": L("Be {who}"),
    "conversation": L("Conversation"),
    "conversation_of": L("{who}'s conversation"),
    "feed": L("Feed"),
    "pictures": L("Pictures"),
    "as": L("as {platform}"),
    "people": L("You and your botfeed"),
    "skip": L("Skip to the composer"),
    "write": L("Say what to paint, or type /"),
    "write_label": L("Message to the bot, as {who}"),
    "send": L("Send"),
    "options": L("Options of {command}"),
    "commands": L("Commands"),
    "close": L("Close"),
    "cancel": L("Cancel"),
    "go": L("Go"),
    "painting": L("Painting…"),
    "said": L("{who} said"),
    "bot_said": L("botfeed to {who}"),
    "chat_empty": L("Nothing said yet: start with a hello."),
    "chat_start": L("Start"),
    "feed_empty": L("The first pictures are on their way; paint one of your own meanwhile."),
    "feed_paint": L("Paint a picture"),
    "preview_empty": L("Whatever the bot says here is shown as each platform would get it."),
    "newest": L("Go to the newest message"),
    "steps": L("First steps"),
    "step_paint": L("Paint"),
    "step_publish": L("Publish"),
    "step_like": L("Like it as {who}"),
    "step_like_alone": L("Like a picture"),
    "step_remix": L("Remix"),
    "step_digest": L("Get tomorrow's digest"),
    "step_done": L("done"),
    "step_next": L("next"),
    "steps_done": L("That is the whole loop. The rest is up to you."),
    "steps_hide": L("Hide the first steps"),
    "press_enter": L("Press Enter and it is painted"),
    "publish_first": L("Paint something first, then publish it."),
    "wait_paint": L("It is still being painted, one moment."),
    "prompt": L("a fox asleep in snow under a big moon"),
    "prompts": L(
        "a lighthouse at dawn|a whale among stars|a small house in a storm|a cat by a window in the rain"
        "|a boat on a quiet lake"
    ),
    "library": L("My pictures"),
    "profile": L("My profile"),
    "inbox": L("Inbox"),
    "digest_now": L("Today's digest"),
    "connected": L("Connected"),
    "not_connected": L("Not connected"),
    "what_is_connected": L("What is connected"),
    "how": L("How to connect"),
    "liked": L("You like it"),
    "by": L("{title}, by {who}"),
    "likes": L("{n} likes"),
    "offline": L("No connection to botfeed. Trying again…"),
    "failed": L("That did not get through. Try again."),
    "more": L("More"),
    "keys": L("Keys"),
    "key_slash": L("write"),
    "key_arrows": L("walk the cards"),
    "key_enter": L("open"),
    "key_like": L("like"),
    "key_remix": L("remix"),
    "key_esc": L("close"),
}


def of(words: Words) -> dict[str, str]:
    """Return all texts of the page in one language; the page fills in each {placeholder}."""
    known = words.entries()
    return {name: known.get(message, message) for name, message in PAGE.items()}
