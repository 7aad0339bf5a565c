"""The best of it, once a day at each reader's hour. A tick runs `digest.due(house)`, a day `digest.tidy(house)`."""

from botfeed.core.digest import compose as compose
from botfeed.core.digest import message as message
from botfeed.core.digest.now import now as now
from botfeed.core.digest.tick import due as due
from botfeed.core.digest.tick import tidy as tidy
