"""Cards for the operators of this botfeed."""

from __future__ import annotations

from collections.abc import Mapping

from botfeed.core.cards import text_card
from botfeed.core.chat.context import RenderContext
from botfeed.core.chat.message import Card
from botfeed.core.errors import Trouble
from botfeed.core.language import text
from botfeed.core.language.i18n import L

_SETTING = {
    "painter": "BOTFEED_IMAGE_MODEL",
    "reviewer": "OPENAI_BASE_URL",
    "talker": "BOTFEED_CHAT_MODEL",
}
_SAID: Mapping[str, Mapping[Trouble, str]] = {
    "painter": {
        Trouble.ACCESS: L("The painter refuses our key, so nobody gets pictures. Check {key:c} and what it may do."),
        Trouble.MONEY: L(
            "The painter's account has no credit or quota left, so nobody gets pictures. Top it up, or raise its limit."
        ),
        Trouble.MODEL: L(
            "The painter's server has no such model, so nobody gets pictures. Set {model:c} to one that it lists."
        ),
        Trouble.ENDPOINT: L(
            "The server has no pictures to offer at this address. Check {url:c} (it often ends in /v1), or set "
            "BOTFEED_PAINTER=sketch."
        ),
        Trouble.REQUEST: L(
            "The painter does not take our requests, so nobody gets pictures. The log names the part that it refuses."
        ),
        Trouble.UNUSABLE: L(
            "The painter answers, and charges, without a picture that can be shown. The log names the reason each time."
        ),
    },
    "reviewer": {
        Trouble.ACCESS: L("The review model refuses our key, so nothing is painted or published. Check {key:c}."),
        Trouble.MONEY: L(
            "The review model's account has no credit or quota left, so nothing is painted or published. Top it up."
        ),
        Trouble.MODEL: L("The server has no review model. Word lists judge alone, and nobody looks at pictures."),
        Trouble.ENDPOINT: L(
            "The server has no review (moderations). Word lists judge alone, and nobody looks at pictures."
        ),
        Trouble.REQUEST: L("The review model does not take our requests, so nothing is painted or published."),
        Trouble.UNUSABLE: L("The review model's answers hold no judgement, so nothing is painted or published."),
    },
    "talker": {
        Trouble.ACCESS: L("The language model refuses our key, so questions stay unanswered. Check {key:c}."),
        Trouble.MONEY: L(
            "The language model's account has no credit or quota left, so questions stay unanswered. Top it up."
        ),
        Trouble.MODEL: L("The server has no such language model. Set {model:c} to one that it lists."),
        Trouble.ENDPOINT: L("The server answers no questions at this address. Check {url:c} (it often ends in /v1)."),
        Trouble.REQUEST: L(
            "The language model does not take our requests, so questions stay unanswered. The log names the part."
        ),
        Trouble.UNUSABLE: L(
            "The language model answers, and charges, without words. A model that thinks less, or another, may help."
        ),
    },
}


def model_failing(ctx: RenderContext, role: str, trouble: str, detail: str) -> Card:
    """Say what fails, with what the server answered, and what would mend it."""
    said = ctx.t(
        _SAID[role][Trouble(trouble)], key="OPENAI_API_KEY", url="OPENAI_BASE_URL", model=_SETTING.get(role, "")
    )
    note = ctx.t(L("It answered: {detail}. This is said once a day; botfeed doctor looks again."), detail=detail)
    return text_card.words(text.join((said, text.quiet(note))))
