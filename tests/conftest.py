pytest_plugins = ["botfeed.testing.plugin"]
