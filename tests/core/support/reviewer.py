"""A reviewer with verdicts set by the test."""

from botfeed.core.errors import ModelError
from botfeed.core.ports import Verdict


class Reviewer:
    """Reviewer that returns `words` for a prompt, `pixels` for the first picture and `posts` for later ones.
    The first `silent` times it raises ModelError.
    """

    def __init__(self) -> None:
        self.words = self.pixels = self.posts = ""
        self.silent = 0
        self.sensitive = False
        self.pictures = 0

    async def review(self, text: str, picture: bytes | None = None) -> Verdict:
        if self.silent:
            self.silent -= 1
            raise ModelError("no answer")
        if picture is None:
            return Verdict(self.words, self.sensitive)
        self.pictures += 1
        return Verdict(self.pixels if self.pictures == 1 else self.posts, self.sensitive)
