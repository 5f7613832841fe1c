"""How a public post looks of which nobody knows whether Slack took it: the question, and what was decided."""

from domain.notices import PostDecided, PostRefused
from handlers.views.blocks import Message, actions, button, channel_link, message, section

AGAIN, THERE = "post_again", "post_is_there"


def doubtful(notice: PostRefused, before: str) -> Message:
    """Ask whoever caused the post to have a look; `before` says what is safe in any case."""
    text = f"{before} Slack did not say whether it took the post in {channel_link(notice.channel)}. Please have a look:"
    about = f"{notice.attempt} {notice.post}"
    again = button("Post again", AGAIN, value=about)
    return message(text, section(text), actions(button("It is there", THERE, value=about), again, id="doubtful-post"))


def decided(notice: PostDecided) -> Message:
    """Say what was decided."""
    channel = channel_link(notice.channel)
    if notice.there:
        return message(f"Thank you for looking: the post is in {channel}.")
    return message(f"Thank you for looking: the post is on its way to {channel} once more.")
