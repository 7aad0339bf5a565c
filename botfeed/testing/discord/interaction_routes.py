"""The routes that answer interactions: the callback, its original, and follow-ups. They need no bot token."""

from __future__ import annotations

from typing import Any

from botfeed.testing.discord import interaction as kinds
from botfeed.testing.discord import menu_rules, payloads, posts
from botfeed.testing.discord.interaction import Interaction, Response
from botfeed.testing.discord.model import EPHEMERAL, LOADING, Message
from botfeed.testing.discord.refusal import Flaw, invalid_form, unknown
from botfeed.testing.discord.world import Call, World

Answer = tuple[int, Any]
_ALLOWED = {
    kinds.COMMAND: {kinds.REPLY, kinds.DEFER, kinds.MODAL},
    kinds.COMPONENT: {kinds.REPLY, kinds.DEFER, kinds.DEFER_UPDATE, kinds.UPDATE, kinds.MODAL},
    kinds.AUTOCOMPLETE: {kinds.CHOICES},
    kinds.MODAL_SUBMIT: {kinds.REPLY, kinds.DEFER},
}


def callback(world: World, call: Call) -> Answer:
    interaction = world.interactions.get(call.number("interaction_id"))
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
    _perform(world, interaction, Response(int(kind), data), call)
    world.pulse.beat()
    wanted = call.query.get("with_response", ["false"])[0].lower() in {"1", "true"}
    return (200, _resource(world, interaction)) if wanted else (204, None)


def _perform(world: World, interaction: Interaction, response: Response, call: Call) -> None:
    """The answer counts as given only when nothing was wrong with it."""
    if response.kind in {kinds.REPLY, kinds.DEFER}:
        flags = LOADING if response.kind == kinds.DEFER else 0
        body = {"flags": response.data.get("flags", 0)} if flags else response.data
        interaction.original = _create(world, interaction, call, body, flags=flags)
    elif response.kind == kinds.UPDATE:
        assert interaction.source is not None
        interaction.original = posts.edit(world, interaction.source, response.data, call.files)
    elif response.kind == kinds.DEFER_UPDATE:
        interaction.original = interaction.source
    else:
        check = menu_rules.autocomplete if response.kind == kinds.CHOICES else menu_rules.modal
        if flaws := check(response.data):
            raise invalid_form(flaws)
    interaction.answer = response


def _create(world: World, interaction: Interaction, call: Call, body: dict[str, Any], *, flags: int) -> Message:
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
        "application_id": str(world.bot.id),
        "webhook_id": str(world.bot.id),
        "interaction_metadata": about,
    }
    return posts.create(
        world, interaction.room, world.bot, body, call.files,
        flags=flags, owner=interaction.person if hidden else None, interaction=interaction.id, extra=extra,
    )  # fmt: skip


def _resource(world: World, interaction: Interaction) -> dict[str, Any]:
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
    resource: dict[str, Any] = {"type": interaction.answer.kind, "message": payloads.message(original, world.bot)}
    if interaction.answer.kind in {kinds.DEFER, kinds.DEFER_UPDATE}:
        return {"interaction": about}
    return {"interaction": about, "resource": resource}


def _of_token(world: World, call: Call) -> Interaction:
    token = call.params["webhook_token"]
    found = next((each for each in world.interactions.values() if each.token == token), None)
    if found is None or call.number("webhook_id") != world.bot.id:
        raise unknown("Webhook", 10015)
    found.check_token()
    return found


def _message(world: World, call: Call) -> tuple[Interaction, Message]:
    interaction = _of_token(world, call)
    wanted = call.params.get("message_id", "@original")
    mine = [interaction.original] if wanted == "@original" else [interaction.original, *interaction.followups]
    for message in mine:
        if message is not None and not message.deleted and wanted in {"@original", str(message.id)}:
            return interaction, message
    raise unknown("Message", 10008)


def get_message(world: World, call: Call) -> Answer:
    _, message = _message(world, call)
    return 200, payloads.message(message, world.bot)


def edit_message(world: World, call: Call) -> Answer:
    _, message = _message(world, call)
    posts.edit(world, message, call.fields, call.files)
    return 200, payloads.message(message, world.bot)


def delete_message(world: World, call: Call) -> Answer:
    _, message = _message(world, call)
    posts.delete(world, message)
    return 204, None


def follow_up(world: World, call: Call) -> Answer:
    """The first one after a deferred answer takes that answer's place."""
    interaction = _of_token(world, call)
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        posts.edit(world, original, call.fields, call.files)
        return 200, payloads.message(original, world.bot)
    message = _create(world, interaction, call, call.fields, flags=0)
    interaction.followups.append(message)
    world.pulse.beat()
    return 200, payloads.message(message, world.bot)
