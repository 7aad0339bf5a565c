"""Answer every request, whatever its platform: once, in one transaction. Import this package, not its modules."""

from botfeed.core.dispatch import admin_answers as admin_answers
from botfeed.core.dispatch import backlog as backlog
from botfeed.core.dispatch import deferred_replies as deferred_replies
from botfeed.core.dispatch import pending_reply_link as pending_reply_link
from botfeed.core.dispatch.completion import suggest as suggest
from botfeed.core.dispatch.landing import record_placement as record_placement
from botfeed.core.dispatch.transaction import answer as answer
from botfeed.core.dispatch.transaction import handle as handle
from botfeed.core.dispatch.transaction import words_for as words_for
