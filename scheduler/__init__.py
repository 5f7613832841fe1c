"""Remind: what is said unasked is planned, sent, and looked for when nobody knows what became of it."""
