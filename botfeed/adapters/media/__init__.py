"""Store pictures by content, on disk, in memory or in S3."""

from botfeed.adapters.media.picture_store import Pictures, in_memory, on_disk

__all__ = ["Pictures", "in_memory", "on_disk"]
