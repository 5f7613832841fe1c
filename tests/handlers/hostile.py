"""Texts that try to ping, to break out, to vanish or to be too much, and where people can write them."""

PING = "<@UEVIL>"
FAMILY = "👩‍👩‍👧‍👦"
UNREADABLE = {"a NUL": "a\x00b", "half a character": "a\ud800b"}
EMPTY = {
    "white space": " \n\t ",
    "zero width": "\u200b\u200d\ufeff",
    "direction only": "\u202e\u2066\u2069",
    "blank letters": "\u3164\u2800",
}
HOSTILE = {
    "channel": "<!channel> all",
    "here": "<!here|here>",
    "a person": f"{PING} look",
    "a group": "<!subteam^S1|@all>",
    "a link": "<http://evil.example|HR portal>",
    "an escaped one": "&lt;!channel&gt; &amp;amp; &amp;",
    "bold": "*bold* _it_ ~no~",
    "code": "``` `code` ```",
    "a quotation": "> quote\n>>> more",
    "emoji": f"{FAMILY}🇩🇪👍🏽 :tada:",
    "right to left": "a\u202egnp.exe\u202c \u2066b\u2069",
    "a formula": "=1+1",
    "lines": "a\n\n\n\nb\r\nc\rd",
    "signs": "{title} %s {{7*7}} ${x} \\ \" '",
    "a log line": '\x1b[2J\n{"event":"forged"}',
    "long": "x" * 3000,
    "long and escaped": "<&>" * 1000,
    "long in families": FAMILY * 400,
    "long in lines": "a\n" * 1500,
    "only lines and ends": "&\n" * 1500,
    "one huge grapheme": "e" + "\u0301" * 2999,
}
TOGETHER = {
    "pings": ("channel", "here", "a person", "a group"),
    "links and marks": ("a link", "an escaped one", "bold"),
    "blocks of text": ("a quotation", "code", "emoji"),
    "odd signs": ("a formula", "right to left", "signs", "a log line"),
}
"""Which of them are tried in one go where each try costs a whole round of forms: together they fit a title."""
ALL_AT_ONCE = {name: "\n".join(HOSTILE[one] for one in parts) for name, parts in TOGETHER.items()} | {
    name: text for name, text in HOSTILE.items() if name not in {one for parts in TOGETHER.values() for one in parts}
}
SAFE_MARKUP = (
    "<@UANA",
    "<@UBO",
    "<@UMIA",
    "<@UOLU",
    "<@UHANA",
    "<!date^",
    "<#CKUDOS",
    "<https://northwind.slack.com/archives/",
)
"""All that the bot itself ever says in angle brackets in these tests."""
