"""Decide: the rules, words and values of Cairn. No Slack, no SQL, no clock, no input or output."""
