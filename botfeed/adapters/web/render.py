"""Write a reply as JSON. Text stays text: the page never builds its elements from markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from botfeed.core.chat.message import Action, Ask, Attachment, Card, Media, Reply
from botfeed.core.ids import Sealer
from botfeed.core.language.text import Text

Pictures = Callable[[str, str], str]
"""Maps (blob, variant) to the address of that picture for one person."""
Files = Callable[[Attachment], str]
"""Maps an attached file to its address for one person."""


def reply(what: Reply, pictures: Pictures, files: Files, sealer: Sealer) -> dict[str, Any]:
    return {
        "cards": [card(c, pictures, sealer) for c in what.cards],
        "files": [{"name": f.name, "size": f.size, "href": files(f)} for f in what.files],
        "ask": ask(what.ask) if what.ask else None,
        "private": what.private,
        "pending": what.pending,
        "silent": what.silent,
    }


def text(what: Text) -> list[list[str]]:
    """Return `[text, style]` or `[text, "link", address]` of each span; only http and https addresses are kept."""
    spans = []
    for span in what.spans:
        style = str(span.style)
        spans.append([span.text, style, span.href] if span.href and _is_web(span.href) else [span.text, style])
    return spans


def card(what: Card, pictures: Pictures, sealer: Sealer) -> dict[str, Any]:
    about = what.about
    return {
        "text": text(what.text),
        "media": [media(m, pictures) for m in what.media],
        "actions": [action(a) for a in what.actions if a.sends or a.url],
        "post": sealer.ref(about.post) if about.post is not None else "",
        "picture": sealer.ref(about.picture) if about.picture is not None else "",
        "posts": [sealer.ref(post) for post in about.posts],
        "surface": about.surface,
        "title": about.title,
    }


def media(what: Media, pictures: Pictures) -> dict[str, Any]:
    """Return a picture: `src` as it stands on a card, `full` as it is opened."""
    return {
        "src": pictures(what.blob, "blurred" if what.veiled else what.variant),
        "full": pictures(what.blob, "blurred" if what.veiled else "display"),
        "alt": what.alt,
        "width": what.width,
        "height": what.height,
        "blur": what.blur,
        "veiled": what.veiled,
    }


def action(what: Action) -> dict[str, Any]:
    url = what.url if what.url and _is_web(what.url) else ""
    return {
        "label": what.label,
        "command": what.command,
        "wanted": what.args.get("wanted", ""),
        "look": str(what.look),
        "payload": what.payload,
        "url": url,
    }


def ask(what: Ask) -> dict[str, Any]:
    return {
        "command": what.command,
        "title": what.title,
        "note": text(what.note),
        "payload": what.payload,
        "fields": [
            {
                "name": f.name,
                "label": f.label,
                "kind": f.kind,
                "choices": [list(c) for c in f.choices],
                "value": f.value,
                "required": f.required,
                "least": f.least,
                "most": f.most,
                "hint": f.hint,
            }
            for f in what.fields
        ],
    }


def _is_web(address: str) -> bool:
    return urlsplit(address).scheme in ("http", "https")
