"""Store pictures by content, on disk or in memory."""

from botfeed.adapters.media.picture_store import Pictures, in_memory, on_disk

__all__ = ["Pictures", "in_memory", "on_disk"]
