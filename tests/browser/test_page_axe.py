"""Whether people who use no mouse, no colours or no screen can use the page: axe looks at every view of it."""

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from page_workspace import EVERY_BLOCK, EVERY_INPUT, NARROW, WIDE, button, chart, mrkdwn, plain
from playwright.async_api import expect

BROKEN_RULES = {"resultTypes": ["violations"]}  # what is fine need not be told of: axe is quicker without
SIZES = [pytest.param(WIDE, "light", id="wide and light"), pytest.param(NARROW, "dark", id="narrow and dark")]


@pytest_asyncio.fixture(loop_scope="session")
async def app(bolt, connect, client, emulator):
    """An app with something to show everywhere."""

    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=EVERY_INPUT)
        await ack()

    @bolt.event("app_home_opened")
    async def publish(event, client):
        blocks = [
            {"type": "header", "text": plain("Home")},
            {"type": "section", "text": mrkdwn("*Today*"), "accessory": button("go")},
            chart("pie", "Share"),
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    await connect()
    bo = emulator.person("UBO")
    first = await bo.say("CGENERAL", "A question for @ana :wave: in #kudos, see https://example.com and `code`")
    await bo.react("CGENERAL", first["ts"], "tada")
    await client.chat_postMessage(channel="CGENERAL", text="An *answer*", thread_ts=first["ts"])
    charts = [chart(kind, f"A {kind}") for kind in ("bar", "line", "area", "pie")]
    await client.chat_postMessage(channel="CKUDOS", text="all", blocks=[*EVERY_BLOCK[:-1], *charts[:2]])
    await client.chat_postMessage(channel="CKUDOS", text="charts", blocks=charts[2:])
    await client.chat_postEphemeral(channel="CGENERAL", user="UANA", text="Only for you")
    await emulator.change("UBO", status_text="Working remotely", status_emoji=":house_with_garden:", presence="away")


SETTLED = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished))"""


async def findings(page, options):
    """Return what axe finds, as `rule: where` lines."""
    await page.evaluate(SETTLED)
    answer = await Axe().run(page, options=options)
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in answer.response["violations"]
        for node in one["nodes"]
    ]


async def open_thread(page):
    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#thread .message")).to_have_count(2)


async def open_form(page):
    await page.locator("#composer").fill("/check-in ")
    await page.locator("#composer").press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(page.locator(".field-error:visible")).to_have_count(2)


async def open_list_in_form(page):
    await open_form(page)
    await page.get_by_label("Multi Users Select").click()
    await page.get_by_role("option").first.click()


async def open_break(page):
    await page.get_by_role("button", name="Break something").click()
    await page.get_by_role("button", name="Slack says").click()
    await page.get_by_text("Something else…").click()
    await expect(page.locator(".broken-list li")).to_have_count(1)


async def open_panels_beside_form(page):
    await open_form(page)
    await open_break(page)
    await open_inspector(page)


async def open_members(page):
    await page.get_by_role("button", name="members, show who").click()
    await page.locator(".member").first.wait_for()


async def open_editor(page):
    await page.locator("#composer").fill("Mine")
    await page.locator("#composer").press("Enter")
    await page.locator(".message", has_text="Mine").wait_for()
    await page.locator("#composer").press("ArrowUp")
    await page.get_by_label("Edit the message").wait_for()


async def attach_file(page):
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
    chooser = page.locator(".composer input[type=file]")
    await chooser.set_input_files(file)
    await page.get_by_role("button", name="Remove a.txt").wait_for()
    await expect(page.get_by_label("On its way")).to_have_count(0)
    await page.locator("#composer").press("Enter")
    await page.locator(".file-name").first.wait_for()
    await chooser.set_input_files(file)
    await page.get_by_role("button", name="Remove a.txt").wait_for()


async def open_inspector(page):
    await page.get_by_role("button", name="Inspect the traffic").click()
    await page.locator(".traffic-row").last.click()
    await expect(page.locator(".json").first).to_be_visible()


async def open_my_menu(page):
    await page.locator(".me").click()


async def open_status(page):
    await open_my_menu(page)
    await page.get_by_role("menuitem", name="status").click()


async def open_message_menu(page):
    await page.locator(".message").first.hover()
    await page.get_by_label("More actions").first.click()


async def open_emoji(page):
    await page.locator(".message").first.hover()
    await page.get_by_label("Add a reaction").first.click()


async def open_profile(page):
    await page.locator(".author", has_text="Bo Lind").first.click()


async def open_clock(page):
    await page.locator(".clock-toggle").click()


async def open_suggestions(page):
    await page.locator("#composer").press_sequentially("/")
    await page.get_by_role("option").first.wait_for()


async def open_new_message(page):
    if await page.locator(".menu-button").is_visible():
        await page.locator(".menu-button").click()
    await page.get_by_role("button", name="New message").click()
    await page.get_by_role("dialog").wait_for()


async def nothing(page):
    await page.locator(".message").first.wait_for()


SURFACES = {
    "channel": ("to=CGENERAL", nothing),
    "every block": ("to=CKUDOS", nothing),
    "thread": ("to=CGENERAL", open_thread),
    "form": ("to=CGENERAL", open_form),
    "list in a form": ("to=CGENERAL", open_list_in_form),
    "home": ("app=A0CAIRN&tab=home", lambda page: page.locator(".home-body figure").wait_for()),
    "break": ("to=CGENERAL", open_break),
    "inspector": ("to=CGENERAL", open_inspector),
    "my menu": ("to=CGENERAL", open_my_menu),
    "status": ("to=CGENERAL", open_status),
    "menu of a message": ("to=CGENERAL", open_message_menu),
    "emoji": ("to=CGENERAL", open_emoji),
    "profile": ("to=CGENERAL", open_profile),
    "clock": ("to=CGENERAL", open_clock),
    "commands": ("to=CGENERAL", open_suggestions),
    "new message": ("to=CGENERAL", open_new_message),
    "panels beside a form": ("to=CGENERAL", open_panels_beside_form),
    "members": ("to=CGENERAL", open_members),
    "an edit": ("to=CGENERAL", open_editor),
    "files": ("to=CGENERAL", attach_file),
}


@pytest.mark.parametrize(("viewport", "colours"), SIZES)
async def test_axe_finds_nothing_anywhere(visit, app, emulator, viewport, colours):
    found = {}

    for name, (query, reach) in SURFACES.items():
        page = await visit(f"as=UANA&{query}", viewport=viewport)
        await page.emulate_media(color_scheme=colours)
        await reach(page)
        found[name] = await findings(page, BROKEN_RULES)
        await page.close()
        emulator.faults.clear()
        if emulator.person("UANA").views:
            await emulator.person("UANA").close(all=True)

    assert {name: lines for name, lines in found.items() if lines} == {}
