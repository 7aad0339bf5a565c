"""Everything that botfeed declares. `app.build` receives these lists; nothing registers itself.
A new file of commands is one line in `core/commands/listed.py`, a new surface one in its module's `SURFACES`.
A job that one package implements and a lower one enqueues is listed twice: its declaration
(`posts.review_post`) and its implementation (`post_edits.review_post`); `jobs.listed` rejects one without the
other.
"""

from __future__ import annotations

from typing import Any

from botfeed.adapters.telegram import jobs as telegram
from botfeed.core.assistant import answer
from botfeed.core.cards.posts import post
from botfeed.core.chat.command import Command
from botfeed.core.chat.context import Surface
from botfeed.core.commands import listed
from botfeed.core.copies import post_copies, sensitive_copies, separation, standing, takedowns
from botfeed.core.digest import compose, digest_message, preview
from botfeed.core.dispatch import admin_answers, backlog, deferred_replies, pending_reply_link
from botfeed.core.feed import page
from botfeed.core.moderation import access_requests, appeals, decisions, reports
from botfeed.core.people import account_link, account_shares
from botfeed.core.privacy import erasure, erasure_rules, export
from botfeed.core.safety import blobs
from botfeed.core.social import alt_texts, comments, followers, notices, post_edits, posts, search, surfaces
from botfeed.core.spaces import channels, place_reports, removals, showcase, spaces
from botfeed.core.studio import paint, painting_messages
from botfeed.core.work import admin_checks, delivery, derived_columns, messages, model_troubles, outbox, pending
from botfeed.core.work.jobs import ForwardJob, JobKind
from botfeed.core.work.messages import MessageKind

JOBS: tuple[JobKind[Any] | ForwardJob[Any], ...] = (
    messages.deliver,
    delivery.deliver,
    admin_checks.rights,
    admin_answers.check_rights,
    admin_checks.membership,
    admin_answers.check_membership,
    showcase.gather,
    showcase.withdraw,
    backlog.take_up,
    answer.ask,
    paint.paint,
    paint.deadline,
    posts.review_post,
    post_edits.review_post,
    comments.review_comment,
    alt_texts.review_alt,
    post_copies.refresh_all,
    post_copies.takedown,
    takedowns.sweep,
    takedowns.take_down,
    standing.standing,
    sensitive_copies.some_follow,
    separation.part,
    compose.compose,
    preview.complete,
    search.take_in,
    derived_columns.derive,
    blobs.drop_bytes,
    account_link.merge,
    account_link.sweep,
    account_shares.share,
    erasure.erase,
    erasure.forget_all,
    erasure_rules.unsay,
    export.pack,
    followers.grant,
    posts.warm_picture,
    telegram.profile,
    telegram.warm,
)

MESSAGES: tuple[MessageKind[Any], ...] = (
    outbox.gone,
    pending.unshown,
    pending.unfinished,
    admin_answers.unasked,
    admin_answers.carried,
    backlog.too_old,
    backlog.broke,
    deferred_replies.late,
    answer.answer,
    model_troubles.failing,
    painting_messages.painted,
    painting_messages.unpainted,
    painting_messages.trying,
    post_edits.published,
    post_edits.held,
    post_copies.card,
    post_copies.copy,
    takedowns.look,
    takedowns.remains,
    comments.decided,
    notices.push,
    digest_message.digest,
    digest_message.rests,
    preview.preview,
    reports.reported,
    reports.passed,
    access_requests.asked,
    decisions.decision,
    appeals.appealed,
    appeals.answered,
    spaces.welcome,
    spaces.tell,
    post_copies.gallery,
    showcase.showcase,
    channels.tell_opened,
    place_reports.reported,
    place_reports.told,
    removals.logged,
    removals.answer,
    account_link.said_code,
    account_link.asked,
    account_link.ended,
    account_link.done,
    account_link.failed,
    export.export,
    export.large,
    export.unpacked,
)

COMMANDS: tuple[Command[...], ...] = (*listed.COMMANDS, *pending_reply_link.COMMANDS)

SURFACES: tuple[Surface, ...] = (
    *post.SURFACES,
    *page.SURFACES,
    *comments.SURFACES,
    *post_edits.SURFACES,
    *surfaces.SURFACES,
)
