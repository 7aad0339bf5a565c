"""Pools: jobs that share slots in a process, so that slow ones never delay quick ones."""

from __future__ import annotations

PAINT = "paint"
MODEL = "model"
RIGHTS = "rights"
ORDINARY = "ordinary"
DELIVER = "deliver"  # one pool for each platform and urgency, so that neither is held up by anything else

SLOTS = {  # jobs of a pool at a time, in one process
    PAINT: 8,
    MODEL: 8,
    RIGHTS: 8,
    ORDINARY: 8,
    DELIVER: 16,  # 30 a second, each on its way for half a second
}
