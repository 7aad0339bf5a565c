"""Every row of the fault table has a test that names it and plays that row."""

import importlib
import inspect

import pytest

from botfeed.testing import faults

FAULTS, REFUSALS = "test_discord_faults", "test_discord_refusals"
SCHEMA, SESSIONS = "test_discord_schema", "test_discord_sessions"
ROWS = {
    "rate_limit_user": (FAULTS, "test_a_rate_limit_delays_one_message"),
    "rate_limit_shared": (FAULTS, "test_a_rate_limit_delays_one_message"),
    "rate_limit_global": (FAULTS, "test_a_rate_limit_delays_one_message"),
    "cloudflare_ban": (REFUSALS, "test_a_banned_address_stops_all_calls"),
    "bucket_exhausted_ok": (REFUSALS, "test_the_library_waits_for_an_exhausted_bucket"),
    "http_500": (REFUSALS, "test_retries_of_the_library_make_one_message"),
    "http_502": (REFUSALS, "test_retries_of_the_library_make_one_message"),
    "http_504": (REFUSALS, "test_retries_of_the_library_make_one_message"),
    "http_524": (REFUSALS, "test_retries_of_the_library_make_one_message"),
    "http_503": (FAULTS, "test_a_doubtful_message_is_sent_again_and_shown_once"),
    "tcp_reset": (FAULTS, "test_a_doubtful_message_is_sent_again_and_shown_once"),
    "interaction_ack_late": (FAULTS, "test_a_late_answer_still_shows_the_picture"),
    "interaction_ack_twice": (REFUSALS, "test_an_interaction_answered_before_is_filled_in_once"),
    "interaction_token_expired": (FAULTS, "test_a_deleted_answer_is_replaced_by_the_line"),
    "dm_closed": (FAULTS, "test_unreachable_recipients_are_not_tried_again"),
    "dm_no_mutual_guild": (FAULTS, "test_unreachable_recipients_are_not_tried_again"),
    "dm_opening_too_fast": (FAULTS, "test_unreachable_recipients_are_not_tried_again"),
    "missing_permissions": (FAULTS, "test_a_missing_permission_is_later_and_not_never"),
    "missing_access": (FAULTS, "test_a_missing_permission_is_later_and_not_never"),
    "unknown_channel": (FAULTS, "test_unreachable_recipients_are_not_tried_again"),
    "unknown_message": (FAULTS, "test_a_deleted_answer_is_replaced_by_the_line"),
    "old_edits_exhausted": (REFUSALS, "test_refused_edits_of_old_messages_follow_later"),
    "too_large": (REFUSALS, "test_every_refused_answer_is_explained"),
    "invalid_form": (REFUSALS, "test_every_refused_answer_is_explained"),
    "command_creates_exhausted": (SCHEMA, "test_a_refused_menu_does_not_stop_the_start_and_is_tried_again"),
    "unauthorized": (REFUSALS, "test_a_token_refused_at_the_start_stops_it"),
    "gw_reconnect": (SESSIONS, "test_a_resumed_session_gets_missed_events"),
    "gw_invalid_session": (SESSIONS, "test_the_session_budget_is_kept_across_restarts"),
    "gw_invalid_session_resumable": (SESSIONS, "test_a_resumed_session_gets_missed_events"),
    "gw_close_1000": (SESSIONS, "test_a_lost_session_is_started_again"),
    "gw_close_1001": (SESSIONS, "test_a_resumed_session_gets_missed_events"),
    "gw_close_4000": (SESSIONS, "test_a_resumed_session_gets_missed_events"),
    "gw_close_4004": (SESSIONS, "test_permanent_gateway_errors_stop_the_start"),
    "gw_close_4008": (SESSIONS, "test_a_lost_session_is_started_again"),
    "gw_close_4009": (SESSIONS, "test_a_lost_session_is_started_again"),
    "gw_close_4013": (SESSIONS, "test_permanent_gateway_errors_stop_the_start"),
    "gw_close_4014": (SESSIONS, "test_permanent_gateway_errors_stop_the_start"),
    "gw_first_connect_fails": (FAULTS, "test_a_failed_first_connect_is_retried"),
    "gw_zombie": (SESSIONS, "test_a_silent_gateway_is_dropped_and_resumed"),
}


def test_each_fault_row_has_a_test():
    assert set(faults.load("discord")) == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_the_test_of_a_fault_row_names_it(row):
    module, name = ROWS[row]
    source = inspect.getsource(getattr(importlib.import_module(f"tests.adapters.discord.{module}"), name))
    assert f'"{row}"' in source
