"""Store pictures by content, on disk, in memory or in an S3-compatible store."""

from botfeed.adapters.media.picture_store import Pictures, in_memory, in_s3, on_disk

__all__ = ["Pictures", "in_memory", "in_s3", "on_disk"]
