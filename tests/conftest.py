import os

from hypothesis import settings

from botfeed.store import sqlite

pytest_plugins = ["botfeed.testing.plugin"]

# A busy machine is no failure, and the continuous build draws the same examples every time.
settings.register_profile("calm", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("calm")

sqlite.COMPANY = 0  # tests act one after another: nobody would share a commit, and each would wait
