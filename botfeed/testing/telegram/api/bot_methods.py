"""Methods about the bot itself, its chats and its files."""

from __future__ import annotations

import json
import re
from typing import Any

from botfeed.testing.telegram.api.calls import ApiError, Call, Json, bad
from botfeed.testing.telegram.api.methods import method
from botfeed.testing.telegram.rules import call_rules
from botfeed.testing.telegram.state import HERE, TelegramState, member

RIGHTS = (
    "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories",
)  # fmt: skip
DOWNLOAD = 20 * 1024 * 1024  # bytes a bot may download


@method("getMe")
def get_me(state: TelegramState, _call: Call) -> Json:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": state.reads_all,
        "supports_inline_queries": state.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**state.bot, **abilities}


@method("setMyCommands")
def set_commands(state: TelegramState, call: Call) -> bool:
    state.settings[_scope(call.params)] = call.params["commands"]
    return True


@method("getMyCommands")
def get_commands(state: TelegramState, call: Call) -> Any:
    return state.settings.get(_scope(call.params), [])


@method("deleteMyCommands")
def delete_commands(state: TelegramState, call: Call) -> bool:
    state.settings.pop(_scope(call.params), None)
    return True


def _scope(params: Json) -> tuple[str, ...]:
    scope = params.get("scope") or {"type": "default"}
    return ("commands", json.dumps(scope, sort_keys=True), params.get("language_code", ""))


@method("setMyName")
@method("setMyDescription")
@method("setMyShortDescription")
def set_words(state: TelegramState, call: Call) -> bool:
    name = call.method[len("setMy") :].lower()
    values = [value for key, value in call.params.items() if key != "language_code"]
    state.settings[name, call.params.get("language_code", "")] = values[0] if values else ""
    return True


@method("getMyName")
@method("getMyDescription")
@method("getMyShortDescription")
def get_words(state: TelegramState, call: Call) -> Json:
    name = call.method[len("getMy") :].lower()
    field = "short_description" if name == "shortdescription" else name
    given = state.settings.get((name, call.params.get("language_code", "")))
    return {field: given or state.settings.get((name, ""), "")}


@method("setMyDefaultAdministratorRights")
def set_rights(state: TelegramState, call: Call) -> bool:
    state.settings["rights", str(call.params.get("for_channels", False))] = call.params.get("rights") or {}
    return True


@method("getMyDefaultAdministratorRights")
def get_rights(state: TelegramState, call: Call) -> Json:
    given = state.settings.get(("rights", str(call.params.get("for_channels", False))), {})
    return {**dict.fromkeys(RIGHTS, False), **given}


@method("setMyProfilePhoto")
def set_photo(state: TelegramState, call: Call) -> bool:
    photo = call.params["photo"]
    if photo.get("type") != "static":
        raise bad("this fake shows still photos")
    call_rules.photo(call.files[str(photo["photo"]).removeprefix("attach://")])
    state.settings["photo",] = call.files[str(photo["photo"]).removeprefix("attach://")]
    return True


@method("getUserProfilePhotos")
def get_photos(state: TelegramState, call: Call) -> Json:
    upload = state.settings.get(("photo",)) if call.params.get("user_id") == state.bot["id"] else None
    if upload is None:
        return {"total_count": 0, "photos": []}
    return {"total_count": 1, "photos": [state.photo_sizes(state.keep(upload, photo=True))]}


@method("setWebhook")
def set_webhook(state: TelegramState, call: Call) -> bool:
    url = str(call.params.get("url", ""))
    if url and not re.match(r"https://|http://127\.0\.0\.1:", url):  # the real one wants https even there
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", str(call.params.get("secret_token", ""))):
        raise bad("secret token contains unallowed characters")
    state.webhook = {key: value for key, value in call.params.items() if key != "drop_pending_updates"}
    state.updates.allow(call.params.get("allowed_updates"))
    state.condition.notify()
    return _drop(state, call)


@method("deleteWebhook")
def delete_webhook(state: TelegramState, call: Call) -> bool:
    state.webhook = {}
    return _drop(state, call)


def _drop(state: TelegramState, call: Call) -> bool:
    if call.params.get("drop_pending_updates"):
        state.updates.waiting.clear()
    return True


@method("getWebhookInfo")
def webhook_info(state: TelegramState, _call: Call) -> Json:
    known = {"url": "", "max_connections": 40} | state.webhook
    kept = ("url", "max_connections", "allowed_updates") if known["url"] else ("url",)
    return {
        **{key: known[key] for key in kept if key in known},
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates.waiting),
    }


@method("close")
@method("logOut")
def leave_server(_state: TelegramState, _call: Call) -> bool:
    return True


@method("getChat")
def get_chat(state: TelegramState, call: Call) -> Json:
    chat = state.chat(call.params.get("chat_id"))
    kinds = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    extras = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(kinds, False)}
    return {**chat.json(), **extras}


@method("getChatMember")
def get_member(state: TelegramState, call: Call) -> Json:
    chat = state.chat(call.params.get("chat_id"))
    who = call.params.get("user_id")
    if chat.hides_members and chat.bot != "administrator" and who != state.bot["id"]:
        raise bad("CHAT_ADMIN_REQUIRED")
    if who == state.bot["id"]:
        return member(chat, state.bot, chat.bot)
    if who not in state.people:
        raise bad("PARTICIPANT_ID_INVALID")
    return member(chat, state.people[who], chat.members.get(who, "left"))


@method("getChatAdministrators")
def get_administrators(state: TelegramState, call: Call) -> list[Json]:
    chat = state.chat(call.params.get("chat_id"))
    if chat.person:
        raise bad("there are no administrators in the private chat")
    found = [
        member(chat, state.people[who], status)
        for who, status in chat.members.items()
        if status in ("administrator", "creator")
    ]
    if call.params.get("return_bots") and chat.bot == "administrator":
        found.append(member(chat, state.bot, chat.bot))
    return found


@method("leaveChat")
def leave_chat(state: TelegramState, call: Call) -> bool:
    chat = state.chat(call.params.get("chat_id"))
    if chat.person:
        raise bad("chat can't be left")
    chat.bot = "left"
    state.condition.notify()
    return True


@method("getChatMemberCount")
def count_members(state: TelegramState, call: Call) -> int:
    chat = state.chat(call.params.get("chat_id"))
    return sum(status in HERE for status in chat.members.values()) + 1


@method("getFile")
def get_file(state: TelegramState, call: Call) -> Json:
    kept = state.files.get(str(call.params.get("file_id")))
    if kept is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(kept.data) > DOWNLOAD:
        raise ApiError(400, "Bad Request: file is too big")
    sizes = {"file_unique_id": kept.unique, "file_size": len(kept.data)}
    return {"file_id": kept.id, **sizes, "file_path": f"{'photos' if kept.width else 'documents'}/{kept.id}"}
