"""What apps write, drawn on the page: blocks, charts, tables, markup, and text that means harm."""

import pytest
from page_workspace import CARD, ESCAPED, EVERY_BLOCK, HOSTILE, NARROW, button, chart, mrkdwn, plain, rich
from playwright.async_api import expect

MARKUP = {
    "*bold* _it_ ~no~ `code`": "<strong>bold</strong> <em>it</em> <s>no</s> <code>code</code>",
    "*_both_* 2*3*4 snake_case_name": "<strong><em>both</em></strong> 2*3*4 snake_case_name",
    "`*not bold*`": "<code>*not bold*</code>",
    "```\na *b*\n```": "<pre><code>a *b*</code></pre>",
    "&gt; said\nthen": "<blockquote>said</blockquote>then",
    "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",  # escapes are undone once
    "*<@UBO>*": '<strong><span class="mention" data-user="UBO">@Bo Lind</span></strong>',
    "<!channel>": '<span class="mention mine">@channel</span>',
    "<nothing here>": "&lt;nothing here&gt;",
    ":unknown_code:": ":unknown_code:",
}


async def test_hostile_text_stays_text(visit, client):
    page = await visit()
    hostile_cells = [[{"type": "raw_text", "text": HOSTILE}], [rich(HOSTILE)]]

    await page.locator("#composer").fill(HOSTILE)
    await page.locator("#composer").press("Enter")
    await client.chat_postMessage(channel="CGENERAL", text=HOSTILE)
    await client.chat_postMessage(channel="CGENERAL", text=ESCAPED, username=HOSTILE)
    await client.chat_postMessage(
        channel="CGENERAL",
        text="blocks",
        blocks=[
            {"type": "header", "text": plain(HOSTILE)},
            {
                "type": "section",
                "text": mrkdwn(f"*{HOSTILE}* <https://example.com|{ESCAPED}> <javascript:hacked|link>"),
            },
            rich(HOSTILE),
            {"type": "markdown", "text": f"{HOSTILE} [x](javascript:alert(1))"},
            {"type": "table", "rows": hostile_cells},
            {"type": "actions", "elements": [button("go", HOSTILE[:70], url="javascript:hacked")]},
        ],
    )

    await expect(page.locator(".message")).to_have_count(4)
    texts = await page.locator(".message").all_inner_texts()
    assert [HOSTILE in text for text in texts] == [True] * 4
    assert await page.locator("#main script, #main img, a[href^='javascript']").count() == 0
    assert await page.evaluate("window.hacked") is None


async def test_every_block_is_drawn(visit, client):
    page = await visit()

    await client.chat_postMessage(channel="CGENERAL", text="all", blocks=EVERY_BLOCK)

    shown = page.locator(".message")
    await expect(shown.locator(".block")).to_have_count(len(EVERY_BLOCK) + 1)  # the one in the container, too
    await expect(shown.locator(".note")).to_have_count(0)
    for words in (
        "A header",
        "another",
        "some context",
        "A rich text",
        "A heading",
        "Cell",
        "Scores",
        "First card",
        "Right",
        "inside",
        "1 of 2 done",
    ):
        await expect(shown).to_contain_text(words)
    await expect(shown.get_by_role("img", name="A beagle")).to_be_visible()


async def test_a_block_nobody_knows_is_a_grey_note(visit):
    page = await visit()

    words = await page.evaluate(
        """async () => {
            const { renderBlocks } = await import("/page/js/blocks.js");
            return renderBlocks([{ type: "mystery" }, { type: "table", rows: 5 }, { type: "toString" }], {}).map((node) => node.querySelector(".note").textContent);
        }"""
    )

    assert words == [
        "This page cannot show a block of type “mystery”.",
        "A block of type “table” is not as expected.",
        "This page cannot show a block of type “toString”.",
    ]


@pytest.mark.parametrize(
    ("kind", "marks"),
    [("bar", "rect.fill"), ("line", "polyline.stroke"), ("area", "polygon.tint"), ("pie", "path.slice")],
)
async def test_charts_are_drawn_and_told_in_words(visit, client, kind, marks):
    page = await visit()

    await client.chat_postMessage(channel="CGENERAL", text="chart", blocks=[chart(kind, "Answers")])

    figure = page.locator("figure.chart")
    await expect(figure.locator(marks)).to_have_count({"bar": 6, "pie": 3}.get(kind, 2))
    await expect(figure.get_by_role("img")).to_have_attribute("aria-label", expected_words(kind))
    await expect(figure.locator(".chart-legend li")).to_have_count(3 if kind == "pie" else 2)
    await figure.get_by_text("Show the numbers").click()
    await expect(figure.locator("tbody tr")).to_have_text(
        ["Mon12", "Tue15", "Wed9"] if kind == "pie" else ["Mon1212", "Tue1515", "Wed99"]
    )


def expected_words(kind):
    values = "Mon 12, Tue 15, Wed 9"
    told = values if kind == "pie" else f"Plan: {values}; Actual: {values}"
    return f"Answers. {kind.title()} chart. {told}."


async def test_a_data_table_is_sorted_by_a_click_on_its_head(visit, client):
    page = await visit()
    await client.chat_postMessage(channel="CGENERAL", text="all", blocks=EVERY_BLOCK)
    rows = page.locator(".data-table tbody tr")
    await expect(rows).to_have_text(["Cleo7", "Ada42"])

    await page.get_by_role("button", name="Score").click()
    await page.get_by_role("button", name="Score").click()

    await expect(rows).to_have_text(["Ada42", "Cleo7"])
    await expect(page.locator(".data-table th[aria-sort=descending]")).to_contain_text("Score")


async def test_markup_of_slack(visit):
    page = await visit()

    assert {text: await page.evaluate(DRAWN, text) for text in MARKUP} == MARKUP


DRAWN = """async (text) => {
    const { mrkdwn } = await import("/page/js/mrkdwn.js");
    const node = document.createElement("div");
    node.append(...mrkdwn(text));
    return node.innerHTML;
}"""


@pytest.mark.parametrize(
    ("person", "words"),
    [pytest.param("UANA", "today at 15:00", id="Berlin"), pytest.param("UMIA", "today at 09:00", id="New York")],
)
async def test_dates_are_told_in_the_zone_of_the_reader(visit, client, person, words):
    await client.chat_postMessage(channel="CGENERAL", text="Due <!date^1763128800^{date_short_pretty} at {time}|later>")

    page = await visit(f"as={person}&to=CGENERAL")

    await expect(page.locator(".message .text")).to_have_text(f"Due {words}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_sticks_out_on_a_narrow_screen(visit, client, scheme):
    await client.chat_postMessage(channel="CGENERAL", text="all", blocks=[*EVERY_BLOCK, chart("bar", "Answers"), CARD])
    page = await visit(viewport=NARROW, scheme=scheme)
    await page.locator("figure.chart svg").wait_for()

    sticking_out = await page.evaluate(
        """() => [...document.querySelectorAll("#main *, #topbar *")].filter((node) =>
            node.getBoundingClientRect().right > innerWidth + 1 && !node.closest(".table-scroll, .carousel-row, .visually-hidden")
            && node.getClientRects().length && getComputedStyle(node).visibility === "visible").map((node) => node.outerHTML.slice(0, 80))"""
    )

    assert sticking_out == []
    await page.get_by_label("Show or hide the list of channels").click()
    await page.get_by_role("button", name="kudos").click()
    await expect(page.locator("h1")).to_have_text("kudos")
