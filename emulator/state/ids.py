"""Ids and secrets in the forms Slack gives them."""

import secrets

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
BLOCK_ID_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/="


def new_id(prefix: str) -> str:
    """Return an opaque id such as `V0A1B2C3D4E`."""
    return prefix + "0" + _letters(LETTERS, 9)


def new_block_id() -> str:
    """Return the kind of `block_id` Slack gives to a block that has none."""
    return _letters(BLOCK_ID_LETTERS, 5)


def new_secret(length: int = 24) -> str:
    """Return letters that nobody can guess, for links."""
    return _letters(LETTERS + LETTERS.lower(), length)


def _letters(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
