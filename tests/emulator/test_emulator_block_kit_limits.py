"""Block Kit: every length and count that is written down of Slack, tried at the limit and one step further."""

import pytest
from block_samples import BLOCKS, ELEMENTS, changed, found, plain, problems, with_block, with_element
from limit_places import PLACES, stretched

from outside import slack_data

# Limits of something else than a payload of blocks, and the test that tries them.
ELSEWHERE = {
    "message.channel.min_length": "test_a_message_goes_somewhere",
    "message.attachments.max_items": "test_a_message_has_a_hundred_attachments",
}
# Where sources disagree we take the stricter one, so that what we accept Slack accepts; these are in neither file.
STRICTER = {"data_table.rows.max_items": 101}  # Slack's page, by slack.md; slackblocks says 201


def flat(nested, path=""):
    """Return `{"button.text.max_length": 75}` of nested limits."""
    limits = {}
    for name, value in nested.items():
        limits |= flat(value, f"{path}{name}.") if isinstance(value, dict) else {f"{path}{name}": value}
    return limits


def limits():
    """Return every limit of both files, the stricter value where both have one."""
    old = flat(slack_data("blockkit/slackblocks-limits-1.0.1.json"))
    new = slack_data("blockkit/slackblocks-limits-3.0.0-flat.json")
    both = {**old, **new}
    for name in old.keys() & new.keys():
        both[name] = (max if kind_of(name).startswith("min") else min)(old[name], new[name])
    return {**both, **STRICTER}


def kind_of(name):
    return name.rpartition(".")[2].removeprefix("item_")


def subject_of(name):
    """Return the name under which `PLACES` knows a limit."""
    subject, _, kind = name.rpartition(".")
    return f"{subject}.item" if kind.startswith("item_") else subject


def limits_of(subject):
    """Return the kinds and values of a subject's limits."""
    return [(kind_of(name), value) for name, value in limits().items() if subject_of(name) == subject]


def beyond(kind, limit):
    """Return the last number that is accepted and the first that is not."""
    if kind == "exclusive_min":
        return limit + 1, limit
    return (limit, limit - 1) if kind.startswith("min") else (limit, limit + 1)


def constraint(kind, limit):
    word = "min" if kind in {"min", "min_length", "min_items", "exclusive_min"} else "max"
    return {"type": kind, word: limit}


def test_every_limit_that_is_written_down_is_tried():
    unmapped = [name for name in limits() if name not in ELSEWHERE and subject_of(name) not in PLACES]
    assert unmapped == [], "give each a place in limit_places.PLACES, or a reason in ELSEWHERE"


def test_no_place_is_of_a_limit_that_is_gone():
    assert [subject for subject in PLACES if not limits_of(subject)] == []


@pytest.mark.parametrize("subject", PLACES)
def test_a_limit_is_kept_to_the_character(subject):
    for kind, limit in limits_of(subject):
        fits, breaks = beyond(kind, limit)
        for place in PLACES[subject]:
            assert problems(place.build(kind, fits)) == [], f"{place.pointer} at {kind} {limit}"
            wrong = [(one["pointer"], one["code"], one["constraint"]) for one in problems(place.build(kind, breaks))]
            assert (place.pointer, "failed_constraint", constraint(kind, limit)) in wrong


@pytest.mark.parametrize(
    "subject", [subject for subject, places in PLACES.items() if places[0].pointer.endswith("/text")]
)
def test_no_text_object_is_empty(subject):
    """Slack wants at least one character in every text object, whatever else limits it."""
    for place in PLACES[subject]:
        payload = place.build("max_length", 1)
        if isinstance(found(payload, place.pointer.removesuffix("/text")), dict):
            wrong = problems(changed(payload, place.pointer, ""))
            assert [(one["pointer"], one["constraint"]["type"]) for one in wrong] == [(place.pointer, "min_length")]


EMPTY = {
    "actions": "elements",
    "context": "elements",
    "context_actions": "elements",
    "carousel": "elements",
    "container": "child_blocks",
    "table": "rows",
    "data_table": "rows",
}


@pytest.mark.parametrize(("kind", "name"), EMPTY.items())
def test_a_block_that_holds_things_is_not_empty(kind, name):
    payload, pointer = with_block({**BLOCKS[kind], name: []})
    assert [(one["pointer"], one["constraint"]["type"]) for one in problems(payload)] == [
        (f"{pointer}/{name}", "min_items")
    ]


@pytest.mark.parametrize("kind", ELEMENTS)
def test_characters_are_code_points(kind):
    """An emoji beyond the first 65,536 characters counts once."""
    if kind in {"image", "mrkdwn", "plain_text", "url"}:
        return
    payload, _ = with_element({**ELEMENTS[kind], "action_id": "😀" * 255})
    assert problems(payload) == []


def test_what_is_stretched_is_as_long_as_asked():
    assert len(stretched("", "max_length", 7)) == 7
    assert len(stretched([plain()], "max_items", 7)) == 7
    assert stretched(None, "max", 7) == 7
