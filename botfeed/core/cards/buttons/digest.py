"""Buttons of the digest and its settings."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import Ref
from botfeed.core.cards.choices import Place
from botfeed.core.chat.button import button


@button("digest.show")
def digest_show(where: Place = Place.HERE) -> None: ...


@button("digest.set")
def digest_set(*, where: Place = Place.HERE) -> None: ...


@button("digest.zone")
def digest_zone(*, where: Place = Place.HERE) -> None: ...


@button("digest.preview")
def digest_preview(where: Place = Place.HERE) -> None: ...


@button("digest.pause")
def digest_pause(*, where: Place = Place.HERE) -> None: ...


@button("digest.resume")
def digest_resume(where: Place = Place.HERE) -> None: ...


@button("digest.off")
def digest_off(where: Place = Place.HERE) -> None: ...


@button("digest.back")
def digest_back() -> None: ...


@button("digest.mine")
def digest_mine() -> None: ...


@button("digest.read")
def digest_read(edition: Ref) -> None: ...
