"""How many examples a property draws where the numbers of the profile (see tests/conftest.py) do not fit it."""

from hypothesis import settings


def examples(small: int, whole: int) -> int:
    """Return `small` normally, `whole` under --soak; for decorators, which run before there are fixtures."""
    return whole if settings.get_current_profile_name() == "soak" else small
