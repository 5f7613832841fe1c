"""Block Kit: our rules beside the JSON schemas made from Slack's own types, so that one source is not the only proof.

The schema (@slack/types 3.2.0) knows no lengths and no counts, and is older than some blocks. Whatever one judge takes
and the other does not stands in one of the two tables below with its reason; a new difference fails, and so does a
row that explains nothing any more.
"""

import re

import pytest
from block_samples import BLOCKS as SMALL_BLOCKS
from block_samples import ELEMENTS as SMALL_ELEMENTS
from block_samples import mrkdwn, plain
from block_schema import FULL, copied, definitions, slack_accepts, validator, we_refuse
from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.block_kit.blocks import BLOCKS
from emulator.block_kit.elements import ELEMENTS

COUNT = "the schema counts and measures nothing; the limit files do, and test_emulator_block_kit_limits tries them"
PAGE = "required on Slack's page of the object, optional in the types"
FORM = "a string or a number for the types; Slack's page says of which form"
SAID = "the types' own comment says so, their schema cannot"
INSIDE = "a number of whole things: Slack's pages count items, lines, characters, seconds"

# Where we refuse what the schema takes: definition and place, our words, reason.
WE_REFUSE = [
    (r".*", r"must (be more than -?\d+|be less than \d+|provide at least \d items)", COUNT),
    (r".*", r"must be a valid integer", INSIDE),
    (r"(.*/confirm|ConfirmationDialog)", r"missing required field: (title|confirm|deny)", PAGE),
    (r"(.*options?|\w+Option)", r"missing required field: value", PAGE),
    (r"Datepicker/initial_date", r"must be a valid date .*", FORM),
    (r"Timepicker/initial_time", r"must be a valid time .*", FORM),
    (r".*/icon", r"must be one of: trash", "the only icon on Slack's page"),
    (r"FileBlock/source", r"must be one of: remote", SAID),
    (r"\w+/initial_options?", r"must match one of the options", SAID),
    (r"(Multi)?StaticSelect/type", r"must define (either|only one of) `options` or `option_groups`", SAID),
    (r"SectionBlock/type", r"must define either `text` or `fields`", SAID),
    (r"(CardBlock|CarouselBlock/elements)/type", r"must define at least one of .*", SAID),
    (r"ContainerBlock/type", r"must define either `title` or `rich_text_title`", SAID),
    (r"ContainerBlock/default_collapsed", r"requires `is_collapsible`", SAID),
    (r"PlainTextInput/min_length", r"must not be more than `max_length`", SAID),
    (r"RichTextInput/min_lines", r"must not be more than `max_lines`", "no text has more lines than the most"),
    (r"(Data)?TableBlock/rows", r"all rows must have the same number of cells", "slackblocks' invalid cases"),
    (r"TableBlock/column_settings", r"must not have more items than the table has columns", "slackblocks' cases"),
    (r"(Modal|Home)View/blocks/type", r"unsupported type: \w+", "slackblocks' table of surfaces"),
]
# Where we take what the schema refuses: definition and place, what was done to a valid value, reason.
WE_ACCEPT = [
    (
        r"(MrkdwnOption|(Checkboxes|RadioButtons)/(initial_)?options?)/description",
        r"mrkdwn",
        "Block Kit Builder's own checkboxes and radio buttons have it",
    ),
    (r"MrkdwnOption/text", r"plain_text", "it is then a PlainTextOption"),
    (r"HomeView/blocks", r"data_visualization", "newer than @slack/types 3.2.0"),
]
# Properties only we know, with the reason: they are newer than the types, or of Slack's pages only.
ONLY_OURS = {
    ("button", "agent_prompt"): "slackblocks 3.0.0",
    ("card", "slack_icon"): "slackblocks 3.0.0",
    ("card", "subtext"): "slackblocks 3.0.0",
    ("url", "icon_url"): "slackblocks 3.0.0",
}

GONE = object()
OTHERS = {bool: ["x"], str: [7, "zzz"], int: ["x", 1.5, -5, 99], float: ["x"], list: ["x", []], dict: ["x", {}]}
SMALL = [
    *SMALL_ELEMENTS.values(),
    *SMALL_BLOCKS.values(),
    *(samples[0] for name, samples in FULL.items() if name.startswith(("RichText", "Raw"))),
]
TEXTS = {"plain_text": plain(), "mrkdwn": mrkdwn()}


def walk(value, path=()):
    """Yield the path of a value and of everything in it."""
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        yield from walk(inner, (*path, step))


def put(value, path, new):
    """Return a copy with something new at a path, or without what is there."""
    copy = copied({"": value})
    place = copy
    for step in ("", *path)[:-1]:
        place = place[step]
    if new is GONE:
        del place[("", *path)[-1]]
    else:
        place[("", *path)[-1]] = new
    return copy[""]


def mutants(sample):
    """Yield what was done to a sample, where, and what became of it."""
    for path, value in walk(sample):
        if isinstance(value, dict):
            yield "more", path, put(sample, (*path, "surprise"), 1)
        if path and isinstance(path[-1], str):
            yield "less", path, put(sample, path, GONE)
        for other in OTHERS[type(value)] if path else ():
            yield repr(other), path, put(sample, path, other)
        if path and isinstance(value, dict) and "type" in value:
            others = TEXTS.values() if value["type"] in TEXTS else SMALL
            for other in others:
                yield other["type"], path, put(sample, path, other)


def names(name, path):
    """Return a place as the tables name it: the definition and the names on the way, without numbers."""
    return "/".join([name, *(step for step in path if not str(step).isdigit())])


def unexplained(name, done, path, value, used=None):
    """Return the differences between the two judges that no row explains; add to `used` the rows that did."""
    wrong, right = we_refuse(name, value), slack_accepts(name, value)
    if not wrong and not right:
        return _explain([(names(name, path), done)], WE_ACCEPT, used)
    if wrong and right:
        where = [(names(name, one["pointer"].strip("/").split("/")).rstrip("/"), one["message"]) for one in wrong]
        return _explain(where, WE_REFUSE, used)
    return []


def _explain(differences, table, used):
    left = []
    for where, what in differences:
        rows = [row for row in table if re.fullmatch(row[0], where) and re.fullmatch(row[1], what)]
        if used is not None:
            used.update(rows)
        if not rows:
            left.append((where, what))
    return left


@pytest.mark.parametrize("name", FULL)
def test_both_judges_take_what_has_every_property(name):
    for sample in FULL[name]:
        assert [error.message for error in validator(name).iter_errors(sample)] == []
        assert we_refuse(name, sample) == []


def test_every_definition_has_an_example():
    objects = {
        name
        for name, one in definitions().items()
        if any("properties" in branch for branch in (one, *one.get("anyOf", ())))
    }
    assert objects - {"Block"} == set(FULL), "add the definition to block_schema.FULL"  # Block: anything with a type


@pytest.mark.parametrize("name", FULL)
def test_the_examples_have_every_property(name):
    definition = definitions()[name]
    for branch in definition.get("anyOf", [definition]):
        known = set(branch["properties"])
        assert any(known <= {*sample, "options", "option_groups"} for sample in FULL[name])


def test_both_judges_agree_on_every_change():
    """Each property gone, surprising, of another kind, or replaced by every element, block and piece of text."""
    used, left = set(), []
    for name, samples in FULL.items():
        for sample in samples:
            for done, path, value in mutants(sample):
                left += unexplained(name, done, path, value, used)
    assert left == [], "mend the rule, or add a row with its reason to WE_REFUSE or WE_ACCEPT"
    assert [row for row in (*WE_REFUSE, *WE_ACCEPT) if row not in used | BY_CHANCE] == []


# Two things at once must be gone for these: the next test finds them.
BY_CHANCE = {row for row in WE_REFUSE if row[0] in {"SectionBlock/type", "ContainerBlock/type"}}


@st.composite
def mixtures(draw):
    """Draw a definition and a value of it from which several properties, at any depth, were taken away."""
    name = draw(st.sampled_from(sorted(FULL)))
    value = draw(st.sampled_from(FULL[name]))
    for _ in range(draw(st.integers(1, 6))):
        paths = [path for path, _ in walk(value) if path and isinstance(path[-1], str)]
        if paths:
            value = put(value, draw(st.sampled_from(paths)), GONE)
    return name, value


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(mixtures())
def test_both_judges_agree_on_any_mixture(mixture):
    name, value = mixture
    assert unexplained(name, "less", (), value) == []


@pytest.mark.parametrize(
    ("rules", "small"), [(BLOCKS, SMALL_BLOCKS), (ELEMENTS, SMALL_ELEMENTS)], ids=["blocks", "elements"]
)
def test_we_know_no_property_but_those(rules, small):
    assert set(rules) == set(small)
    known = {}
    for samples in FULL.values():
        for sample in samples:
            known.setdefault(sample.get("type"), set()).update(sample)
    for kind, shape in rules.items():
        if kind in known:
            surplus = {(kind, name) for name in shape.fields if name not in known[kind]}
            assert surplus <= set(ONLY_OURS), "where does Slack say so?"
