"""Signs by which a server's trouble is known: codes and words that servers with OpenAI's API really use.
OpenAI, Azure, OpenRouter, Groq, Mistral, xAI, DeepSeek, Gemini; llama.cpp, vLLM, Ollama, LocalAI, LM Studio.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from botfeed.core.errors import Trouble


def either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


def _codes(names: str) -> frozenset[str]:
    return frozenset(names.split())


@dataclass(frozen=True, slots=True)
class Sign:
    """Codes and words, in small letters, of a kind of trouble."""

    trouble: Trouble
    words: re.Pattern[str]
    codes: frozenset[str] = field(default=frozenset())


_SERVICE = r"(image|picture|moderation|chat|response|completion|embedding|edit|generation)s?"
_NOT = r"(not|n't|un)[ -]?(be )?(yet )?"
_MISSING = (
    rf"({_NOT}(found|supported?|available|enabled|implemented|exist|allowed|configured|installed)|disabled|forbidden)"
)
_HARM = r"(sexual|violen|nud(e|ity)|hate|self-harm|explicit|gore|minors?\b)"
_UNREAD = r"(cannot|can't|could not|failed to|unable to|not)( be)? (be )?(read|decod|process|open|pars|load|identif)"

# Codes are looked for first, then words, each from the top; then the status decides.
SIGNS: tuple[Sign, ...] = (
    Sign(
        Trouble.SOURCE,
        either(
            rf"(image|picture|file)\b[^.]{{0,40}}{_UNREAD}",
            r"(invalid|corrupt\w*|unsupported|damaged) (image|picture)\b(?!s? (size|generation|edit|dimension|model))",
            r"image (file )?format\b[^.]{0,20}not supported",
            r"image file (is )?too large",
        ),
        _codes("invalid_image_file invalid_image_format image_parse_error invalid_image image_too_large"),
    ),
    Sign(
        Trouble.ENDPOINT,
        either(
            r"unknown (request )?(url|endpoint|route|path|api|method)|invalid (url|endpoint)|unexpected endpoint",
            r"no (such |matching )?(route|endpoint|handler)",
            r"page not found|file not found|resource not found|cannot (post|get) /",
            r"method not allowed|not ?implemented|only supported in v1/|start it with `?--",
            r"unsupported (endpoint|operation|route|path|api|url)",
            rf"(endpoint|route|path|operation|api|method|feature)\b[^.]{{0,40}}{_MISSING}",
            rf"\b{_SERVICE}\b([\w /]{{0,30}})?\b(is|are|was|were)?\s?{_MISSING}"
            r"(?! (by|with|for) (this|the|your) model)",
            rf"(server|backend|provider|instance|deployment)\b[^.]{{0,30}}(does not|doesn't|cannot|can't) "
            rf"(support|handle|offer|provide|have|do) {_SERVICE}",
            r"(not|n't) support(ed)? (in|by|with|for) (the )?(responses|chat)( api)?\b",
        ),
        _codes(
            "unknown_url unknown_endpoint not_supported_error endpoint_not_found unsupported_endpoint route_not_found"
        ),
    ),
    Sign(
        Trouble.FILTER,
        either(
            r"content[ _-]?(policy|filter|management|moderation|violation)|responsible ?ai",
            r"safety (system|filter|polic|check|violation|setting|guideline)|(usage|safety|community) polic",
            r"violat\w+ [^.]{0,60}(polic|guideline|terms|rule)|polic(y|ies) violation|\bnsfw\b|\bunsafe\b",
            r"(inappropriate|explicit|harmful|sensitive|prohibited|disallowed|objectionable)"
            r"[ _](content|prompt|image|word|material)",
            r"request (was )?moderated|harm_category|sexually explicit|not allowed by our|guardrail",
            r"(forbidden|banned|blocked|sensitive|prohibited|disallowed) (word|term|keyword|prompt)|敏感|违规|不安全",
            rf"(rejected|blocked|refused|denied)\W[^.]{{0,40}}\b{_HARM}",
            r"(prompt|request|content|input|image|output)\b[^.]{0,20}\b(was |been |is )?flagged",
            r"(blocked|rejected|refused|filtered)\b[^.]{0,40}(safety|polic|filter|moderation|guideline)",
        ),
        _codes(
            "moderation_blocked content_policy_violation content_filter responsibleaipolicyviolation "
            "content_policy content_moderation safety nsfw prohibited_content sensitive_content "
            "data_inspection_failed datainspectionfailed image_safety contentfilter policy_violation "
            "moderation_error content_violation unsafe_content"
        ),
    ),
    Sign(
        Trouble.BUSY,
        either(r"rate.?limit|too many (concurrent )?requests|(re)?try (again )?(in|after) \d"),
        _codes("rate_limit_exceeded rate_limit_error too_many_requests tokens requests overloaded_error"),
    ),
    Sign(
        Trouble.MONEY,
        either(
            r"insufficient (balance|credit|fund|quota)|enough (credit|balance)|billing|payment required|top up",
            r"quota exceeded(?![^.]{0,60}\bper (minute|second|hour|day)\b)",
            r"out of credit|credit (balance|limit)|no credits? (left|remain)",
            r"exceeded your current quota|quota (is |has been )?(used up|exhausted)|hard limit",
        ),
        _codes(
            "insufficient_quota billing_hard_limit_reached billing_not_active insufficient_balance "
            "insufficient_funds insufficient_credits payment_required quota_exceeded "
            "account_deactivated credit_balance_too_low out_of_credits"
        ),
    ),
    Sign(
        Trouble.OUTAGE,
        either(
            r"overloaded|(currently |still )loading|loading model|warming up|(at|over) capacity|out of memory",
            r"try again later|temporarily (unavailable|down|not available)|service unavailable",
        ),
    ),
    Sign(
        Trouble.LENGTH,
        either(
            r"context[ _](length|window|size)|maximum (length|number of (token|character)s?)",
            r"(prompt|input|text|message|string|question)s?\b[^.]{0,30}\btoo (long|large|many)",
            r"too (long|many) (a )?(prompt|input|token)|tokens? (limit|exceed)|at most \d+ (character|token)",
            r"exceeds?\b[^.]{0,40}(maximum|max|limit|allowed)[^.]{0,30}(length|token|character)",
        ),
        _codes(
            "context_length_exceeded string_above_max_length exceed_context_size_error prompt_too_long "
            "string_too_long max_tokens_exceeded input_too_long"
        ),
    ),
    Sign(
        Trouble.MODEL,
        either(
            r"\bmodels?\b[^.]{0,80}(does(n't| not) exist|is unknown|unavailable"
            r"|not (be )?(found|exist|available|loaded|supported|known|recogni[sz]ed|valid))",
            r"(no|unknown|invalid|unsupported|unrecogni[sz]ed|missing|a valid) (such )?model\b|try pulling it",
            r"(could not|cannot|failed to|unable to) (load|find) [^.]{0,20}model|deployment[^.]{0,40}not exist",
            r"not supported (by|with|for) (this|the|your) model|model[^.]{0,40}(does not|doesn't|cannot) support",
        ),
        _codes("model_not_found deploymentnotfound invalid_model model_not_available model_not_supported"),
    ),
    Sign(
        Trouble.ACCESS,
        either(
            r"(api|access|secret)[ _-]?(key|token)\b[^.]{0,40}"
            r"(invalid|incorrect|missing|expired|not valid|revoked|required|wrong)",
            r"(invalid|incorrect|missing|expired|no|wrong) (api|access)[ _-]?(key|token)",
            r"unauthori[sz]ed|authentication|permission|must be verified|not allowed to (use|access)",
        ),
        _codes("invalid_api_key invalid_authentication authentication_error permission_denied unauthorized"),
    ),
    Sign(
        Trouble.REQUEST,
        either(
            r"unmarshal|unexpected keyword|extra (inputs?|fields?)|additional propert|validation error",
            r"unknown (field|parameter|argument|option|propert)|unsupported (parameter|value|field|argument)",
            r"unrecogni[sz]ed (request )?(argument|field|parameter|key)",
            rf"(parameter|argument|field|property)\b[^.]{{0,40}}{_MISSING}",
        ),
        _codes("unknown_parameter unsupported_parameter invalid_value unsupported_value extra_forbidden missing"),
    ),
)

BY_STATUS: Mapping[int, Trouble] = {
    400: Trouble.REQUEST, 415: Trouble.REQUEST, 422: Trouble.REQUEST,
    401: Trouble.ACCESS, 403: Trouble.ACCESS, 402: Trouble.MONEY, 413: Trouble.LENGTH, 429: Trouble.BUSY,
    404: Trouble.ENDPOINT, 405: Trouble.ENDPOINT, 410: Trouble.ENDPOINT, 501: Trouble.ENDPOINT,
    408: Trouble.OUTAGE, 409: Trouble.OUTAGE, 425: Trouble.OUTAGE, 500: Trouble.OUTAGE, 503: Trouble.OUTAGE,
    529: Trouble.OUTAGE,
}  # fmt: skip
STATUS_FIRST = (402, 429, 502, 503, 504, 529)  # they say more than the words beside them, but for money and filters


def trouble_of(status: int, codes: set[str], text: str) -> Trouble:
    """Return the trouble of an answer, by its codes, its words in small letters, and its status."""
    for sign in SIGNS:
        if sign.codes & codes:
            return sign.trouble
    said = [sign.trouble for sign in SIGNS if sign.words.search(text)]
    if status in STATUS_FIRST:
        soon = status == 429 and Trouble.BUSY in said  # it names a time to come again
        first = [one for one in said if one is Trouble.FILTER or (one is Trouble.MONEY and not soon)]
        return first[0] if first else BY_STATUS.get(status, Trouble.UNKNOWN)
    if status == 404:
        return next((one for one in (Trouble.MODEL, Trouble.FILTER) if one in said), Trouble.ENDPOINT)
    if said:
        return said[0]
    if re.fullmatch(r"\W*(404\W*)?(page )?not found\W*", text):
        return Trouble.ENDPOINT
    return BY_STATUS.get(status, Trouble.REQUEST if 400 <= status < 500 else Trouble.UNKNOWN)
