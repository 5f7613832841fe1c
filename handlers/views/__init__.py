"""Look: how everything appears in Slack. Pure functions from domain values to Block Kit, the limits checked."""
