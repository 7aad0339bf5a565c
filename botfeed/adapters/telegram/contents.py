"""Kinds of messages by what they contain, so that each one gets an answer in a private chat.

Every field of Telegram's Message is in one of three tables: what surrounds any message, what people send, and what
Telegram says by itself. A field that is in none is content of a later Bot API, which nobody knows yet.
"""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Message

from botfeed.core.commands.received import Kind

ENVELOPE = frozenset({
    "message_id", "message_thread_id", "direct_messages_topic", "from", "sender_chat", "sender_boost_count",
    "sender_business_bot", "sender_tag", "date", "guest_query_id", "business_connection_id", "chat", "forward_origin",
    "is_topic_message", "is_automatic_forward", "reply_to_message", "external_reply", "quote", "reply_to_story",
    "reply_to_checklist_task_id", "reply_to_poll_option_id", "via_bot", "guest_bot_caller_user",
    "guest_bot_caller_chat", "edit_date", "has_protected_content", "is_from_offline", "is_paid_post", "media_group_id",
    "author_signature", "paid_star_count", "text", "entities", "link_preview_options", "suggested_post_info",
    "effect_id", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler", "reply_markup",
    "ephemeral_message_id", "receiver_user",
})  # fmt: skip

PLAIN = (  # of them, what is read where the library cannot read a message whole
    "message_id", "message_thread_id", "is_topic_message", "from", "sender_chat", "date", "chat", "media_group_id",
    "text", "caption",
)  # fmt: skip

CONTENT: Mapping[str, Kind] = {
    "photo": Kind.PICTURE,
    "live_photo": Kind.PICTURE,
    "animation": Kind.FILM,
    "video": Kind.FILM,
    "video_note": Kind.FILM,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "document": Kind.FILE,
    "sticker": Kind.STICKER,
    "story": Kind.STORY,
    "paid_media": Kind.OTHER,
    "rich_message": Kind.OTHER,
    "checklist": Kind.OTHER,
    "contact": Kind.CONTACT,
    "dice": Kind.GAME,
    "game": Kind.GAME,
    "poll": Kind.POLL,
    "venue": Kind.LOCATION,
    "location": Kind.LOCATION,
    "invoice": Kind.OTHER,
    "giveaway": Kind.OTHER,
    "gift": Kind.GIFT,
    "unique_gift": Kind.GIFT,
}

NOTICES = frozenset({
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message",
    "successful_payment", "refunded_payment", "users_shared", "chat_shared", "gift_upgrade_sent", "connected_website",
    "write_access_allowed", "passport_data", "proximity_alert_triggered", "boost_added", "chat_background_set",
    "checklist_tasks_done", "checklist_tasks_added", "direct_message_price_changed", "forum_topic_created",
    "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    "general_forum_topic_unhidden", "giveaway_created", "giveaway_winners", "giveaway_completed",
    "managed_bot_created", "paid_message_price_changed", "poll_option_added", "poll_option_deleted",
    "suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid",
    "suggested_post_refunded", "video_chat_scheduled", "video_chat_started", "video_chat_ended",
    "video_chat_participants_invited", "web_app_data",
})  # fmt: skip
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif", "image/bmp")


def kind(message: Message) -> str:
    """Return the kind of what somebody sent; empty for what Telegram says by itself."""
    if message.forward_origin or message.via_bot:
        return Kind.FORWARDED
    present = {*message.to_dict(), *message.api_kwargs} - ENVELOPE
    if present and present <= NOTICES:
        return ""
    if message.document and message.document.mime_type in PICTURES and not message.animation:
        return Kind.PICTURE
    return next((kind for field, kind in CONTENT.items() if field in present), Kind.OTHER)
