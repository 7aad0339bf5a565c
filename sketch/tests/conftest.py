import os

from hypothesis import settings

# A busy machine is no failure, and the continuous build draws the same examples every time.
settings.register_profile("painter", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("painter")
