"""Fields of each noun, as conditions and values. Written by `python -m tools.store_types`: do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict

from botfeed.core.model import (
    AccountState,
    Address,
    Audience,
    PaintState,
    PostState,
    SendState,
    Shape,
)


class AccountWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    handle: str
    handle__ne: str
    handle__in: Iterable[str]
    handle__lt: str
    handle__le: str
    handle__gt: str
    handle__ge: str
    handle__begins: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    language: str
    language__ne: str
    language__in: Iterable[str]
    language__lt: str
    language__le: str
    language__gt: str
    language__ge: str
    zone: str
    zone__ne: str
    zone__in: Iterable[str]
    zone__lt: str
    zone__le: str
    zone__gt: str
    zone__ge: str
    state: AccountState
    state__ne: AccountState
    state__in: Iterable[AccountState]
    leaving_at: datetime | None
    leaving_at__ne: datetime | None
    leaving_at__in: Iterable[datetime]
    leaving_at__lt: datetime
    leaving_at__le: datetime
    leaving_at__gt: datetime
    leaving_at__ge: datetime
    last_post: int | None
    last_post__ne: int
    last_post__in: Iterable[int]
    last_post__lt: int
    last_post__le: int
    last_post__gt: int
    last_post__ge: int
    personal: bool
    pushes: bool
    pushed_at: datetime | None
    pushed_at__ne: datetime | None
    pushed_at__in: Iterable[datetime]
    pushed_at__lt: datetime
    pushed_at__le: datetime
    pushed_at__gt: datetime
    pushed_at__ge: datetime
    invited: bool
    barred: bool
    replies_told: bool
    bio: str
    bio__ne: str
    bio__in: Iterable[str]
    bio__lt: str
    bio__le: str
    bio__gt: str
    bio__ge: str
    home: str
    home__ne: str
    home__in: Iterable[str]
    home__lt: str
    home__le: str
    home__gt: str
    home__ge: str
    name: str
    name__ne: str
    name__in: Iterable[str]
    name__lt: str
    name__le: str
    name__gt: str
    name__ge: str
    sought: str
    sought__ne: str
    sought__in: Iterable[str]
    sought__lt: str
    sought__le: str
    sought__gt: str
    sought__ge: str
    sought__begins: str
    told: int | None
    told__ne: int
    told__in: Iterable[int]
    told__lt: int
    told__le: int
    told__gt: int
    told__ge: int
    audience: str
    audience__ne: str
    audience__in: Iterable[str]
    audience__lt: str
    audience__le: str
    audience__gt: str
    audience__ge: str
    approves: bool
    unpushed: tuple[str, ...]
    unpushed__ne: tuple[str, ...]
    quiet_from: int | None
    quiet_from__ne: int | None
    quiet_from__in: Iterable[int]
    quiet_from__lt: int
    quiet_from__le: int
    quiet_from__gt: int
    quiet_from__ge: int
    quiet_until: int | None
    quiet_until__ne: int | None
    quiet_until__in: Iterable[int]
    quiet_until__lt: int
    quiet_until__le: int
    quiet_until__gt: int
    quiet_until__ge: int
    asked_in: datetime | None
    asked_in__ne: datetime | None
    asked_in__in: Iterable[datetime]
    asked_in__lt: datetime
    asked_in__le: datetime
    asked_in__gt: datetime
    asked_in__ge: datetime
    showcased: bool


class AccountValues(TypedDict, total=False):
    handle: str
    created: datetime
    language: str
    zone: str
    state: AccountState
    leaving_at: datetime | None
    last_post: int
    personal: bool
    pushes: bool
    pushed_at: datetime | None
    invited: bool
    barred: bool
    replies_told: bool
    bio: str
    home: str
    name: str
    sought: str
    told: int
    audience: str
    approves: bool
    unpushed: tuple[str, ...]
    quiet_from: int | None
    quiet_until: int | None
    asked_in: datetime | None
    showcased: bool


class AccountCounters(TypedDict, total=False):
    last_post: int
    told: int


class IdentityWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    platform: str
    platform__ne: str
    platform__in: Iterable[str]
    platform__lt: str
    platform__le: str
    platform__gt: str
    platform__ge: str
    user: str
    user__ne: str
    user__in: Iterable[str]
    user__lt: str
    user__le: str
    user__gt: str
    user__ge: str
    name: str
    name__ne: str
    name__in: Iterable[str]
    name__lt: str
    name__le: str
    name__gt: str
    name__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    private: Address | None
    private__ne: Address | None
    reachable: bool
    asked: datetime | None
    asked__ne: datetime | None
    asked__in: Iterable[datetime]
    asked__lt: datetime
    asked__le: datetime
    asked__gt: datetime
    asked__ge: datetime
    missed: str
    missed__ne: str
    missed__in: Iterable[str]
    missed__lt: str
    missed__le: str
    missed__gt: str
    missed__ge: str
    opened: datetime | None
    opened__ne: datetime | None
    opened__in: Iterable[datetime]
    opened__lt: datetime
    opened__le: datetime
    opened__gt: datetime
    opened__ge: datetime
    room: str
    room__ne: str
    room__in: Iterable[str]
    room__lt: str
    room__le: str
    room__gt: str
    room__ge: str


class IdentityValues(TypedDict, total=False):
    account: int
    platform: str
    user: str
    name: str
    created: datetime
    private: Address | None
    reachable: bool
    asked: datetime | None
    missed: str
    opened: datetime | None
    room: str


class RightWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    space: int | None
    space__ne: int
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int
    admin: bool
    checked: datetime
    checked__ne: datetime
    checked__in: Iterable[datetime]
    checked__lt: datetime
    checked__le: datetime
    checked__gt: datetime
    checked__ge: datetime


class RightValues(TypedDict, total=False):
    account: int
    space: int
    admin: bool
    checked: datetime


class RightCounters(TypedDict, total=False):
    space: int


class MemberWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    space: int | None
    space__ne: int
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int
    inside: bool
    checked: datetime
    checked__ne: datetime
    checked__in: Iterable[datetime]
    checked__lt: datetime
    checked__le: datetime
    checked__gt: datetime
    checked__ge: datetime


class MemberValues(TypedDict, total=False):
    account: int
    space: int
    inside: bool
    checked: datetime


class MemberCounters(TypedDict, total=False):
    space: int


class PaintingWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    prompt: str
    prompt__ne: str
    prompt__in: Iterable[str]
    prompt__lt: str
    prompt__le: str
    prompt__gt: str
    prompt__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    deadline: datetime
    deadline__ne: datetime
    deadline__in: Iterable[datetime]
    deadline__lt: datetime
    deadline__le: datetime
    deadline__gt: datetime
    deadline__ge: datetime
    address: Address
    address__ne: Address
    request: str
    request__ne: str
    request__in: Iterable[str]
    request__lt: str
    request__le: str
    request__gt: str
    request__ge: str
    painter: str
    painter__ne: str
    painter__in: Iterable[str]
    painter__lt: str
    painter__le: str
    painter__gt: str
    painter__ge: str
    style: str
    style__ne: str
    style__in: Iterable[str]
    style__lt: str
    style__le: str
    style__gt: str
    style__ge: str
    shape: Shape
    shape__ne: Shape
    shape__in: Iterable[Shape]
    count: int | None
    count__ne: int
    count__in: Iterable[int]
    count__lt: int
    count__le: int
    count__gt: int
    count__ge: int
    seed: int | None
    seed__ne: int | None
    seed__in: Iterable[int]
    seed__lt: int
    seed__le: int
    seed__gt: int
    seed__ge: int
    verb: str
    verb__ne: str
    verb__in: Iterable[str]
    verb__lt: str
    verb__le: str
    verb__gt: str
    verb__ge: str
    parent: int | None
    parent__ne: int | None
    parent__in: Iterable[int]
    parent__lt: int
    parent__le: int
    parent__gt: int
    parent__ge: int
    here: bool
    state: PaintState
    state__ne: PaintState
    state__in: Iterable[PaintState]
    epoch: int | None
    epoch__ne: int
    epoch__in: Iterable[int]
    epoch__lt: int
    epoch__le: int
    epoch__gt: int
    epoch__ge: int
    submits: int | None
    submits__ne: int
    submits__in: Iterable[int]
    submits__lt: int
    submits__le: int
    submits__gt: int
    submits__ge: int
    refusal: str
    refusal__ne: str
    refusal__in: Iterable[str]
    refusal__lt: str
    refusal__le: str
    refusal__gt: str
    refusal__ge: str
    model: str
    model__ne: str
    model__in: Iterable[str]
    model__lt: str
    model__le: str
    model__gt: str
    model__ge: str
    why: str
    why__ne: str
    why__in: Iterable[str]
    why__lt: str
    why__le: str
    why__gt: str
    why__ge: str
    folded: str
    folded__ne: str
    folded__in: Iterable[str]
    folded__lt: str
    folded__le: str
    folded__gt: str
    folded__ge: str


class PaintingValues(TypedDict, total=False):
    account: int
    prompt: str
    created: datetime
    deadline: datetime
    address: Address
    request: str
    painter: str
    style: str
    shape: Shape
    count: int
    seed: int | None
    verb: str
    parent: int | None
    here: bool
    state: PaintState
    epoch: int
    submits: int
    refusal: str
    model: str
    why: str
    folded: str


class PaintingCounters(TypedDict, total=False):
    count: int
    epoch: int
    submits: int


class PictureWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    painting: int | None
    painting__ne: int
    painting__in: Iterable[int]
    painting__lt: int
    painting__le: int
    painting__gt: int
    painting__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    position: int | None
    position__ne: int
    position__in: Iterable[int]
    position__lt: int
    position__le: int
    position__gt: int
    position__ge: int
    blob: str
    blob__ne: str
    blob__in: Iterable[str]
    blob__lt: str
    blob__le: str
    blob__gt: str
    blob__ge: str
    mime: str
    mime__ne: str
    mime__in: Iterable[str]
    mime__lt: str
    mime__le: str
    mime__gt: str
    mime__ge: str
    width: int | None
    width__ne: int
    width__in: Iterable[int]
    width__lt: int
    width__le: int
    width__gt: int
    width__ge: int
    height: int | None
    height__ne: int
    height__in: Iterable[int]
    height__lt: int
    height__le: int
    height__gt: int
    height__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    alt: str
    alt__ne: str
    alt__in: Iterable[str]
    alt__lt: str
    alt__le: str
    alt__gt: str
    alt__ge: str
    proposed_alt: str
    proposed_alt__ne: str
    proposed_alt__in: Iterable[str]
    proposed_alt__lt: str
    proposed_alt__le: str
    proposed_alt__gt: str
    proposed_alt__ge: str
    seed: int | None
    seed__ne: int | None
    seed__in: Iterable[int]
    seed__lt: int
    seed__le: int
    seed__gt: int
    seed__ge: int
    model: str
    model__ne: str
    model__in: Iterable[str]
    model__lt: str
    model__le: str
    model__gt: str
    model__ge: str
    ai: bool
    blur: str
    blur__ne: str
    blur__in: Iterable[str]
    blur__lt: str
    blur__le: str
    blur__gt: str
    blur__ge: str
    print: int | None
    print__ne: int
    print__in: Iterable[int]
    print__lt: int
    print__le: int
    print__gt: int
    print__ge: int
    missing: tuple[str, ...]
    missing__ne: tuple[str, ...]
    removed: datetime | None
    removed__ne: datetime | None
    removed__in: Iterable[datetime]
    removed__lt: datetime
    removed__le: datetime
    removed__gt: datetime
    removed__ge: datetime
    checking: bool
    sensitive: bool
    post: int | None
    post__ne: int | None
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int


class PictureValues(TypedDict, total=False):
    painting: int
    account: int
    position: int
    blob: str
    mime: str
    width: int
    height: int
    created: datetime
    alt: str
    proposed_alt: str
    seed: int | None
    model: str
    ai: bool
    blur: str
    print: int
    missing: tuple[str, ...]
    removed: datetime | None
    checking: bool
    sensitive: bool
    post: int | None


class PictureCounters(TypedDict, total=False):
    painting: int
    position: int
    width: int
    height: int
    print: int


class DerivedFileWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    blob: str
    blob__ne: str
    blob__in: Iterable[str]
    blob__lt: str
    blob__le: str
    blob__gt: str
    blob__ge: str
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    until: datetime
    until__ne: datetime
    until__in: Iterable[datetime]
    until__lt: datetime
    until__le: datetime
    until__gt: datetime
    until__ge: datetime
    picture: int | None
    picture__ne: int
    picture__in: Iterable[int]
    picture__lt: int
    picture__le: int
    picture__gt: int
    picture__ge: int
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int


class DerivedFileValues(TypedDict, total=False):
    blob: str
    kind: str
    created: datetime
    until: datetime
    picture: int
    account: int | None


class DerivedFileCounters(TypedDict, total=False):
    picture: int


class PostWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    author: int | None
    author__ne: int
    author__in: Iterable[int]
    author__lt: int
    author__le: int
    author__gt: int
    author__ge: int
    picture: int | None
    picture__ne: int
    picture__in: Iterable[int]
    picture__lt: int
    picture__le: int
    picture__gt: int
    picture__ge: int
    caption: str
    caption__ne: str
    caption__in: Iterable[str]
    caption__lt: str
    caption__le: str
    caption__gt: str
    caption__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    audience: Audience
    audience__ne: Audience
    audience__in: Iterable[Audience]
    space: int | None
    space__ne: int | None
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int
    sensitive: bool
    remixable: bool
    state: PostState
    state__ne: PostState
    state__in: Iterable[PostState]
    parent: int | None
    parent__ne: int | None
    parent__in: Iterable[int]
    parent__lt: int
    parent__le: int
    parent__gt: int
    parent__ge: int
    root: int | None
    root__ne: int | None
    root__in: Iterable[int]
    root__lt: int
    root__le: int
    root__gt: int
    root__ge: int
    published: datetime | None
    published__ne: datetime | None
    published__in: Iterable[datetime]
    published__lt: datetime
    published__le: datetime
    published__gt: datetime
    published__ge: datetime
    why: str
    why__ne: str
    why__in: Iterable[str]
    why__lt: str
    why__le: str
    why__gt: str
    why__ge: str
    likes: int | None
    likes__ne: int
    likes__in: Iterable[int]
    likes__lt: int
    likes__le: int
    likes__gt: int
    likes__ge: int
    comments: int | None
    comments__ne: int
    comments__in: Iterable[int]
    comments__lt: int
    comments__le: int
    comments__gt: int
    comments__ge: int
    remixes: int | None
    remixes__ne: int
    remixes__in: Iterable[int]
    remixes__lt: int
    remixes__le: int
    remixes__gt: int
    remixes__ge: int
    impressions: int | None
    impressions__ne: int
    impressions__in: Iterable[int]
    impressions__lt: int
    impressions__le: int
    impressions__gt: int
    impressions__ge: int
    heat: float
    heat__ne: float
    heat__in: Iterable[float]
    heat__lt: float
    heat__le: float
    heat__gt: float
    heat__ge: float
    print: int | None
    print__ne: int
    print__in: Iterable[int]
    print__lt: int
    print__le: int
    print__gt: int
    print__ge: int
    revision: int | None
    revision__ne: int
    revision__in: Iterable[int]
    revision__lt: int
    revision__le: int
    revision__gt: int
    revision__ge: int
    proposed: str | None
    proposed__ne: str | None
    proposed__in: Iterable[str]
    proposed__lt: str
    proposed__le: str
    proposed__gt: str
    proposed__ge: str
    warm: int | None
    warm__ne: int
    warm__in: Iterable[int]
    warm__lt: int
    warm__le: int
    warm__gt: int
    warm__ge: int
    first: int | None
    first__ne: int | None
    first__in: Iterable[int]
    first__lt: int
    first__le: int
    first__gt: int
    first__ge: int


class PostValues(TypedDict, total=False):
    author: int
    picture: int
    caption: str
    created: datetime
    audience: Audience
    space: int | None
    sensitive: bool
    remixable: bool
    state: PostState
    parent: int | None
    root: int | None
    published: datetime | None
    why: str
    likes: int
    comments: int
    remixes: int
    impressions: int
    heat: float
    print: int
    revision: int
    proposed: str | None
    warm: int
    first: int | None


class PostCounters(TypedDict, total=False):
    picture: int
    likes: int
    comments: int
    remixes: int
    impressions: int
    heat: float
    print: int
    revision: int
    warm: int


class FollowWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    follower: int | None
    follower__ne: int
    follower__in: Iterable[int]
    follower__lt: int
    follower__le: int
    follower__gt: int
    follower__ge: int
    followee: int | None
    followee__ne: int
    followee__in: Iterable[int]
    followee__lt: int
    followee__le: int
    followee__gt: int
    followee__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class FollowValues(TypedDict, total=False):
    follower: int
    followee: int
    created: datetime


class FollowRequestWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    follower: int | None
    follower__ne: int
    follower__in: Iterable[int]
    follower__lt: int
    follower__le: int
    follower__gt: int
    follower__ge: int
    followee: int | None
    followee__ne: int
    followee__in: Iterable[int]
    followee__lt: int
    followee__le: int
    followee__gt: int
    followee__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class FollowRequestValues(TypedDict, total=False):
    follower: int
    followee: int
    created: datetime


class MuteWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    muted: int | None
    muted__ne: int
    muted__in: Iterable[int]
    muted__lt: int
    muted__le: int
    muted__gt: int
    muted__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class MuteValues(TypedDict, total=False):
    account: int
    muted: int
    created: datetime


class MutedWordWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    word: str
    word__ne: str
    word__in: Iterable[str]
    word__lt: str
    word__le: str
    word__gt: str
    word__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    shown: str
    shown__ne: str
    shown__in: Iterable[str]
    shown__lt: str
    shown__le: str
    shown__gt: str
    shown__ge: str


class MutedWordValues(TypedDict, total=False):
    account: int
    word: str
    created: datetime
    shown: str


class BlockWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    blocked: int | None
    blocked__ne: int
    blocked__in: Iterable[int]
    blocked__lt: int
    blocked__le: int
    blocked__gt: int
    blocked__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class BlockValues(TypedDict, total=False):
    account: int
    blocked: int
    created: datetime


class ReactionWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    space: int | None
    space__ne: int | None
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int


class ReactionValues(TypedDict, total=False):
    account: int
    post: int
    created: datetime
    kind: str
    space: int | None


class ReactionCounters(TypedDict, total=False):
    post: int


class CommentWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    author: int | None
    author__ne: int
    author__in: Iterable[int]
    author__lt: int
    author__le: int
    author__gt: int
    author__ge: int
    text: str
    text__ne: str
    text__in: Iterable[str]
    text__lt: str
    text__le: str
    text__gt: str
    text__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    state: PostState
    state__ne: PostState
    state__in: Iterable[PostState]
    answers: int | None
    answers__ne: int | None
    answers__in: Iterable[int]
    answers__lt: int
    answers__le: int
    answers__gt: int
    answers__ge: int
    edited: datetime | None
    edited__ne: datetime | None
    edited__in: Iterable[datetime]
    edited__lt: datetime
    edited__le: datetime
    edited__gt: datetime
    edited__ge: datetime
    proposed: str | None
    proposed__ne: str | None
    proposed__in: Iterable[str]
    proposed__lt: str
    proposed__le: str
    proposed__gt: str
    proposed__ge: str


class CommentValues(TypedDict, total=False):
    post: int
    author: int
    text: str
    created: datetime
    state: PostState
    answers: int | None
    edited: datetime | None
    proposed: str | None


class CommentCounters(TypedDict, total=False):
    post: int


class NoticeWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    actor: int | None
    actor__ne: int | None
    actor__in: Iterable[int]
    actor__lt: int
    actor__le: int
    actor__gt: int
    actor__ge: int
    post: int | None
    post__ne: int | None
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    subject: int | None
    subject__ne: int | None
    subject__in: Iterable[int]
    subject__lt: int
    subject__le: int
    subject__gt: int
    subject__ge: int
    read: datetime | None
    read__ne: datetime | None
    read__in: Iterable[datetime]
    read__lt: datetime
    read__le: datetime
    read__gt: datetime
    read__ge: datetime


class NoticeValues(TypedDict, total=False):
    account: int
    kind: str
    created: datetime
    actor: int | None
    post: int | None
    subject: int | None
    read: datetime | None


class SubscriptionWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    address: Address
    address__ne: Address
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    space: int | None
    space__ne: int | None
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int
    minute: int | None
    minute__ne: int
    minute__in: Iterable[int]
    minute__lt: int
    minute__le: int
    minute__gt: int
    minute__ge: int
    zone: str
    zone__ne: str
    zone__in: Iterable[str]
    zone__lt: str
    zone__le: str
    zone__gt: str
    zone__ge: str
    days: int | None
    days__ne: int
    days__in: Iterable[int]
    days__lt: int
    days__le: int
    days__gt: int
    days__ge: int
    size: int | None
    size__ne: int
    size__in: Iterable[int]
    size__lt: int
    size__le: int
    size__gt: int
    size__ge: int
    state: str
    state__ne: str
    state__in: Iterable[str]
    state__lt: str
    state__le: str
    state__gt: str
    state__ge: str
    due: datetime | None
    due__ne: datetime | None
    due__in: Iterable[datetime]
    due__lt: datetime
    due__le: datetime
    due__gt: datetime
    due__ge: datetime
    ignored: int | None
    ignored__ne: int
    ignored__in: Iterable[int]
    ignored__lt: int
    ignored__le: int
    ignored__gt: int
    ignored__ge: int
    paused_until: datetime | None
    paused_until__ne: datetime | None
    paused_until__in: Iterable[datetime]
    paused_until__lt: datetime
    paused_until__le: datetime
    paused_until__gt: datetime
    paused_until__ge: datetime
    weekly: bool
    language: str
    language__ne: str
    language__in: Iterable[str]
    language__lt: str
    language__le: str
    language__gt: str
    language__ge: str
    heard: datetime | None
    heard__ne: datetime | None
    heard__in: Iterable[datetime]
    heard__lt: datetime
    heard__le: datetime
    heard__gt: datetime
    heard__ge: datetime


class SubscriptionValues(TypedDict, total=False):
    address: Address
    created: datetime
    account: int | None
    space: int | None
    minute: int
    zone: str
    days: int
    size: int
    state: str
    due: datetime | None
    ignored: int
    paused_until: datetime | None
    weekly: bool
    language: str
    heard: datetime | None


class SubscriptionCounters(TypedDict, total=False):
    minute: int
    days: int
    size: int
    ignored: int


class ReportWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int | None
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    reason: str
    reason__ne: str
    reason__in: Iterable[str]
    reason__lt: str
    reason__le: str
    reason__gt: str
    reason__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    comment: int | None
    comment__ne: int | None
    comment__in: Iterable[int]
    comment__lt: int
    comment__le: int
    comment__gt: int
    comment__ge: int
    note: str
    note__ne: str
    note__in: Iterable[str]
    note__lt: str
    note__le: str
    note__gt: str
    note__ge: str
    state: str
    state__ne: str
    state__in: Iterable[str]
    state__lt: str
    state__le: str
    state__gt: str
    state__ge: str
    decision: int | None
    decision__ne: int | None
    decision__in: Iterable[int]
    decision__lt: int
    decision__le: int
    decision__gt: int
    decision__ge: int
    space: int | None
    space__ne: int | None
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int
    local: int | None
    local__ne: int | None
    local__in: Iterable[int]
    local__lt: int
    local__le: int
    local__gt: int
    local__ge: int


class ReportValues(TypedDict, total=False):
    account: int
    post: int | None
    reason: str
    created: datetime
    comment: int | None
    note: str
    state: str
    decision: int | None
    space: int | None
    local: int | None


class DecisionWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    reason: str
    reason__ne: str
    reason__in: Iterable[str]
    reason__lt: str
    reason__le: str
    reason__gt: str
    reason__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int | None
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    comment: int | None
    comment__ne: int | None
    comment__in: Iterable[int]
    comment__lt: int
    comment__le: int
    comment__gt: int
    comment__ge: int
    by: str
    by__ne: str
    by__in: Iterable[str]
    by__lt: str
    by__le: str
    by__gt: str
    by__ge: str
    appeal: str
    appeal__ne: str
    appeal__in: Iterable[str]
    appeal__lt: str
    appeal__le: str
    appeal__gt: str
    appeal__ge: str
    appealed: datetime | None
    appealed__ne: datetime | None
    appealed__in: Iterable[datetime]
    appealed__lt: datetime
    appealed__le: datetime
    appealed__gt: datetime
    appealed__ge: datetime
    outcome: str
    outcome__ne: str
    outcome__in: Iterable[str]
    outcome__lt: str
    outcome__le: str
    outcome__gt: str
    outcome__ge: str
    overturned: bool
    space: int | None
    space__ne: int | None
    space__in: Iterable[int]
    space__lt: int
    space__le: int
    space__gt: int
    space__ge: int


class DecisionValues(TypedDict, total=False):
    kind: str
    reason: str
    created: datetime
    account: int | None
    post: int | None
    comment: int | None
    by: str
    appeal: str
    appealed: datetime | None
    outcome: str
    overturned: bool
    space: int | None


class EventWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    surface: str
    surface__ne: str
    surface__in: Iterable[str]
    surface__lt: str
    surface__le: str
    surface__gt: str
    surface__ge: str
    position: int | None
    position__ne: int
    position__in: Iterable[int]
    position__lt: int
    position__le: int
    position__gt: int
    position__ge: int
    terms: dict[str, float] | None
    terms__ne: dict[str, float] | None
    purpose: str
    purpose__ne: str
    purpose__in: Iterable[str]
    purpose__lt: str
    purpose__le: str
    purpose__gt: str
    purpose__ge: str
    consent: int | None
    consent__ne: int
    consent__in: Iterable[int]
    consent__lt: int
    consent__le: int
    consent__gt: int
    consent__ge: int
    reason: str
    reason__ne: str
    reason__in: Iterable[str]
    reason__lt: str
    reason__le: str
    reason__gt: str
    reason__ge: str


class EventValues(TypedDict, total=False):
    account: int
    post: int
    kind: str
    created: datetime
    surface: str
    position: int
    terms: dict[str, float] | None
    purpose: str
    consent: int
    reason: str


class EventCounters(TypedDict, total=False):
    post: int
    position: int
    consent: int


class ConsentWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    purpose: str
    purpose__ne: str
    purpose__in: Iterable[str]
    purpose__lt: str
    purpose__le: str
    purpose__gt: str
    purpose__ge: str
    version: int | None
    version__ne: int
    version__in: Iterable[int]
    version__lt: int
    version__le: int
    version__gt: int
    version__ge: int
    granted: bool
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class ConsentValues(TypedDict, total=False):
    account: int
    purpose: str
    version: int
    granted: bool
    created: datetime


class ConsentCounters(TypedDict, total=False):
    version: int


class SeenWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class SeenValues(TypedDict, total=False):
    account: int
    post: int
    created: datetime


class SeenCounters(TypedDict, total=False):
    post: int


class LedgerEntryWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    painting: int | None
    painting__ne: int
    painting__in: Iterable[int]
    painting__lt: int
    painting__le: int
    painting__gt: int
    painting__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    pictures: int | None
    pictures__ne: int
    pictures__in: Iterable[int]
    pictures__lt: int
    pictures__le: int
    pictures__gt: int
    pictures__ge: int
    day: str
    day__ne: str
    day__in: Iterable[str]
    day__lt: str
    day__le: str
    day__gt: str
    day__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class LedgerEntryValues(TypedDict, total=False):
    painting: int
    account: int
    kind: str
    pictures: int
    day: str
    created: datetime


class LedgerEntryCounters(TypedDict, total=False):
    painting: int
    pictures: int


class PlacementWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    platform: str
    platform__ne: str
    platform__in: Iterable[str]
    platform__lt: str
    platform__le: str
    platform__gt: str
    platform__ge: str
    ref: str
    ref__ne: str
    ref__in: Iterable[str]
    ref__lt: str
    ref__le: str
    ref__gt: str
    ref__ge: str
    address: Address
    address__ne: Address
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    request: str
    request__ne: str
    request__in: Iterable[str]
    request__lt: str
    request__le: str
    request__gt: str
    request__ge: str
    delivery: int | None
    delivery__ne: int | None
    delivery__in: Iterable[int]
    delivery__lt: int
    delivery__le: int
    delivery__gt: int
    delivery__ge: int
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    posts: tuple[int, ...]
    posts__ne: tuple[int, ...]
    pictures: tuple[int, ...]
    pictures__ne: tuple[int, ...]
    revision: int | None
    revision__ne: int
    revision__in: Iterable[int]
    revision__lt: int
    revision__le: int
    revision__gt: int
    revision__ge: int
    expires: datetime | None
    expires__ne: datetime | None
    expires__in: Iterable[datetime]
    expires__lt: datetime
    expires__le: datetime
    expires__gt: datetime
    expires__ge: datetime
    gone: datetime | None
    gone__ne: datetime | None
    gone__in: Iterable[datetime]
    gone__lt: datetime
    gone__le: datetime
    gone__gt: datetime
    gone__ge: datetime
    covered: datetime | None
    covered__ne: datetime | None
    covered__in: Iterable[datetime]
    covered__lt: datetime
    covered__le: datetime
    covered__gt: datetime
    covered__ge: datetime
    stuck: datetime | None
    stuck__ne: datetime | None
    stuck__in: Iterable[datetime]
    stuck__lt: datetime
    stuck__le: datetime
    stuck__gt: datetime
    stuck__ge: datetime
    surface: str
    surface__ne: str
    surface__in: Iterable[str]
    surface__lt: str
    surface__le: str
    surface__gt: str
    surface__ge: str
    place: str
    place__ne: str
    place__in: Iterable[str]
    place__lt: str
    place__le: str
    place__gt: str
    place__ge: str
    origin: Address | None
    origin__ne: Address | None
    retired: datetime | None
    retired__ne: datetime | None
    retired__in: Iterable[datetime]
    retired__lt: datetime
    retired__le: datetime
    retired__gt: datetime
    retired__ge: datetime


class PlacementValues(TypedDict, total=False):
    platform: str
    ref: str
    address: Address
    created: datetime
    request: str
    delivery: int | None
    account: int | None
    posts: tuple[int, ...]
    pictures: tuple[int, ...]
    revision: int
    expires: datetime | None
    gone: datetime | None
    covered: datetime | None
    stuck: datetime | None
    surface: str
    place: str
    origin: Address | None
    retired: datetime | None


class PlacementCounters(TypedDict, total=False):
    revision: int


class DeliveryWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    args: dict[str, Any]
    args__ne: dict[str, Any]
    address: Address
    address__ne: Address
    key: str
    key__ne: str
    key__in: Iterable[str]
    key__lt: str
    key__le: str
    key__gt: str
    key__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    edits: str
    edits__ne: str
    edits__in: Iterable[str]
    edits__lt: str
    edits__le: str
    edits__gt: str
    edits__ge: str
    placement: int | None
    placement__ne: int | None
    placement__in: Iterable[int]
    placement__lt: int
    placement__le: int
    placement__gt: int
    placement__ge: int
    revision: int | None
    revision__ne: int
    revision__in: Iterable[int]
    revision__lt: int
    revision__le: int
    revision__gt: int
    revision__ge: int
    urgent: bool
    state: SendState
    state__ne: SendState
    state__in: Iterable[SendState]
    epoch: int | None
    epoch__ne: int
    epoch__in: Iterable[int]
    epoch__lt: int
    epoch__le: int
    epoch__gt: int
    epoch__ge: int
    attempts: int | None
    attempts__ne: int
    attempts__in: Iterable[int]
    attempts__lt: int
    attempts__le: int
    attempts__gt: int
    attempts__ge: int
    why: str
    why__ne: str
    why__in: Iterable[str]
    why__lt: str
    why__le: str
    why__gt: str
    why__ge: str
    sending: datetime | None
    sending__ne: datetime | None
    sending__in: Iterable[datetime]
    sending__lt: datetime
    sending__le: datetime
    sending__gt: datetime
    sending__ge: datetime
    became: int | None
    became__ne: int | None
    became__in: Iterable[int]
    became__lt: int
    became__le: int
    became__gt: int
    became__ge: int


class DeliveryValues(TypedDict, total=False):
    kind: str
    args: dict[str, Any]
    address: Address
    key: str
    created: datetime
    account: int | None
    edits: str
    placement: int | None
    revision: int
    urgent: bool
    state: SendState
    epoch: int
    attempts: int
    why: str
    sending: datetime | None
    became: int | None


class DeliveryCounters(TypedDict, total=False):
    revision: int
    epoch: int
    attempts: int


class HandledRequestWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    request: str
    request__ne: str
    request__in: Iterable[str]
    request__lt: str
    request__le: str
    request__gt: str
    request__ge: str
    reply: dict[str, Any]
    reply__ne: dict[str, Any]
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    address: Address | None
    address__ne: Address | None
    said: str
    said__ne: str
    said__in: Iterable[str]
    said__lt: str
    said__le: str
    said__gt: str
    said__ge: str


class HandledRequestValues(TypedDict, total=False):
    request: str
    reply: dict[str, Any]
    created: datetime
    account: int | None
    address: Address | None
    said: str


class PendingWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    request: str
    request__ne: str
    request__in: Iterable[str]
    request__lt: str
    request__le: str
    request__gt: str
    request__ge: str
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    address: Address
    address__ne: Address
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    until: datetime
    until__ne: datetime
    until__in: Iterable[datetime]
    until__lt: datetime
    until__le: datetime
    until__gt: datetime
    until__ge: datetime
    delivery: int | None
    delivery__ne: int | None
    delivery__in: Iterable[int]
    delivery__lt: int
    delivery__le: int
    delivery__gt: int
    delivery__ge: int


class PendingValues(TypedDict, total=False):
    request: str
    account: int
    address: Address
    created: datetime
    until: datetime
    delivery: int | None


class DraftWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    place: str
    place__ne: str
    place__in: Iterable[str]
    place__lt: str
    place__le: str
    place__gt: str
    place__ge: str
    ask: dict[str, Any]
    ask__ne: dict[str, Any]
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    origin: Address | None
    origin__ne: Address | None


class DraftValues(TypedDict, total=False):
    account: int
    place: str
    ask: dict[str, Any]
    created: datetime
    origin: Address | None


class PayloadWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    text: str
    text__ne: str
    text__in: Iterable[str]
    text__lt: str
    text__le: str
    text__gt: str
    text__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int


class PayloadValues(TypedDict, total=False):
    text: str
    created: datetime
    account: int | None


class LinkWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    code: str
    code__ne: str
    code__in: Iterable[str]
    code__lt: str
    code__le: str
    code__gt: str
    code__ge: str
    address: Address
    address__ne: Address
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    expires: datetime
    expires__ne: datetime
    expires__in: Iterable[datetime]
    expires__lt: datetime
    expires__le: datetime
    expires__gt: datetime
    expires__ge: datetime
    other: int | None
    other__ne: int | None
    other__in: Iterable[int]
    other__lt: int
    other__le: int
    other__gt: int
    other__ge: int
    state: str
    state__ne: str
    state__in: Iterable[str]
    state__lt: str
    state__le: str
    state__gt: str
    state__ge: str
    there: Address | None
    there__ne: Address | None


class LinkValues(TypedDict, total=False):
    account: int
    code: str
    address: Address
    created: datetime
    expires: datetime
    other: int | None
    state: str
    there: Address | None


class AliasWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    handle: str
    handle__ne: str
    handle__in: Iterable[str]
    handle__lt: str
    handle__le: str
    handle__gt: str
    handle__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime


class AliasValues(TypedDict, total=False):
    account: int
    handle: str
    created: datetime


class DepartedWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    mark: str
    mark__ne: str
    mark__in: Iterable[str]
    mark__lt: str
    mark__le: str
    mark__gt: str
    mark__ge: str
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    name: str
    name__ne: str
    name__in: Iterable[str]
    name__lt: str
    name__le: str
    name__gt: str
    name__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    until: datetime | None
    until__ne: datetime | None
    until__in: Iterable[datetime]
    until__lt: datetime
    until__le: datetime
    until__gt: datetime
    until__ge: datetime
    decision: int | None
    decision__ne: int | None
    decision__in: Iterable[int]
    decision__lt: int
    decision__le: int
    decision__gt: int
    decision__ge: int
    account: int | None
    account__ne: int | None
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int


class DepartedValues(TypedDict, total=False):
    mark: str
    kind: str
    name: str
    created: datetime
    until: datetime | None
    decision: int | None
    account: int | None


class TopicWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    tag: str
    tag__ne: str
    tag__in: Iterable[str]
    tag__lt: str
    tag__le: str
    tag__gt: str
    tag__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    shown: str
    shown__ne: str
    shown__in: Iterable[str]
    shown__lt: str
    shown__le: str
    shown__gt: str
    shown__ge: str


class TopicValues(TypedDict, total=False):
    account: int
    tag: str
    created: datetime
    shown: str


class CollectionWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    title: str
    title__ne: str
    title__in: Iterable[str]
    title__lt: str
    title__le: str
    title__gt: str
    title__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    shared: bool


class CollectionValues(TypedDict, total=False):
    account: int
    title: str
    created: datetime
    shared: bool


class SavedWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    account: int | None
    account__ne: int
    account__in: Iterable[int]
    account__lt: int
    account__le: int
    account__gt: int
    account__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    collection: int | None
    collection__ne: int | None
    collection__in: Iterable[int]
    collection__lt: int
    collection__le: int
    collection__gt: int
    collection__ge: int


class SavedValues(TypedDict, total=False):
    account: int
    post: int
    created: datetime
    collection: int | None


class SavedCounters(TypedDict, total=False):
    post: int


class SpaceWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    platform: str
    platform__ne: str
    platform__in: Iterable[str]
    platform__lt: str
    platform__le: str
    platform__gt: str
    platform__ge: str
    ref: str
    ref__ne: str
    ref__in: Iterable[str]
    ref__lt: str
    ref__le: str
    ref__gt: str
    ref__ge: str
    title: str
    title__ne: str
    title__in: Iterable[str]
    title__lt: str
    title__le: str
    title__gt: str
    title__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    approved: bool
    barred: bool
    age_restricted: bool
    language: str
    language__ne: str
    language__in: Iterable[str]
    language__lt: str
    language__le: str
    language__gt: str
    language__ge: str
    showcase: Address | None
    showcase__ne: Address | None
    log: Address | None
    log__ne: Address | None
    ceiling: str
    ceiling__ne: str
    ceiling__in: Iterable[str]
    ceiling__lt: str
    ceiling__le: str
    ceiling__gt: str
    ceiling__ge: str
    channels: tuple[str, ...]
    channels__ne: tuple[str, ...]
    roles: tuple[str, ...]
    roles__ne: tuple[str, ...]
    setters: tuple[str, ...]
    setters__ne: tuple[str, ...]
    set_up: datetime | None
    set_up__ne: datetime | None
    set_up__in: Iterable[datetime]
    set_up__lt: datetime
    set_up__le: datetime
    set_up__gt: datetime
    set_up__ge: datetime
    keeper: int | None
    keeper__ne: int | None
    keeper__in: Iterable[int]
    keeper__lt: int
    keeper__le: int
    keeper__gt: int
    keeper__ge: int
    names: dict[str, str] | None
    names__ne: dict[str, str] | None
    greeted: datetime | None
    greeted__ne: datetime | None
    greeted__in: Iterable[datetime]
    greeted__lt: datetime
    greeted__le: datetime
    greeted__gt: datetime
    greeted__ge: datetime
    left: datetime | None
    left__ne: datetime | None
    left__in: Iterable[datetime]
    left__lt: datetime
    left__le: datetime
    left__gt: datetime
    left__ge: datetime
    resumes: bool
    gathers: bool
    likes: tuple[str, ...]
    likes__ne: tuple[str, ...]
    least: int | None
    least__ne: int
    least__in: Iterable[int]
    least__lt: int
    least__le: int
    least__gt: int
    least__ge: int
    broadcast: bool
    opened: tuple[str, ...]
    opened__ne: tuple[str, ...]


class SpaceValues(TypedDict, total=False):
    platform: str
    ref: str
    title: str
    created: datetime
    approved: bool
    barred: bool
    age_restricted: bool
    language: str
    showcase: Address | None
    log: Address | None
    ceiling: str
    channels: tuple[str, ...]
    roles: tuple[str, ...]
    setters: tuple[str, ...]
    set_up: datetime | None
    keeper: int | None
    names: dict[str, str] | None
    greeted: datetime | None
    left: datetime | None
    resumes: bool
    gathers: bool
    likes: tuple[str, ...]
    least: int
    broadcast: bool
    opened: tuple[str, ...]


class SpaceCounters(TypedDict, total=False):
    least: int


class EditionWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    subscription: int | None
    subscription__ne: int
    subscription__in: Iterable[int]
    subscription__lt: int
    subscription__le: int
    subscription__gt: int
    subscription__ge: int
    period: str
    period__ne: str
    period__in: Iterable[str]
    period__lt: str
    period__le: str
    period__gt: str
    period__ge: str
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    number: int | None
    number__ne: int
    number__in: Iterable[int]
    number__lt: int
    number__le: int
    number__gt: int
    number__ge: int
    state: str
    state__ne: str
    state__in: Iterable[str]
    state__lt: str
    state__le: str
    state__gt: str
    state__ge: str
    posts: tuple[int, ...]
    posts__ne: tuple[int, ...]
    reasons: tuple[str, ...]
    reasons__ne: tuple[str, ...]
    terms: tuple[dict[str, float], ...]
    terms__ne: tuple[dict[str, float], ...]
    veiled: tuple[int, ...]
    veiled__ne: tuple[int, ...]
    collage: str
    collage__ne: str
    collage__in: Iterable[str]
    collage__lt: str
    collage__le: str
    collage__gt: str
    collage__ge: str


class EditionValues(TypedDict, total=False):
    subscription: int
    period: str
    created: datetime
    number: int
    state: str
    posts: tuple[int, ...]
    reasons: tuple[str, ...]
    terms: tuple[dict[str, float], ...]
    veiled: tuple[int, ...]
    collage: str


class EditionCounters(TypedDict, total=False):
    subscription: int
    number: int


class PostCopyWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    placement: int | None
    placement__ne: int
    placement__in: Iterable[int]
    placement__lt: int
    placement__le: int
    placement__gt: int
    placement__ge: int
    shared: bool


class PostCopyValues(TypedDict, total=False):
    post: int
    placement: int
    shared: bool


class PostCopyCounters(TypedDict, total=False):
    post: int
    placement: int


class TermWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    post: int | None
    post__ne: int
    post__in: Iterable[int]
    post__lt: int
    post__le: int
    post__gt: int
    post__ge: int
    word: str
    word__ne: str
    word__in: Iterable[str]
    word__lt: str
    word__le: str
    word__gt: str
    word__ge: str
    word__begins: str


class TermValues(TypedDict, total=False):
    post: int
    word: str


class TermCounters(TypedDict, total=False):
    post: int


class JobWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    kind: str
    kind__ne: str
    kind__in: Iterable[str]
    kind__lt: str
    kind__le: str
    kind__gt: str
    kind__ge: str
    args: dict[str, Any]
    args__ne: dict[str, Any]
    lane: str
    lane__ne: str
    lane__in: Iterable[str]
    lane__lt: str
    lane__le: str
    lane__gt: str
    lane__ge: str
    run_at: datetime
    run_at__ne: datetime
    run_at__in: Iterable[datetime]
    run_at__lt: datetime
    run_at__le: datetime
    run_at__gt: datetime
    run_at__ge: datetime
    created: datetime
    created__ne: datetime
    created__in: Iterable[datetime]
    created__lt: datetime
    created__le: datetime
    created__gt: datetime
    created__ge: datetime
    key: str | None
    key__ne: str | None
    key__in: Iterable[str]
    key__lt: str
    key__le: str
    key__gt: str
    key__ge: str
    priority: int | None
    priority__ne: int
    priority__in: Iterable[int]
    priority__lt: int
    priority__le: int
    priority__gt: int
    priority__ge: int
    turn: int | None
    turn__ne: int
    turn__in: Iterable[int]
    turn__lt: int
    turn__le: int
    turn__gt: int
    turn__ge: int
    state: str
    state__ne: str
    state__in: Iterable[str]
    state__lt: str
    state__le: str
    state__gt: str
    state__ge: str
    lease: datetime | None
    lease__ne: datetime | None
    lease__in: Iterable[datetime]
    lease__lt: datetime
    lease__le: datetime
    lease__gt: datetime
    lease__ge: datetime
    epoch: int | None
    epoch__ne: int
    epoch__in: Iterable[int]
    epoch__lt: int
    epoch__le: int
    epoch__gt: int
    epoch__ge: int
    attempts: int | None
    attempts__ne: int
    attempts__in: Iterable[int]
    attempts__lt: int
    attempts__le: int
    attempts__gt: int
    attempts__ge: int
    error: str
    error__ne: str
    error__in: Iterable[str]
    error__lt: str
    error__le: str
    error__gt: str
    error__ge: str


class JobValues(TypedDict, total=False):
    kind: str
    args: dict[str, Any]
    lane: str
    run_at: datetime
    created: datetime
    key: str | None
    priority: int
    turn: int
    state: str
    lease: datetime | None
    epoch: int
    attempts: int
    error: str


class JobCounters(TypedDict, total=False):
    priority: int
    turn: int
    epoch: int
    attempts: int


class KeyValueWhere(TypedDict, total=False):
    id: int | None
    id__ne: int
    id__in: Iterable[int]
    id__lt: int
    id__le: int
    id__gt: int
    id__ge: int
    name: str
    name__ne: str
    name__in: Iterable[str]
    name__lt: str
    name__le: str
    name__gt: str
    name__ge: str
    name__begins: str
    value: str
    value__ne: str
    value__in: Iterable[str]
    value__lt: str
    value__le: str
    value__gt: str
    value__ge: str


class KeyValueValues(TypedDict, total=False):
    name: str
    value: str
