"""The one way in. A request is counted once and answered even twice; what goes wrong is told kindly."""

from botfeed.core.dispatch import late as late
from botfeed.core.dispatch import rights as rights
from botfeed.core.dispatch import waiting as waiting
from botfeed.core.dispatch.answering import answer as answer
from botfeed.core.dispatch.answering import handle as handle
from botfeed.core.dispatch.answering import landed as landed
from botfeed.core.dispatch.answering import speech as speech
from botfeed.core.dispatch.completion import suggest as suggest
