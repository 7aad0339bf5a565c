"""The feed: choice and order of posts, with reasons. `feed.home(...)` is the whole pipeline."""
