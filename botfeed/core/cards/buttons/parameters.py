"""Parameter types that several buttons share: references of posts, pictures and the like."""

from __future__ import annotations

from typing import Annotated

from botfeed.core.chat.verb import Param

Ref = Annotated[int, Param(ref=True)]
MaybeRef = Annotated[int | None, Param(ref=True)]
