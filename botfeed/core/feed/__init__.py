"""Which posts, in which order, and why: `feed.home(...)` is the whole pipeline."""
