"""Rich text: sections, lists, quotes and what may stand in them."""

from emulator.block_kit.rules import Rule, Shape, anything, boolean, integer, items, one_of, string, typed

STYLE = Shape(
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean)
)
BASE: dict[str, Rule] = {"type": anything, "style": STYLE}
ID = string(255, least=1)

PIECES: dict[str, Shape] = {
    "text": Shape({**BASE, "text": string(1_000_000, least=1)}, required=("text",)),
    "link": Shape({**BASE, "url": string(3000, least=1), "text": string(3000), "unsafe": boolean}, required=("url",)),
    "user": Shape({**BASE, "user_id": ID}, required=("user_id",)),
    "usergroup": Shape({**BASE, "usergroup_id": ID}, required=("usergroup_id",)),
    "channel": Shape({**BASE, "channel_id": ID}, required=("channel_id",)),
    "team": Shape({**BASE, "team_id": ID}, required=("team_id",)),
    "broadcast": Shape({**BASE, "range": one_of("here", "channel", "everyone")}, required=("range",)),
    "emoji": Shape(
        {**BASE, "name": string(255, least=1), "unicode": string(255), "skin_tone": integer(1, 6), "url": string(3000)},
        required=("name",),
    ),
    "date": Shape(
        {**BASE, "timestamp": integer(0), "format": string(255, least=1), "url": string(3000), "fallback": string(255)},
        required=("timestamp", "format"),
    ),
    "color": Shape({**BASE, "value": string(255)}, required=("value",)),
}
LINE = items(typed(PIECES))
CODE = items(typed(PIECES, ("text", "link")))
BORDER = integer(0, 1)
SECTION = Shape({"type": anything, "elements": LINE}, required=("elements",))

PARTS: dict[str, Shape] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": Shape(
        {"type": anything, "elements": CODE, "border": BORDER, "language": string(255)}, required=("elements",)
    ),
    "rich_text_quote": Shape({"type": anything, "elements": LINE, "border": BORDER}, required=("elements",)),
    "rich_text_list": Shape(
        {
            "type": anything,
            "style": one_of("bullet", "ordered"),
            "elements": items(typed({"rich_text_section": SECTION}), least=1),
            "indent": integer(0, 8),
            "offset": integer(0),
            "border": BORDER,
        },
        required=("style", "elements"),
    ),
}
ELEMENTS = items(typed(PARTS))
RICH_TEXT = Shape({"type": anything, "block_id": string(255), "elements": ELEMENTS}, required=("elements",))
