"""Buttons of help, privacy, one's own account and its links."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import Ref
from botfeed.core.cards.choices import Switch
from botfeed.core.chat.button import button


@button("help")
def help_() -> None: ...


@button("help.section")
def help_section(about: str) -> None: ...


@button()
def privacy() -> None: ...


@button("me.export")
def me_export() -> None: ...


@button("me.delete")
def me_delete(sure: bool = False) -> None: ...


@button("me.keep")
def me_keep() -> None: ...


@button("me.consent")
def me_consent(export: Switch | None = None) -> None: ...


@button()
def home(platform: str = "") -> None: ...


@button()
def unlink(platform: str = "", sure: bool = False) -> None: ...


@button("link.join")
def link_join(link: Ref) -> None: ...


@button("link.agree")
def link_agree(link: Ref) -> None: ...


@button("link.no")
def link_no(link: Ref) -> None: ...
