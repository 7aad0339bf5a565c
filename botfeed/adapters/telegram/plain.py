"""Words without links of their own making.

Telegram turns @names, #tags, $TAGS, /commands and addresses into links by itself wherever they stand, so what a person
typed could name somebody or lead somewhere. A word joiner, which nobody sees, takes the meaning out of them.
"""

from __future__ import annotations

import re

JOINER = "\N{WORD JOINER}"
_MARKS = re.compile(
    r"(?<=[@#$])(?=\w)"  # a mention, an address of mail, a tag
    r"|(?:(?<=^/)|(?<=[^\w/]/))(?=\w)"  # a command at the start of a word
    r"|(?<=:)(?=//)"  # a scheme
    r"|(?<=\w\.)(?=\w)",  # a domain
    re.MULTILINE,
)
_NUMBER = re.compile(rf"(?<=\d\.){JOINER}(?=\d)")


def quiet(text: str) -> str:
    """Give `text` as it looks, but with nothing in it that Telegram would make a link of."""
    sound = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\x00", "")
    return _NUMBER.sub("", _MARKS.sub(JOINER, sound))
