"""Buttons of reports, decisions and appeals."""

from __future__ import annotations

from botfeed.core.cards.buttons.parameters import Ref
from botfeed.core.cards.choices import Allowed, Outcome
from botfeed.core.chat.button import button
from botfeed.core.chat.verb import ASKED


@button()
def appeal(decision: Ref, text: str = ASKED) -> None: ...


@button("me.reports")
def me_reports(page: str = "") -> None: ...


@button("me.access")
def me_access() -> None: ...


@button("admin.access")
def admin_access(to: str, allowed: Allowed = Allowed.YES) -> None: ...


@button("admin.reports")
def admin_reports(page: str = "") -> None: ...


@button("admin.hide")
def admin_hide(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.restore")
def admin_restore(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.remove")
def admin_remove(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.dismiss")
def admin_dismiss(ref: Ref, reason: str = ASKED) -> None: ...


@button("admin.suspend")
def admin_suspend(who: str, reason: str = ASKED) -> None: ...


@button("admin.appeal")
def admin_appeal(decision: Ref, outcome: Outcome, reason: str = ASKED) -> None: ...
