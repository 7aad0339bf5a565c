"""The entry point by which pytest finds botfeed's fixtures, where the extra `testing` is installed.

botfeed without that extra, beside a pytest of somebody else's, must not keep that pytest from starting.
"""

from importlib.util import find_spec

pytest_plugins = ("botfeed.testing.plugin",) if find_spec("pytest_asyncio") else ()
