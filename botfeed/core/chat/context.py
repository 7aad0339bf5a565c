"""What a command, a builder and a job may touch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b

from botfeed.core.chat import typed
from botfeed.core.chat.i18n import L, Words
from botfeed.core.chat.ids import Sealer
from botfeed.core.chat.message import Request
from botfeed.core.chat.messenger import HasWay, Messenger, Way
from botfeed.core.chat.pace import Pace
from botfeed.core.chat.policy import TYPED_AT_ONCE, TYPED_PER, Policy
from botfeed.core.chat.text import Line, Text
from botfeed.core.errors import Forbidden, NeedsRights
from botfeed.core.model import Account, Address, Identity, Placement, Space
from botfeed.core.ports import Clock, Media, Painter, PainterInfo, Reviewer, Rules, Store, Talker, Unit


@dataclass(frozen=True, slots=True)
class House:
    """All that the composition root put together. `painters` has the default first."""

    store: Store
    clock: Clock
    media: Media
    rules: Rules
    sealer: Sealer
    policy: Policy = Policy()
    painters: tuple[Painter, ...] = ()
    reviewer: Reviewer | None = None
    talker: Talker | None = None
    messengers: dict[str, Messenger] = field(default_factory=dict)
    secret: bytes = b""
    typing: Pace = field(default_factory=lambda: Pace(TYPED_PER, TYPED_AT_ONCE))  # of completions, a person

    def pseudonym(self, account: int) -> str:
        """Name a person to a model's maker without saying who it is: a hash under the house's secret."""
        return blake2b(str(account).encode(), key=self.secret[:64], digest_size=16).hexdigest()

    @property
    def painter(self) -> PainterInfo:
        return self.painters[0].info


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks to one person or place, in their language, inside one transaction.

    `late`: the message that this was to replace is out of reach.
    """

    uow: Unit
    house: House
    words: Words
    address: Address
    account: Account | None = None
    late: bool = False

    @property
    def now(self) -> datetime:
        return self.uow.now

    @property
    def policy(self) -> Policy:
        return self.house.policy

    @property
    def reads_at(self) -> Address:
        """Where this is read."""
        return self.address

    def ref(self, id: int) -> str:
        return self.house.sealer.ref(id)

    @property
    def way(self) -> Way:
        """How commands are typed where this is read."""
        messenger = self.house.messengers.get(self.address.platform)
        return messenger.way if isinstance(messenger, HasWay) else Way()

    def typed(self, line: str) -> str:
        """Write a command's line (`/digest set 9 --zone Europe/Rome`) as who reads this types it there."""
        return typed.spell(line, self.way, self.words.language)

    def t(self, message: str, **values: object) -> Text:
        """Say it; a `Line` is written as it is typed there."""
        return self.words.t(message, **self._lines(values))

    def n(self, one: str, many: str, n: int, **values: object) -> Text:
        return self.words.n(one, many, n, **self._lines(values))

    def s(self, message: str, **values: object) -> str:
        return str(self.t(message, **values))

    def _lines(self, values: dict[str, object]) -> dict[str, object]:
        """Write our lines as they are typed there, and leave what a person wrote, whatever it begins with."""
        return {name: self.typed(v) if isinstance(v, Line) else v for name, v in values.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context(Voice):
    """A `Voice` that answers somebody's request. `admin`: of this space; None where nobody has asked the platform.

    `pressed`: the message whose button was pressed; `mine`: it is the presser's own.
    """

    request: Request
    actor: Account
    identity: Identity
    space: Space | None = None
    admin: bool | None = False
    operator: bool = False
    pressed: Placement | None = None
    mine: bool = True

    @property
    def reads_at(self) -> Address:
        """Where an answer for their eyes only is read."""
        return self.request.aside or self.address

    @property
    def keeps(self) -> bool | None:
        """Whether they may set up this place; None where nobody has asked the platform."""
        roles = self.space.setters if self.space else ()
        return True if set(roles) & set(self.request.sender.roles) else self.admin

    def must_keep(self) -> None:
        """Raise unless they may set up this place and take pictures out of it."""
        if self.keeps is not True:
            self.must_administer()

    def must_administer(self) -> None:
        """Raise unless they administer this space; where nobody knows, the platform is asked, then it goes on."""
        if self.admin is None:
            raise NeedsRights
        if not self.admin:
            raise Forbidden(L("Only an administrator of this place can do that."))

    @property
    def args(self) -> Mapping[str, str]:
        return self.request.args
