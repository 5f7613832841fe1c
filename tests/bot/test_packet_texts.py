"""What people wrote stays text: in a page, in Markdown, in a table and in JSON."""

import csv
import io
import json
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.packet import FORMATS, render
from bot.packet.as_csv import COLUMNS, cell
from bot.packet.as_markdown import escape, quote
from bot.packet.plain import one_line, plain
from domain.evidence import Part
from packets import a_packet, goal_in_review, kudos

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "entity": "&lt;b&gt; &amp;amp;",
    "attribute": "\" onmouseover=\"alert(1)' style='x",
    "formula": "=1+1",
    "table": "a | b | c\n|---|---|\n| 1 | 2 |",
    "heading": "# big\n## less\nunder\n===\nline\n---",
    "list": "- one\n+ two\n* three\n1. four\n2) five",
    "code": "```\ncode\n```\n    indented\n`tick`\n~~~\nmore",
    "link": "[x](javascript:alert(1)) ![i](http://evil.example/p.png) <http://evil.example> http://evil.example www.evil.example",
    "definition": "[x]: http://evil.example\n[x]",
    "template": "{{ 7*7 }} {% raw %} ${x}",
    "lines": "one\r\ntwo\rthree\u2028four\n\n\nfive",
    "family": f"thanks {FAMILY} \U0001f44d\U0001f3fd",
    "hebrew": "תודה רבה (thanks)",
}


class Page(HTMLParser):
    """Collects the tags of a page and the text that people see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def shown_by_markdown(lines: list[str]) -> tuple[str, set[str]]:
    """The text a reader of the Markdown sees, and the kinds of things in it."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse("\n".join(lines))
    text, kinds = "", set()
    for token in tokens:
        kinds.add(token.type)
        if token.type == "inline":
            kinds |= {child.type for child in token.children}
            breaks = {"hardbreak": "\n", "softbreak": "\n"}
            text += "".join(breaks.get(child.type, child.content) for child in token.children) + "\n"
    return text, kinds


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_the_page_shows_every_text_as_it_was_typed_and_nothing_comes_alive(text):
    page = Page(render(a_packet(kudos(text)), "html"))

    assert plain(text) in page.text
    assert {tag for tag, _ in page.tags} & {"script", "img", "iframe", "object", "link", "form"} == set()
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "field", ["name", "team", "goal title", "goal ref", "KPI", "unit", "by", "entry title", "label"]
)
def test_not_only_the_texts_but_every_name_is_escaped(field):
    evil = "<u onclick=x>|*evil*"
    goals = {
        "goal title": goal_in_review(goal={"title": evil}),
        "goal ref": goal_in_review(goal={"ref": evil}),
        "KPI": goal_in_review(kpis=(goal_in_review().kpis[0].model_copy(update={"name": evil}),)),
        "unit": goal_in_review(kpis=(goal_in_review().kpis[0].model_copy(update={"unit": evil}),)),
    }
    entries = {
        "entry title": kudos("x", title=evil),
        "label": kudos("x", parts=(Part(label=evil, text="x"),), goals=(evil,)),
    }
    packet = a_packet(entries.get(field, kudos("x")), goals=[goals.get(field, goal_in_review())])
    if field in {"name", "by"}:
        packet = packet.model_copy(update={"names": packet.names | {"UANA" if field == "name" else "UBO": evil}})
    if field == "team":
        packet = packet.model_copy(update={"person": packet.person.model_copy(update={"team": evil})})

    page = Page(render(packet, "html"))
    assert evil in page.text
    assert "u" not in {tag for tag, _ in page.tags}
    text, kinds = shown_by_markdown(render(packet, "md").split("\n"))
    assert evil in text
    assert not kinds & {"html_inline", "html_block", "em_open"}


def test_a_template_in_a_text_is_not_run():
    assert "49" not in Page(render(a_packet(kudos("{{ 7*7 }}")), "html")).text


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_turns_the_direction_of_a_line(format):
    turned = kudos("a\u202eb\u2066c\u2069", title="T\u202d", goals=("G\u202e1",))
    packet = a_packet(turned, goals=[goal_in_review(goal={"title": "x\u202ey"})], names={"UBO": "B\u202eo"})

    shown = render(packet, format)

    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize("format", FORMATS)
def test_emoji_of_several_signs_and_other_scripts_stay_whole(format):
    shown = render(a_packet(kudos(HOSTILE["family"] + HOSTILE["hebrew"])), format)

    assert FAMILY in shown
    assert "תודה רבה" in shown


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_markdown_shows_every_text_as_it_was_typed(text):
    shown, kinds = shown_by_markdown(quote(text))

    typed = [" ".join(line.replace("\xa0", " ").split()) for line in plain(text).split("\n") if line.strip()]
    assert [" ".join(line.replace("\xa0", " ").split()) for line in shown.split("\n") if line.strip()] == typed
    assert kinds <= {
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "hardbreak",
        "softbreak",
    }


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="ab1 \t\n\\`*_{}[]()<>#+-.!|~:=&;^$/\"'@w\u00e9\u202e", max_size=40))
@example("&nbsp;")
@example("www.a")
@example("a  \nb")
@example("\\\nb")
def test_no_text_becomes_markup(text):
    shown, kinds = shown_by_markdown(quote(text))

    def squeezed(some: str) -> str:
        return "".join(some.split()).replace("\xa0", "")

    assert squeezed(shown) == squeezed(plain(text))
    assert kinds <= {
        "blockquote_open",
        "blockquote_close",
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
        "hardbreak",
        "softbreak",
    }


def test_bare_addresses_are_cut_so_that_no_reader_makes_a_link_of_them():
    assert escape("https://evil.example or www.evil.example") == "https:\\//evil.example or www\\.evil.example"


@pytest.mark.parametrize("sign", [*list("=+-@"), "\t", "\r", "\x00", "\n=", " =", "\u202e=", "＝", "\x00="])
def test_no_cell_starts_a_formula(sign):
    assert cell(f"{sign}1+1")[0] == "'"
    assert [row["text"][0] for row in rows(render(a_packet(kudos(f"{sign}1+1")), "csv"))] == ["'"]


def test_an_ordinary_cell_is_left_as_it_is():
    assert cell("thanks - really, 1=1") == "thanks - really, 1=1"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.text(max_size=20))
def test_a_table_always_reads_back(text, title):
    table = render(a_packet(kudos(text, title=title), goals=[goal_in_review()]), "csv")

    assert table.count("\r\n") >= 3
    read = rows(table)
    assert [tuple(row) for row in read] == [COLUMNS, COLUMNS]
    assert all(None not in row.values() for row in read)
    assert read[1]["text"] in {plain(text), f"'{plain(text)}"}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_json_always_reads_back(text):
    assert json.loads(render(a_packet(kudos(text)), "json"))["evidence"][0]["text"] == plain(text)


@pytest.mark.parametrize("format", FORMATS)
def test_twenty_texts_of_three_thousand_characters_all_stand_in_it(format):
    texts = [f"{number:02}" + "x" * 2_996 + f"{number:02}" for number in range(20)]

    shown = render(a_packet(*(kudos(text) for text in texts)), format)

    assert all(text in shown for text in texts)


def test_one_line_is_one_line():
    assert one_line(" a\r\n b\tc\u2028d ") == "a b c d"


def test_controls_are_taken_out_but_lines_and_tabs_stay():
    assert plain("a\x00b\x07c\x7fd\te\r\nf\ud800") == "abcd\te\nf"


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        pytest.param("https://n.slack.com/archives/C1/p1", "https://n.slack.com/archives/C1/p1", id="a permalink"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("https://x/><b>", "https://x/%3E%3Cb%3E", id="signs of markup"),
        pytest.param(None, None, id="none"),
    ],
)
def test_only_web_addresses_become_links(link, shown):
    packet = a_packet(kudos("x", link=link))

    page = Page(render(packet, "html"))

    assert [attributes["href"] for tag, attributes in page.tags if tag == "a"] == ([shown] if shown else [])
    assert (f"(<{shown}>)" in render(packet, "md")) is bool(shown)
