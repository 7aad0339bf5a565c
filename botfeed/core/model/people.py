"""People and places: accounts, identities, spaces, rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from botfeed.core.model.noun import (
    DROP,
    FOREVER,
    MOVE,
    OTHERS,
    OWN,
    Derived,
    Person,
    blank,
    erase_by,
    keep_for,
    merge_by,
    move,
    noun,
    once,
)


class AccountState(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEAVING = "leaving"  # asked for erasure, seven days to change one's mind
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Address:
    """Address of a chat. `ref` belongs to the adapter; the core only passes it on.
    `space` is the server's or group's own id on its platform, empty in a private chat.
    """

    platform: str
    ref: str
    space: str = ""
    title: str = ""
    private: bool = True
    age_restricted: bool = False


@noun(
    table="account",
    unique=[("handle",)],
    index=[("state",), ("sought",)],
    bytewise=("handle", "sought"),
    few=("state",),
    derived=[Derived("sought", "name", by="key")],
    person=Person("id", export=OWN, erase=erase_by("account"), merge=merge_by("account")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Account:
    id: int
    handle: str
    created: datetime
    language: str = "en"
    zone: str = "UTC"
    state: AccountState = AccountState.ACTIVE
    leaving_at: datetime | None = None
    last_post: int = -1  # id of the newest public post: lets a timeline be pulled (docs/architecture.md)
    personal: bool = True  # personalisation of the feed
    pushes: bool = True  # inbox pushes
    pushed_at: datetime | None = None  # of the last push, or of the next one where one is planned
    invited: bool = False
    barred: bool = False  # shut out by an operator, whatever the access is
    replies_told: bool = False  # was told once who sees a reply that becomes a comment
    bio: str = ""
    home: str = ""  # platform where they want to be written to; empty: any where they asked for it
    name: str = ""  # as the platform that they spoke on last shows them; empty where that may not be repeated
    sought: str = ""  # that name, folded, for completion
    told: int = 0  # id of the newest notice that a push told of
    audience: str = ""  # of their last publication, for the button that publishes at once; empty before the first
    approves: bool = False  # who wants to follow them asks first
    unpushed: tuple[str, ...] = ()  # kinds of notices that stay in the inbox and are not pushed
    quiet_from: int | None = None  # minute of their day from which nothing is pushed; None: the ordinary night
    quiet_until: int | None = None  # minute of their day at which pushes begin again
    asked_in: datetime | None = None  # when they asked the operators to let them in
    showcased: bool = True  # what they publish to everyone may stand in showcases of places that they are in


@noun(
    table="identity",
    unique=[("platform", "user")],
    index=[("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Identity:
    """Person on one platform. `private` is the address of their private chat."""

    id: int
    account: int
    platform: str
    user: str
    name: str
    created: datetime
    private: Address | None = None
    reachable: bool = True
    asked: datetime | None = None  # when they first asked to be written to alone: by doing so, or for a digest there
    missed: str = ""  # kinds of what could not be said there; they are told the next time they are heard
    opened: datetime | None = None  # when the two of us first stood in a private chat there
    room: str = ""  # that chat's own name where it is not the person's: the adapter's, so that it is opened once


@noun(
    table="space",
    unique=[("platform", "ref")],
    index=[("keeper",)],
    person=Person("keeper", export=OWN, erase=blank(keeper=None), merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Space:
    """A Discord server, or a Telegram group or channel."""

    id: int
    platform: str
    ref: str
    title: str
    created: datetime
    approved: bool = False
    barred: bool = False  # shut out by an operator: nothing is answered there
    age_restricted: bool = False
    language: str = "en"
    showcase: Address | None = None  # gets each post that is published to this place
    log: Address | None = None  # gets what its moderators did
    ceiling: str = "veiled"  # of sensitive pictures, where the channel is age-restricted: none | veiled
    channels: tuple[str, ...] = ()  # where commands are taken; empty: everywhere
    roles: tuple[str, ...] = ()  # whose members may use the bot; empty: everybody
    setters: tuple[str, ...] = ()  # roles that may set up, beside its administrators
    set_up: datetime | None = None
    keeper: int | None = None  # the account that set it up, and hears when something there is lost
    names: dict[str, str] | None = None  # of channels and roles by id, as they were called when they were picked
    greeted: datetime | None = None  # when the bot said its one first line there
    left: datetime | None = None  # when the bot was sent away; its settings wait for it
    resumes: bool = False  # its digest was on then, and goes on when the bot is back
    gathers: bool = False  # its showcase takes what its members publish to everyone, too
    likes: tuple[str, ...] = ()  # reactions that count as a like; empty: every heart
    least: int = 0  # likes given there before a picture enters the showcase
    broadcast: bool = False  # only its administrators write there: `showcase` is set where the bot may
    opened: tuple[str, ...] = ()  # refs of channels that were age-restricted and are not now: no stored address counts


@noun(
    table="link",
    unique=[("code",)],
    index=[("account",), ("other",)],
    person=(
        Person("account", export=OWN, erase=DROP, merge=move(first="links")),
        Person("other", export=OTHERS, erase=DROP, merge=MOVE),
    ),
    keep=keep_for(timedelta(days=1), since="expires"),  # a press that comes late is told how it ended
)
@dataclass(frozen=True, slots=True)
class Link:
    """Single-use code that links one person's identities on two platforms. `code` is its hash under the
    installation's secret.
    """

    id: int
    account: int
    code: str
    address: Address  # where it was asked for
    created: datetime
    expires: datetime
    other: int | None = None  # the account that typed it, and waits for the first to confirm
    state: str = "open"  # open | typed | asked (the first, after who typed it agreed) | agreed | done | void
    there: Address | None = None  # where it was typed


@noun(
    table="alias",
    unique=[("handle",)],
    index=[("account",)],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Alias:
    """Former handle of a person; it still finds them and is not given to anybody else."""

    id: int
    account: int
    handle: str
    created: datetime


@noun(
    table="departed",
    unique=[("mark", "kind", "name")],
    index=[("name",), ("account",), ("until",)],
    person=Person("account", export=OWN, erase=blank(account=None), merge=MOVE),
    keep=keep_for(timedelta(0), since="until"),
)
@dataclass(frozen=True, slots=True)
class Departed:
    """Keyed hashes of somebody who left: of their id on a platform, and of a name of theirs that nobody else may take.
    `kind`: suspended | name. `account`: theirs, once they came back.
    """

    id: int
    mark: str
    kind: str
    name: str
    created: datetime
    until: datetime | None = None  # None: until the suspension is lifted
    decision: int | None = None  # the suspension's reasons
    account: int | None = None


@noun(
    table="right",
    unique=[("account", "space")],
    person=Person("account", export=OWN, erase=DROP, merge=once("space")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Right:
    """Right of a person to administer a space, as the platform reported it at `checked`."""

    id: int
    account: int
    space: int
    admin: bool
    checked: datetime


@noun(
    table="member",
    unique=[("account", "space")],
    person=Person("account", export=OWN, erase=DROP, merge=once("space")),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Member:
    """Membership of a person in a space, as the platform or their own words there showed it at `checked`."""

    id: int
    account: int
    space: int
    inside: bool
    checked: datetime


@noun(
    table="consent",
    index=[("account", "id")],
    person=Person("account", export=OWN, erase=DROP, merge=MOVE),
    keep=FOREVER,
)
@dataclass(frozen=True, slots=True)
class Consent:
    """Consent that a person gave or withdrew, kept as history."""

    id: int
    account: int
    purpose: str  # export
    version: int
    granted: bool
    created: datetime
