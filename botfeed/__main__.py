"""Entry point of `python -m botfeed`."""

from botfeed.cli import main

main()
