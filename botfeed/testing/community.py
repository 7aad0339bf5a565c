"""People and posts written straight into the store, for tests that need an existing community."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from botfeed.core.model import (
    Account,
    Address,
    Audience,
    Follow,
    Identity,
    Painting,
    PaintState,
    Picture,
    Post,
    PostState,
    Space,
)

if TYPE_CHECKING:
    from botfeed.core.ports import Unit


@dataclass
class Community:
    """Community of a test: names to ids. Everything is made inside the given transaction, at its time less `age`."""

    platform: str = "console"
    people: dict[str, int] = field(default_factory=dict)

    def person(self, uow: Unit, name: str, **values: Any) -> int:
        """Return the account of `name`, as the stage would sign it in."""
        if name not in self.people:
            known = uow.one(Identity, platform=self.platform, user=name)
            self.people[name] = known.account if known else self._new(uow, name)
        if values:
            uow.compare_and_set(Account, {"id": self.people[name]}, **values)
        return self.people[name]

    def _new(self, uow: Unit, name: str) -> int:
        account = Account(uow.new_id(), name, uow.now)
        uow.insert(account)
        home = Address(self.platform, name)
        met = uow.now
        uow.insert(Identity(uow.new_id(), account.id, self.platform, name, name, met, home, asked=met, opened=met))
        return account.id

    def follow(self, uow: Unit, who: str, whom: str) -> None:
        uow.insert(Follow(uow.new_id(), self.person(uow, who), self.person(uow, whom), uow.now))

    def space(self, uow: Unit, name: str) -> int:
        row = Space(uow.new_id(), self.platform, f"space-{name}", name, uow.now)
        known = uow.one(Space, platform=self.platform, ref=row.ref)
        if known is None:
            uow.insert(row)
        return known.id if known else row.id

    def post(self, uow: Unit, author: str, caption: str = "", *, age: timedelta = timedelta(0), **values: Any) -> int:
        """Publish a picture of its own; `values` are the post's fields."""
        who, born, words = self.person(uow, author), uow.now - age, caption or f"picture {uow.new_id()}"
        painting = Painting(
            id=uow.new_id(),
            account=who,
            prompt=words,
            created=born,
            deadline=born,
            address=Address(self.platform, author),
            request=f"world:{uow.new_id()}",
            painter="tiny",
            state=PaintState.DONE,
        )
        uow.insert(painting)
        blob = sha256(f"{author}{painting.id}".encode()).hexdigest()
        picture = Picture(
            uow.new_id(), painting.id, who, 0, blob, "image/png", 16, 16, born, f"A picture of {words}", model="tiny-1"
        )
        uow.insert(picture)
        fields = {"audience": Audience.EVERYONE, "state": PostState.PUBLIC, "published": born, **values}
        post = Post(uow.new_id(), who, picture.id, words, born, **fields)
        uow.insert(post)
        if post.state is PostState.PUBLIC:
            uow.compare_and_set(Account, {"id": who}, last_post=post.id)
        return post.id
