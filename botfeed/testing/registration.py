"""Register botfeed's fixtures with pytest, where the extra `testing` is installed: the entry point names this module.

botfeed without that extra, beside a pytest of somebody else's, must not keep that pytest from starting.
"""

from importlib.util import find_spec

pytest_plugins = ("botfeed.testing.plugin",) if find_spec("pytest_asyncio") else ()
