"""The routes that answer interactions: the callback, its original, and follow-ups. They need no bot token."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord import messages, payloads
from botfeed.testing.discord.api.errors import Flaw, invalid_form, unknown
from botfeed.testing.discord.model import EPHEMERAL, LOADING, Message
from botfeed.testing.discord.people import interaction as kinds
from botfeed.testing.discord.people.interaction import Interaction, Response
from botfeed.testing.discord.rules import command_rules
from botfeed.testing.discord.state import Call, DiscordState

Answer = tuple[int, Any]
_ALLOWED = {
    kinds.COMMAND: {kinds.REPLY, kinds.DEFER, kinds.MODAL},
    kinds.COMPONENT: {kinds.REPLY, kinds.DEFER, kinds.DEFER_UPDATE, kinds.UPDATE, kinds.MODAL},
    kinds.AUTOCOMPLETE: {kinds.CHOICES},
    kinds.MODAL_SUBMIT: {kinds.REPLY, kinds.DEFER},
}


def callback(state: DiscordState, call: Call) -> Answer:
    interaction = state.interactions.get(call.number("interaction_id"))
    if interaction is None or interaction.token != call.params["interaction_token"]:
        raise unknown("interaction", 10062)
    interaction.check_open()
    kind, data = call.fields.get("type"), call.fields.get("data") or {}
    allowed = _ALLOWED[interaction.kind]
    if interaction.kind == kinds.MODAL_SUBMIT and interaction.source is not None:
        allowed = allowed | {kinds.DEFER_UPDATE, kinds.UPDATE}
    if kind not in allowed:
        words = f"Value must be one of {tuple(sorted(allowed))}."
        raise invalid_form([Flaw(("type",), "INTERACTION_RESPONSE_TYPE_INVALID", words)])
    _perform(state, interaction, Response(int(kind), data), call)
    state.condition.notify()
    wanted = call.query.get("with_response", ["false"])[0].lower() in {"1", "true"}
    return (200, _resource(state, interaction)) if wanted else (204, None)


def _perform(state: DiscordState, interaction: Interaction, response: Response, call: Call) -> None:
    """Perform the answer; it counts as given only when nothing was wrong with it."""
    if response.kind in {kinds.REPLY, kinds.DEFER}:
        flags = LOADING if response.kind == kinds.DEFER else 0
        body = {"flags": response.data.get("flags", 0)} if flags else response.data
        interaction.original = _create(state, interaction, call, body, flags=flags)
    elif response.kind == kinds.UPDATE:
        assert interaction.source is not None
        interaction.original = messages.edit(state, interaction.source, response.data, call.files)
    elif response.kind == kinds.DEFER_UPDATE:
        interaction.original = interaction.source
    else:
        check = command_rules.autocomplete if response.kind == kinds.CHOICES else command_rules.modal
        if flaws := check(response.data):
            raise invalid_form(flaws)
    interaction.answer = response


def _create(state: DiscordState, interaction: Interaction, call: Call, body: dict[str, Any], *, flags: int) -> Message:
    hidden = int(body.get("flags") or 0) & EPHEMERAL
    about = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": payloads.user(interaction.person),
        "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
    }
    if interaction.kind == kinds.COMPONENT and interaction.source is not None:
        about["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind == kinds.MODAL_SUBMIT:
        about["triggering_interaction_metadata"] = {**about, "type": kinds.COMMAND}
    extra = {
        "type": 20 if interaction.kind == kinds.COMMAND else 0,
        "application_id": str(state.bot.id),
        "webhook_id": str(state.bot.id),
        "interaction_metadata": about,
    }
    return messages.create(
        state, interaction.room, state.bot, body, call.files,
        flags=flags, owner=interaction.person if hidden else None, interaction=interaction.id, extra=extra,
    )  # fmt: skip


def _resource(state: DiscordState, interaction: Interaction) -> dict[str, Any]:
    assert interaction.answer is not None
    about: dict[str, Any] = {"id": str(interaction.id), "type": interaction.kind}
    original = interaction.original
    if original is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(original.id),
        "response_message_loading": original.loading,
        "response_message_ephemeral": original.ephemeral,
    }
    resource: dict[str, Any] = {"type": interaction.answer.kind, "message": payloads.message(original, state.bot)}
    if interaction.answer.kind in {kinds.DEFER, kinds.DEFER_UPDATE}:
        return {"interaction": about}
    return {"interaction": about, "resource": resource}


def _of_token(state: DiscordState, call: Call) -> Interaction:
    token = call.params["webhook_token"]
    found = next((each for each in state.interactions.values() if each.token == token), None)
    if found is None or call.number("webhook_id") != state.bot.id:
        raise unknown("Webhook", 10015)
    found.check_token()
    return found


def _message(state: DiscordState, call: Call) -> tuple[Interaction, Message]:
    interaction = _of_token(state, call)
    wanted = call.params.get("message_id", "@original")
    mine = [interaction.original] if wanted == "@original" else [interaction.original, *interaction.followups]
    for message in mine:
        if message is not None and not message.deleted and wanted in {"@original", str(message.id)}:
            return interaction, message
    raise unknown("Message", 10008)


def get_message(state: DiscordState, call: Call) -> Answer:
    _, message = _message(state, call)
    return 200, payloads.message(message, state.bot)


def edit_message(state: DiscordState, call: Call) -> Answer:
    _, message = _message(state, call)
    messages.edit(state, message, call.fields, call.files)
    return 200, payloads.message(message, state.bot)


def delete_message(state: DiscordState, call: Call) -> Answer:
    _, message = _message(state, call)
    messages.delete(state, message)
    return 204, None


def follow_up(state: DiscordState, call: Call) -> Answer:
    """Send a follow-up; the first one after a deferred answer takes that answer's place."""
    interaction = _of_token(state, call)
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        messages.edit(state, original, call.fields, call.files)
        return 200, payloads.message(original, state.bot)
    message = _create(state, interaction, call, call.fields, flags=0)
    interaction.followups.append(message)
    state.condition.notify()
    return 200, payloads.message(message, state.bot)
