"""Daily digests at each reader's hour.
A periodic tick calls `digest.due(...)`, an hourly one `digest.tidy(...)`.
"""

from botfeed.core.digest import compose as compose
from botfeed.core.digest import digest_message as digest_message
from botfeed.core.digest.send_now import now as now
from botfeed.core.digest.tick import due as due
from botfeed.core.digest.tick import replan as replan
from botfeed.core.digest.tick import tidy as tidy
