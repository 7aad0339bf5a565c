"""Every row of the fault table has a test that names it, and the row that it names is the one it plays."""

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
    "cloudflare_ban": (REFUSALS, "test_a_shut_out_address_is_left_alone_by_everything_at_once"),
    "bucket_exhausted_ok": (REFUSALS, "test_a_bucket_that_is_used_up_is_waited_for_by_the_library"),
    "http_500": (REFUSALS, "test_what_the_library_tries_again_is_one_message"),
    "http_502": (REFUSALS, "test_what_the_library_tries_again_is_one_message"),
    "http_504": (REFUSALS, "test_what_the_library_tries_again_is_one_message"),
    "http_524": (REFUSALS, "test_what_the_library_tries_again_is_one_message"),
    "http_503": (FAULTS, "test_what_may_have_arrived_is_sent_again_and_is_one_message"),
    "tcp_reset": (FAULTS, "test_what_may_have_arrived_is_sent_again_and_is_one_message"),
    "interaction_ack_late": (FAULTS, "test_an_answer_that_came_too_late_still_brings_the_picture"),
    "interaction_ack_twice": (REFUSALS, "test_an_answer_that_was_given_already_is_filled_in_once"),
    "interaction_token_expired": (FAULTS, "test_an_answer_that_is_gone_becomes_the_line_too"),
    "dm_closed": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "dm_no_mutual_guild": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "dm_opening_too_fast": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "missing_permissions": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "missing_access": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "unknown_channel": (FAULTS, "test_who_cannot_be_reached_is_left_alone"),
    "unknown_message": (FAULTS, "test_an_answer_that_is_gone_becomes_the_line_too"),
    "old_edits_exhausted": (REFUSALS, "test_edits_of_old_messages_are_not_chased"),
    "too_large": (REFUSALS, "test_nobody_is_left_before_three_dots"),
    "invalid_form": (REFUSALS, "test_nobody_is_left_before_three_dots"),
    "command_creates_exhausted": (SCHEMA, "test_a_menu_that_is_not_taken_keeps_no_door_closed"),
    "unauthorized": (REFUSALS, "test_a_token_that_is_refused_at_the_start_stops_it"),
    "gw_reconnect": (SESSIONS, "test_who_comes_back_gets_what_was_missed"),
    "gw_invalid_session": (SESSIONS, "test_a_day_of_crash_loops_keeps_the_budget_across_restarts"),
    "gw_invalid_session_resumable": (SESSIONS, "test_who_comes_back_gets_what_was_missed"),
    "gw_close_1000": (SESSIONS, "test_a_session_that_is_lost_is_begun_again"),
    "gw_close_1001": (SESSIONS, "test_who_comes_back_gets_what_was_missed"),
    "gw_close_4000": (SESSIONS, "test_who_comes_back_gets_what_was_missed"),
    "gw_close_4004": (SESSIONS, "test_what_no_retry_mends_is_said"),
    "gw_close_4008": (SESSIONS, "test_a_session_that_is_lost_is_begun_again"),
    "gw_close_4009": (SESSIONS, "test_a_session_that_is_lost_is_begun_again"),
    "gw_close_4013": (SESSIONS, "test_what_no_retry_mends_is_said"),
    "gw_close_4014": (SESSIONS, "test_what_no_retry_mends_is_said"),
    "gw_first_connect_fails": (FAULTS, "test_a_first_connect_that_fails_is_tried_again"),
    "gw_zombie": (SESSIONS, "test_a_gateway_that_says_nothing_any_more_is_left_and_resumed"),
}


def test_each_row_of_the_table_has_a_test():
    assert set(faults.load("discord")) == set(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_the_test_of_a_row_names_it(row):
    module, name = ROWS[row]
    source = inspect.getsource(getattr(importlib.import_module(f"tests.adapters.discord.{module}"), name))
    assert f'"{row}"' in source
