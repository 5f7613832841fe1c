"""How often each method may be called: by Slack's own table of tiers."""

import pytest

from emulator.web_api import METHODS, POSTING
from emulator.wires.rate_limits import SPECIAL, TIER_1, TIER_2, TIER_3, TIER_4
from outside import slack_data

A_MINUTE = {"Tier1": TIER_1, "Tier2": TIER_2, "Tier3": TIER_3, "Tier4": TIER_4}
# docs.slack.dev/apis/web-api/rate-limits: some hundred a minute; messages are counted by channel and workspace.
OTHERS = {
    "SpecialTier_assistant_threads_setStatus": SPECIAL,
    "SpecialTier_auth_test": SPECIAL,
    "SpecialTier_chat_getPermalink": SPECIAL,
    "SpecialTier_chat_postMessage": POSTING,
}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_tier_of_each_method(method):
    tier = slack_data("rate-limits", "rate_limit_tiers.json")[method]
    assert METHODS[method].per_minute == (A_MINUTE | OTHERS)[tier]


def test_the_numbers_are_those_of_slacks_page():
    assert (TIER_1, TIER_2, TIER_3, TIER_4) == (1, 20, 50, 100)
