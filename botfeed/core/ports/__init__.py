"""Protocols of everything that the core needs from outside. Messengers are in `chat.messenger`."""

from botfeed.core.ports.clock import Clock as Clock
from botfeed.core.ports.media import Media as Media
from botfeed.core.ports.media import StoredPicture as StoredPicture
from botfeed.core.ports.media import UnfitPicture as UnfitPicture
from botfeed.core.ports.models import LanguageModel as LanguageModel
from botfeed.core.ports.models import Order as Order
from botfeed.core.ports.models import Painted as Painted
from botfeed.core.ports.models import Painter as Painter
from botfeed.core.ports.models import PainterInfo as PainterInfo
from botfeed.core.ports.models import Reviewer as Reviewer
from botfeed.core.ports.models import Rules as Rules
from botfeed.core.ports.models import Verdict as Verdict
from botfeed.core.ports.queries import Queries as Queries
from botfeed.core.ports.queues import Jobs as Jobs
from botfeed.core.ports.queues import Quotas as Quotas
from botfeed.core.ports.store import Due as Due
from botfeed.core.ports.store import Hear as Hear
from botfeed.core.ports.store import Store as Store
from botfeed.core.ports.timelines import PostFilter as PostFilter
from botfeed.core.ports.timelines import SearchQuery as SearchQuery
from botfeed.core.ports.timelines import Separation as Separation
from botfeed.core.ports.timelines import Tally as Tally
from botfeed.core.ports.timelines import Terms as Terms
from botfeed.core.ports.timelines import Timelines as Timelines
from botfeed.core.ports.unit import Conditions as Conditions
from botfeed.core.ports.unit import Unit as Unit
