"""The one way in. A request is counted once and answered even twice; what goes wrong is told kindly."""

from botfeed.core.dispatch import admin_answers as admin_answers
from botfeed.core.dispatch import deferred_replies as deferred_replies
from botfeed.core.dispatch import pending_reply_link as pending_reply_link
from botfeed.core.dispatch.answering import answer as answer
from botfeed.core.dispatch.answering import handle as handle
from botfeed.core.dispatch.answering import landed as landed
from botfeed.core.dispatch.answering import speech as speech
from botfeed.core.dispatch.completion import suggest as suggest
