"""Headings of the menu: every file of commands that the menu shows has one."""

from botfeed import catalog
from botfeed.core.cards import about


def test_every_file_of_commands_in_the_menu_has_a_heading():
    """A file that is forgotten is headed by its own name, in English only."""
    files = {str(verb.run.__module__).rpartition(".")[2] for verb in catalog.COMMANDS if verb.menu}
    assert files - about.HEADINGS.keys() == set(), "add the file's heading to HEADINGS in botfeed/core/cards/about.py"


def test_every_heading_belongs_to_a_file_of_commands():
    files = {str(verb.run.__module__).rpartition(".")[2] for verb in catalog.COMMANDS if verb.menu}
    assert about.HEADINGS.keys() <= files
