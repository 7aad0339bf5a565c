"""Refusals in the words of many servers, each with what it is; errors that stand in good answers; fields they name."""

from __future__ import annotations

import pytest

from botfeed.adapters.models import openai_errors
from botfeed.adapters.models.openai_dialect import Dialect, named_field, nearest
from botfeed.adapters.models.openai_signs import STATUS_FIRST
from botfeed.core.cards.operators import _SAID
from botfeed.core.errors import Trouble
from botfeed.core.work.model_troubles import FOLLOWS

OPENAI = {"type": "invalid_request_error", "param": None, "code": None}
PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"


def said(message, **more):
    return {"error": {**OPENAI, "message": message, **more}}


SAID = [
    # ACCESS
    (401, said("Incorrect API key provided: sk-abc.", code="invalid_api_key"), Trouble.ACCESS),
    (401, {"detail": "Unauthorized"}, Trouble.ACCESS),
    (401, "Unauthorized", Trouble.ACCESS),
    (401, {"message": "Unauthorized"}, Trouble.ACCESS),
    (400, [{"error": {"code": 400, "message": "API key not valid. Pass a valid one.", "status": "INVALID_ARGUMENT"}}], Trouble.ACCESS),
    (403, said("Your organization must be verified to use the model `gpt-image-1`."), Trouble.ACCESS),
    (403, {"error": "Forbidden"}, Trouble.ACCESS),
    (403, "<html>Access denied</html>", Trouble.ACCESS),
    # MONEY
    (402, {"error": {"message": "Insufficient Balance", "type": "unknown_error", "code": "invalid_request_error"}}, Trouble.MONEY),
    (402, {"error": {"code": 402, "message": "This request requires more credits"}}, Trouble.MONEY),
    (429, said("You exceeded your current quota, please check your plan.", code="insufficient_quota"), Trouble.MONEY),
    (429, said("used up", type="insufficient_quota"), Trouble.MONEY),
    (400, said("Billing hard limit has been reached", code="billing_hard_limit_reached"), Trouble.MONEY),
    (403, {"error": {"message": "Your credit balance is too low"}}, Trouble.MONEY),
    # BUSY
    (429, said("Rate limit reached for images per min", code="rate_limit_exceeded"), Trouble.BUSY),
    (429, "", Trouble.BUSY),
    (429, PAGE, Trouble.BUSY),
    (429, {"message": "API rate limit exceeded"}, Trouble.BUSY),
    (400, {"error": "Too many concurrent requests"}, Trouble.BUSY),
    # LENGTH
    (400, said("This model's maximum context length is 4096 tokens.", code="context_length_exceeded"), Trouble.LENGTH),
    (400, {"error": {"code": 400, "message": "the request exceeds the available context size, try increasing it", "type": "exceed_context_size_error"}}, Trouble.LENGTH),
    (400, said("Invalid 'prompt': string too long. Expected a string with maximum length 1000.", param="prompt", code="string_above_max_length"), Trouble.LENGTH),
    (413, PAGE, Trouble.LENGTH),
    (422, {"detail": "Prompt is too long: at most 512 characters"}, Trouble.LENGTH),
    (500, {"error": {"message": "input is too long, context window exceeded"}}, Trouble.LENGTH),
    # MODEL
    (404, said("The model `gpt-9` does not exist or you do not have access to it.", code="model_not_found"), Trouble.MODEL),
    (404, {"object": "error", "message": "The model `x` does not exist.", "type": "NotFoundError", "code": 404}, Trouble.MODEL),
    (404, {"error": {"message": 'model "llama3" not found, try pulling it first', "type": "api_error"}}, Trouble.MODEL),
    (404, {"error": {"code": "DeploymentNotFound", "message": "The API deployment for this resource does not exist."}}, Trouble.MODEL),
    (400, {"error": "Invalid model name passed in model=x"}, Trouble.MODEL),
    (500, {"error": {"code": 500, "message": "could not load model: rpc error"}}, Trouble.MODEL),
    (422, {"detail": "Unknown model"}, Trouble.MODEL),
    # ENDPOINT
    (404, {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}}, Trouble.ENDPOINT),
    (404, "404 page not found", Trouble.ENDPOINT),
    (404, "", Trouble.ENDPOINT),
    (404, PAGE, Trouble.ENDPOINT),
    (405, {"detail": "Method Not Allowed"}, Trouble.ENDPOINT),
    (501, {"error": {"message": "This server does not support images.", "type": "not_supported_error"}}, Trouble.ENDPOINT),
    (501, "", Trouble.ENDPOINT),
    (400, {"error": "Unsupported operation: moderations"}, Trouble.ENDPOINT),
    (400, {"error": {"message": "Image generation is not supported"}}, Trouble.ENDPOINT),
    (403, {"error": {"message": "The moderation endpoint is not available for your project"}}, Trouble.ENDPOINT),
    (403, {"message": "images are not enabled"}, Trouble.ENDPOINT),
    (422, {"detail": [{"msg": "no such route", "loc": ["path"]}]}, Trouble.ENDPOINT),
    (500, {"error": {"message": "not implemented"}}, Trouble.ENDPOINT),
    (500, {"error": "backend does not support image generation"}, Trouble.ENDPOINT),
    # FILTER
    (400, said("refused", code="moderation_blocked"), Trouble.FILTER),
    (400, said("Your request was rejected by our safety system."), Trouble.FILTER),
    (400, {"error": {"code": "content_filter", "message": "filtered"}}, Trouble.FILTER),
    (403, {"error": {"code": 403, "message": "Input flagged", "metadata": {"reasons": ["hate"]}}}, Trouble.FILTER),
    (400, {"code": "DataInspectionFailed", "message": "Input data may contain inappropriate content."}, Trouble.FILTER),
    (422, {"detail": "NSFW content detected"}, Trouble.FILTER),
    (500, {"error": "prompt was flagged"}, Trouble.FILTER),
    (400, [{"error": {"message": "blocked due to safety settings", "status": "FAILED_PRECONDITION"}}], Trouble.FILTER),
    (451, {"error": "This violates our usage guidelines"}, Trouble.FILTER),
    # SOURCE
    (400, said("image 1 cannot be read", code="invalid_image_file"), Trouble.SOURCE),
    (422, {"detail": "The uploaded image could not be decoded"}, Trouble.SOURCE),
    (400, {"error": "Invalid image file"}, Trouble.SOURCE),
    # REQUEST
    (400, said("Unknown parameter: 'quality'.", param="quality", code="unknown_parameter"), Trouble.REQUEST),
    (422, {"detail": [{"type": "extra_forbidden", "loc": ["body", "user"], "msg": "Extra inputs are not permitted"}]}, Trouble.REQUEST),
    (500, {"error": {"message": "json: cannot unmarshal string into Go struct field X.size"}}, Trouble.REQUEST),
    (400, "", Trouble.REQUEST),
    (400, {"error": "Bad Request"}, Trouble.REQUEST),
    # MORE OF THEM, AS MET
    (400, {"error": {"message": "Unknown endpoint", "code": "unknown_endpoint"}}, Trouble.ENDPOINT),
    (403, {"error": {"message": "Access to this endpoint is forbidden"}}, Trouble.ENDPOINT),
    (422, {"error": "This provider does not offer moderations"}, Trouble.ENDPOINT),
    (500, {"detail": "NotImplementedError"}, Trouble.ENDPOINT),
    (400, {"error": {"message": "Image generation is disabled on this server"}}, Trouble.ENDPOINT),
    (400, {"error": {"message": "foo is not a valid model ID", "code": 400}}, Trouble.MODEL),
    (400, {"error": {"message": "The model `x` does not support image generation"}}, Trouble.MODEL),
    (503, {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}, Trouble.OUTAGE),
    (503, {"error": {"message": "The model is overloaded, it is not available now"}}, Trouble.OUTAGE),
    (400, {"error": {"message": "The model is overloaded. Please try again later"}}, Trouble.OUTAGE),
    (500, {"error": "Model foo is currently loading"}, Trouble.OUTAGE),
    (400, {"error": {"message": "Request was rejected: sexual content"}}, Trouble.FILTER),
    (400, {"error": {"code": "1301", "message": "系统检测到输入或生成内容可能包含不安全或敏感内容"}}, Trouble.FILTER),
    (400, {"error": {"message": "Prompt contains forbidden words"}}, Trouble.FILTER),
    (400, {"error": {"message": "Blocked by a guardrail"}}, Trouble.FILTER),
    (403, {"error": {"message": "Quota exceeded for project", "status": "RESOURCE_EXHAUSTED"}}, Trouble.MONEY),
    (403, {"error": {"message": "You do not have enough balance"}}, Trouble.MONEY),
    (429, {"error": {"message": "Quota exceeded for requests per minute"}}, Trouble.BUSY),
    (429, {"error": {"message": "You exceeded your current quota. Please retry in 12s."}}, Trouble.BUSY),
    (401, {"error": {"message": "Your account has run out of credits"}}, Trouble.MONEY),
    (400, {"error": {"message": "Unsupported image size: 1536x1024"}}, Trouble.REQUEST),
    # OUTAGE, and what may have been done
    (500, said("something broke", type="server_error"), Trouble.OUTAGE),
    (503, PAGE, Trouble.OUTAGE),
    (529, {"error": {"type": "overloaded"}}, Trouble.OUTAGE),
    (408, "", Trouble.OUTAGE),
    (500, {"error": "CUDA out of memory"}, Trouble.OUTAGE),
    (502, PAGE, Trouble.UNKNOWN),
    (504, "", Trouble.UNKNOWN),
    (524, PAGE, Trouble.UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "trouble"), SAID, ids=[f"{one[0]} {str(one[1])[:50]}" for one in SAID])
def test_a_refusal_is_known_in_every_servers_words(status, body, trouble):
    refusal = openai_errors.refusal(status, {}, body)
    assert refusal.trouble is trouble
    assert "sk-abc" not in refusal.shown


BY_WORDS = [one for one in SAID if isinstance(one[1], dict | list) and one[0] not in STATUS_FIRST]


@pytest.mark.parametrize(("status", "body", "trouble"), BY_WORDS)
def test_the_same_refusal_in_a_good_answer_is_found(status, body, trouble):
    refusal = openai_errors.error_in(body)
    assert refusal is not None
    assert refusal.trouble in (trouble, Trouble.UNKNOWN), "never taken for something else"


GOOD = [
    None, [], [None], {}, "text", 7, {"data": []}, {"data": None}, {"data": [{"b64_json": "x"}], "error": None},
    {"images": ["x"], "info": "fine", "message": "done"}, {"choices": [{"message": {"content": "an error"}}]},
    {"results": [{"flagged": False}], "error": ""}, {"output": [], "status": "completed", "error": None},
    {"object": "list", "data": []}, {"output": [], "status": "incomplete"},
]  # fmt: skip


@pytest.mark.parametrize("answer", GOOD, ids=str)
def test_an_answer_without_an_error_has_none(answer):
    assert openai_errors.error_in(answer) is None


CATEGORIES = [
    (said("x", code="moderation_blocked", moderation_details={"categories": ["self_harm/intent", "violence"]}), "self-harm"),
    (said("Rejected by the safety system. safety_violations=[sexual,violence]."), "sexual"),
    ({"error": {"code": "content_filter", "innererror": {"content_filter_result": {"hate": {"filtered": True}, "sexual": {"filtered": False}}}}}, "hate"),
    ({"error": {"message": "Input flagged", "metadata": {"reasons": ["sexual/minors"]}}}, "minors"),
    ({"error": {"message": "blocked due to safety", "details": [{"category": "HARM_CATEGORY_HATE_SPEECH", "blocked": True}]}}, "hate"),
    ({"error": "flagged: the prompt was flagged for graphic violence"}, "violence"),
    ({"detail": "NSFW content detected"}, "sexual"),
    ({"error": "this violates our content policy"}, "other"),
    ({"error": "content policy: the prompt was flagged", "input": "a violent child"}, "other"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "category"), CATEGORIES, ids=[one[1] for one in CATEGORIES])
def test_a_filter_names_its_category(body, category):
    refusal = openai_errors.refusal(400, {}, body)
    assert (refusal.trouble, refusal.category) == (Trouble.FILTER, category)


FIELDS = [
    (said("Unknown parameter: 'quality'.", param="quality"), "quality"),
    (said("Unrecognized request argument supplied: safety_identifier"), "safety_identifier"),
    (said("property 'user' is unsupported"), "user"),
    ({"error": "Argument not supported: size"}, "size"),
    ({"error": "Argument not supported: n"}, "n"),
    ({"detail": [{"loc": ["body", "stream_options"], "msg": "Extra inputs are not permitted"}]}, "stream_options"),
    ({"message": "[{'type': 'extra_forbidden', 'loc': ('body', 'max_completion_tokens')}]"}, "max_completion_tokens"),
    ({"detail": "body -> n\n  Extra inputs are not permitted (type=extra_forbidden)"}, "n"),
    ({"error": {"message": "json: cannot unmarshal string into Go struct field OpenAIRequest.response_format"}}, "response_format"),
    ({"error": "generate() got an unexpected keyword argument 'quality'"}, "quality"),
    ({"error": 'json: unknown field "user"'}, "user"),
    ({"error": {"message": "You must provide n=1 for this model."}}, "n"),
    ({"error": "n must be 1"}, "n"),
    ({"error": "unsupported value for quality"}, "quality"),
    ({"error": "the stream parameter is not supported"}, "stream"),
    ({"error": "This model does not support size 1536x1024"}, "size"),
    ({"error": "size must be one of 512x512"}, "size"),
    ({"error": "The user is not allowed to do that"}, ""),
    ({"error": "The image quality was poor"}, ""),
    ({"error": "The model does not exist"}, ""),
    ({"error": "Bad Request"}, ""),
]  # fmt: skip
SENT = ("model", "prompt", "n", "size", "quality", "safety_identifier", "user", "stream", "stream_options",
        "max_completion_tokens")  # fmt: skip


@pytest.mark.parametrize(("body", "name"), FIELDS, ids=[f"{one[1]}: {str(one[0])[:40]}" for one in FIELDS])
def test_the_field_that_a_refusal_is_about_is_found(body, name):
    assert named_field(openai_errors.refusal(400, {}, body), [*SENT, "response_format"]) == name or (
        name == "" and named_field(openai_errors.refusal(400, {}, body), SENT) in ("", "user")
    )


def test_a_field_is_learned_once_and_the_request_ends_at_some_time():
    """A server that refuses whatever it is sent is asked a bounded number of times."""
    spoken, fields, asked = Dialect(), dict.fromkeys(SENT, 2), 0
    while True:
        sent = spoken.fitted(fields)
        asked += 1
        told = next(name for name in [*reversed(SENT)] if name in sent)
        refusal = openai_errors.refusal(400, {}, said(f"Unknown parameter: '{told}'.", param=told))
        if not spoken.learn(refusal, sent):
            break
    assert asked <= len(SENT) + 3


@pytest.mark.parametrize("text", ["Bad Request", "no", "invalid"])
def test_a_refusal_without_a_reason_is_tried_without_optional_fields_once(text):
    spoken, fields = Dialect(), {"model": "m", "prompt": "p", "n": 1, "size": "1024x1024", "quality": "auto"}
    refusal = openai_errors.refusal(400, {}, {"error": text})
    assert spoken.learn(refusal, spoken.fitted(fields))
    assert "quality" not in spoken.fitted(fields)
    assert not spoken.learn(refusal, spoken.fitted(fields))


@pytest.mark.parametrize(
    ("wanted", "sizes", "size"),
    [
        ("1536x1024", ("1024x1024", "1792x1024", "1024x1792"), "1792x1024"),
        ("1024x1536", ("1024x1024", "1792x1024", "1024x1792"), "1024x1792"),
        ("1024x1024", ("256x256", "512x512"), "512x512"),
        ("1536x1024", ("512x512",), "512x512"),
        ("1536x1024", ("768x512", "512x768"), "768x512"),
    ],
)
def test_the_nearest_size_has_the_wanted_shape(wanted, sizes, size):
    assert nearest(wanted, sizes) == size


@pytest.mark.parametrize(
    ("body", "after"),
    [(said("Please try again in 20s."), 20), (said("try again in 2 min"), 120), (said("retry after 300ms"), 0.3),
     ([{"error": {"message": "x", "details": [{"retryDelay": "12s"}]}}], openai_errors.AGAIN), (said("x"), openai_errors.AGAIN)],
)  # fmt: skip
def test_the_time_to_wait_is_read_from_the_words(body, after):
    assert openai_errors.refusal(429, {}, body).after == after


def test_every_trouble_has_its_consequences_and_its_words():
    assert set(FOLLOWS) == set(Trouble)
    for role, words in _SAID.items():
        told = {trouble for trouble, follow in FOLLOWS.items() if follow.operators}
        assert set(words) == told, role
