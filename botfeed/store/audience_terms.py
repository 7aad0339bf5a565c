"""Visibility rule in SQL, generated from the declaration that `safety/visibility.py` uses
(`core/model/audience.py`).
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from botfeed.core.model import Post
from botfeed.core.model.audience import AUDIENCES, Belongs
from botfeed.store.tables import table

post = table(Post)


def in_audience(
    *, inside: ColumnElement[bool] | None, follows: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """Return the condition under which a viewer belongs to a post's audience.

    `inside`: they look from inside the post's space; `follows`: they follow its author. None: not, whatever the post.
    """
    belongs = {Belongs.FOLLOWS: follows, Belongs.INSIDE: inside}
    terms: list[ColumnElement[bool]] = []
    for audience, how in AUDIENCES.items():
        is_of = post.c.audience == audience
        if how is Belongs.ALWAYS:
            terms.append(is_of)
        elif (condition := belongs[how]) is not None:
            terms.append(and_(is_of, condition))
    return or_(*terms)
