"""The inspector: the traffic between the workspace and the app, as it happens."""

import pytest_asyncio
from page_workspace import NARROW
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError


async def open_inspector(page):
    await page.get_by_role("button", name="Inspect the traffic").click()
    await expect(page.get_by_role("region", name="Traffic")).to_be_visible()


def rows(page):
    return page.locator(".traffic-row")


@pytest_asyncio.fixture(loop_scope="session")
async def kudos(bolt, connect):
    @bolt.command("/kudos")
    async def thank(ack):
        await ack("Thank you for saying thank you.")

    await connect()


async def test_both_directions_are_followed_live(visit, kudos, client):
    page = await visit()
    await open_inspector(page)

    await client.chat_postMessage(channel="CGENERAL", text="Hello")
    await page.locator("#composer").fill("/kudos @bo for the review ")
    await page.locator("#composer").press("Enter")

    posted = rows(page).filter(has_text="chat.postMessage")
    command = rows(page).filter(has_text="/kudos")
    await expect(posted).to_contain_text("app to Slack")
    await expect(posted).to_contain_text("ok")
    await expect(command).to_contain_text("Slack to app")
    await expect(command).to_contain_text("Cairn")


async def test_a_row_opens_what_was_asked_and_answered(visit, client):
    page = await visit()
    await open_inspector(page)
    await client.chat_postMessage(channel="CGENERAL", text="Hello")

    await rows(page).filter(has_text="chat.postMessage").click()

    details = page.get_by_role("region", name="Request and answer")
    await expect(details).to_contain_text('text: "Hello"')
    await expect(details).to_contain_text("Web API")
    await expect(details).not_to_contain_text("xoxb-page")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await details.get_by_role("button", name="Copy: Request").click()
    await expect(page.locator("#announcer")).to_have_text("Copied")
    assert '"text": "Hello"' in await page.evaluate("navigator.clipboard.readText()")


async def test_errors_and_breakages_are_marked_and_filtered(visit, emulator, client):
    page = await visit()
    await open_inspector(page)
    emulator.faults.add("chat.postMessage", "error", error="not_in_channel")
    await client.api_test()
    try:
        await client.chat_postMessage(channel="CGENERAL", text="no")
    except SlackApiError:
        await client.auth_test()
    await expect(rows(page)).to_have_count(3)

    await page.get_by_role("button", name="Errors only").click()

    await expect(rows(page)).to_have_count(1)
    await expect(rows(page)).to_contain_text("not_in_channel")
    await expect(rows(page)).to_contain_text("broken on purpose")
    await page.get_by_role("button", name="Errors only").click()
    await page.get_by_label("Filter the traffic by text").fill("AUTH")
    await expect(rows(page)).to_have_count(1)
    await page.get_by_label("Filter the traffic by text").fill("")
    await page.get_by_label("Direction").select_option("Slack to app")
    await expect(page.get_by_text("Nothing fits the filter.")).to_be_visible()


async def test_a_pause_holds_the_list_and_catches_up_after(visit, client):
    page = await visit()
    await open_inspector(page)
    await client.api_test()
    await expect(rows(page)).to_have_count(1)

    await page.get_by_role("button", name="Pause").click()
    await client.auth_test()
    await client.chat_postMessage(channel="CGENERAL", text="Now")
    await expect(page.locator(".message", has_text="Now")).to_be_visible()  # the page has heard, the list stands still
    await expect(rows(page)).to_have_count(1)
    await page.get_by_role("button", name="Pause").click()

    await expect(rows(page)).to_have_count(3)


async def test_arrow_keys_go_through_the_rows_and_esc_closes(visit, client):
    page = await visit()
    for text in ("one", "two"):
        await client.chat_postMessage(channel="CGENERAL", text=text)
    await open_inspector(page)
    await expect(rows(page)).to_have_count(2)

    await page.get_by_role("listbox", name="Traffic").focus()
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(".json").first).to_contain_text('text: "two"')
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(".json").first).to_contain_text('text: "one"')
    await expect(page.locator(".traffic-row[aria-selected=true]")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(page.locator(".json")).to_have_count(0)
    await page.keyboard.press("Escape")

    await expect(page.locator("#inspector")).to_be_hidden()
    await expect(page.get_by_role("button", name="Inspect the traffic")).to_be_focused()


async def test_two_thousand_rows_do_not_fill_the_page(visit, emulator):
    def call(number):
        begun = emulator.traffic.begin()
        emulator.traffic.to_slack(begun, emulator.app(), "web_api", "api.test", {"n": number}, {"ok": True})

    for number in range(2_100):
        call(number)
    page = await visit()

    await open_inspector(page)

    await expect(page.locator(".traffic-count")).to_have_text("2000")
    await expect(rows(page)).to_have_count(200)
    call("the newest")
    await expect(page.locator("#traffic-2101")).to_be_visible()
    await expect(rows(page)).to_have_count(200)
    await page.get_by_role("button", name="Show 200 older of 1800").click()
    await expect(rows(page)).to_have_count(400)
    await page.get_by_label("Filter the traffic by text").fill('"n":2099')
    await expect(rows(page)).to_have_count(1)


async def test_it_stays_open_over_a_reload_and_covers_a_phone(visit, client):
    await client.api_test()
    page = await visit(viewport=NARROW)
    await open_inspector(page)

    await page.reload()

    await expect(rows(page)).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
