"""While a form is open one can still break things, follow the traffic and move the clock."""

import pytest_asyncio
from page_workspace import NARROW, field, plain
from playwright.async_api import expect

FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Send"),
    "blocks": [field("why", "For what?", {"type": "plain_text_input"})],
}


@pytest_asyncio.fixture(loop_scope="session")
async def app(bolt, connect):
    """An app whose form is taken when it arrives."""

    @bolt.command("/kudos")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @bolt.view("form")
    async def take(ack):
        await ack()

    await connect()


async def open_form(page):
    await page.locator("#composer").fill("/kudos ")
    await page.locator("#composer").press("Enter")
    await expect(page.get_by_role("dialog", name="A form")).to_be_visible()


async def test_a_form_is_sent_while_something_is_broken_and_again_when_it_is_mended(visit, app, emulator):
    page = await visit()
    await open_form(page)
    form = page.get_by_role("dialog", name="A form")
    await form.get_by_label("For what?").fill("The importer")

    await page.get_by_role("button", name="Inspect the traffic").click()
    await page.get_by_role("button", name="Break something").click()
    await page.locator("#break").get_by_role("button", name="Lose it").click()
    await expect(page.locator(".broken-list li")).to_have_count(1)
    emulator.delivery.ack_seconds = 0.05
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_role("alert").filter(has_text="operation_timeout")).to_be_visible()
    await expect(page.locator(".traffic-row").last).to_contain_text("view_submission form")
    await expect(form.get_by_label("For what?")).to_have_value("The importer")
    emulator.delivery.ack_seconds = 3.0
    await form.get_by_role("button", name="Send").click()

    await expect(form).to_have_count(0)


async def test_escape_closes_what_has_the_focus(visit, app):
    page = await visit()
    await open_form(page)
    form = page.get_by_role("dialog", name="A form")

    await page.get_by_role("button", name="Break something").press("Enter")
    await expect(page.locator("#break")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#break")).to_be_hidden()
    await expect(page.get_by_role("button", name="Break something")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(form).to_be_visible()
    await page.locator(".clock-toggle").click()
    await page.keyboard.press("Escape")
    await expect(page.locator(".clock-panel")).to_be_hidden()
    await expect(form).to_be_visible()
    await form.get_by_label("For what?").press("Escape")

    await expect(form).to_have_count(0)
    await expect(page.locator("#composer")).to_be_focused()


async def test_f6_goes_between_the_form_and_the_panels_and_nothing_behind(visit, app):
    page = await visit()
    await page.get_by_role("button", name="Break something").click()
    await page.get_by_role("button", name="Inspect the traffic").click()
    await open_form(page)
    field_of_form = page.get_by_label("For what?")
    await expect(field_of_form).to_be_focused()

    met = []
    for _ in range(4):
        await page.keyboard.press("F6")
        met.append(await page.evaluate("document.activeElement.closest('#topbar, .panel, .modal').className"))

    assert [name.split()[-1] for name in met] == ["topbar", "break", "inspector", "modal"]
    for _ in range(60):
        await page.keyboard.press("Tab")
        assert not await page.evaluate(
            "Boolean(document.activeElement.closest('#main, #sidebar, #thread, .skip-link'))"
        )


async def test_the_form_is_not_covered_by_the_panels(visit, app):
    page = await visit(viewport={"width": 1000, "height": 800})
    await page.get_by_role("button", name="Break something").click()
    await page.get_by_role("button", name="Inspect the traffic").click()
    await open_form(page)

    form = await page.locator(".modal").bounding_box()
    for other in ("#break", "#inspector", "#topbar"):
        box = await page.locator(other).bounding_box()
        apart = (
            form["x"] + form["width"] <= box["x"]
            or form["y"] + form["height"] <= box["y"]
            or form["y"] >= box["y"] + box["height"]
        )
        assert apart, (other, form, box)


async def test_on_a_phone_a_panel_lies_over_the_form_until_it_is_closed(visit, app):
    page = await visit(viewport=NARROW)
    await open_form(page)

    await page.get_by_role("button", name="Break something").click()
    await page.locator("#break").get_by_role("button", name="Deliver twice").click()
    await expect(page.locator(".broken-list li")).to_have_count(1)
    await page.get_by_role("button", name="Close: Break something").click()
    await page.get_by_label("For what?").fill("The importer")
    await page.get_by_role("dialog", name="A form").get_by_role("button", name="Send").click()

    await expect(page.get_by_role("dialog", name="A form")).to_have_count(0)


async def test_a_form_that_goes_away_by_itself_takes_no_focus_from_a_panel(visit, app, emulator):
    page = await visit()
    await open_form(page)
    await page.get_by_role("button", name="Inspect the traffic").click()
    closing = page.get_by_role("button", name="Close: Traffic")
    await expect(closing).to_be_focused()

    await emulator.person("UANA").close(all=True)

    await expect(page.get_by_role("dialog", name="A form")).to_have_count(0)
    await expect(closing).to_be_focused()
