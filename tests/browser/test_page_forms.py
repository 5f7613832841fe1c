"""Modals on the page, with a Bolt app on the other side."""

import pytest
import pytest_asyncio
from page_workspace import CHECK_IN, button, field, mrkdwn, options, plain
from playwright.async_api import expect


@pytest_asyncio.fixture(loop_scope="session")
async def form(bolt, connect, heard):
    """An app whose /check-in opens a form, refuses "bad" and takes everything else."""

    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=CHECK_IN)
        await ack()

    @bolt.view("check_in")
    async def take(ack, view):
        values = view["state"]["values"]
        if "bad" in values["well"]["it"]["value"]:
            await ack(response_action="errors", errors={"well": "Say it kindly."})
        else:
            heard.put_nowait(values)
            await ack()

    @bolt.view_closed("check_in")
    async def closed(ack, body):
        heard.put_nowait({"closed": body["is_cleared"]})
        await ack()

    @bolt.action("it")
    async def change(ack, body, client):
        more = {
            "type": "section",
            "block_id": "more",
            "text": mrkdwn(f"You chose {body['actions'][0]['selected_option']['value']}"),
        }
        view = {
            **CHECK_IN,
            "blocks": [more, *CHECK_IN["blocks"], field("why", "Why?", {"type": "plain_text_input"}, optional=True)],
        }
        await client.views_update(view_id=body["view"]["id"], view=view)
        await ack()

    @bolt.options("it")
    async def goals(ack, body):
        await ack(
            options=options(
                *[name for name in ("Fewer incidents", "Faster reviews") if body["value"].lower() in name.lower()]
            )
        )

    await connect()


async def opened(visit):
    page = await visit()
    await page.locator("#composer").fill("/check-in ")
    await page.locator("#composer").press("Enter")
    await page.get_by_role("dialog").wait_for()
    return page


async def test_a_form_is_filled_in_and_sent(visit, form, heard):
    page = await opened(visit)
    dialog = page.get_by_role("dialog", name="Weekly check-in")
    await expect(page.get_by_label("What went well?")).to_be_focused()
    await expect(dialog).to_contain_text("Pulse (optional)")

    await page.get_by_label("What went well?").fill("The release 🎉")
    await page.get_by_label("Fine").check()
    await page.get_by_label("Write").check()
    await page.get_by_label("Who can help?").click()
    await page.get_by_role("option", name="Mia Okafor").click()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_visible()
    await page.get_by_label("Open requests").fill("3")
    await page.get_by_label("Due").fill("2025-11-24")
    await page.get_by_label("At", exact=True).fill("2025-11-24T09:30")
    await page.get_by_label("Goal").press_sequentially("fast")
    await page.get_by_role("option", name="Faster reviews").click()
    await page.get_by_label("Confidence").click()
    await page.get_by_role("option", name="At risk").click()
    await expect(dialog).to_contain_text("You chose at risk")
    await page.get_by_role("button", name="Send", exact=True).last.click()

    await expect(dialog).to_have_count(0)
    values = await heard.get()
    assert values["well"]["it"]["value"] == "The release 🎉"
    assert values["pulse"]["it"]["selected_option"]["value"] == "fine"
    assert [one["value"] for one in values["done"]["it"]["selected_options"]] == ["write"]
    assert values["helpers"]["it"]["selected_users"] == ["UMIA"]
    assert values["count"]["it"]["value"] == "3"
    assert values["due"]["it"]["selected_date"] == "2025-11-24"
    assert values["at"]["it"]["selected_date_time"] == 1763973000  # 09:30 in Berlin
    assert values["goal"]["it"]["selected_option"]["value"] == "faster reviews"
    assert values["state"]["it"]["selected_option"]["value"] == "at risk"


async def test_errors_stand_at_their_fields_and_go_when_one_types(visit, form):
    page = await opened(visit)
    await page.get_by_label("Open requests").fill("3")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(page.locator(".field-error:visible")).to_have_text([" Please complete this required field."] * 2)
    await expect(page.get_by_label("What went well?")).to_be_focused()

    await page.get_by_label("What went well?").fill("bad")
    await page.get_by_label("Confidence").click()
    await page.get_by_role("option", name="On track").click()
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await expect(page.locator(".field-error:visible")).to_have_text(" Say it kindly.")
    await expect(page.get_by_label("What went well?")).to_have_attribute("aria-invalid", "true")

    await page.get_by_label("What went well?").press_sequentially("ly")
    await expect(page.locator(".field-error:visible")).to_have_count(0)


@pytest.mark.parametrize(
    ("label", "typed", "words"),
    [
        pytest.param("Open requests", "3.5", "Please enter a whole number.", id="fraction"),
        pytest.param("Open requests", "12", "Please enter a number of at most 9.", id="too high"),
        pytest.param("What went well?", "x" * 201, "Please enter at most 200 characters; this is 201.", id="too long"),
    ],
)
async def test_what_a_form_can_see_is_not_sent(visit, form, label, typed, words):
    page = await opened(visit)
    await page.get_by_label("What went well?").fill("fine")
    await page.get_by_label("Open requests").fill("3")
    await page.get_by_label("Confidence").click()
    await page.get_by_role("option", name="On track").click()
    await page.get_by_label(label).fill(typed)

    await page.get_by_role("dialog").get_by_role("button", name="Send").click()

    await expect(page.locator(".field-error:visible")).to_have_text(f" {words}")
    await expect(page.get_by_label(label)).to_have_value(typed)


async def test_what_is_typed_outlives_an_update_and_a_reload(visit, form):
    page = await opened(visit)
    await page.get_by_label("What went well?").fill("The release")
    await page.get_by_label("Confidence").click()
    await page.get_by_role("option", name="At risk").click()
    await expect(page.get_by_label("Why?")).to_be_visible()
    await expect(page.get_by_label("What went well?")).to_have_value("The release")
    await expect(page.get_by_label("Confidence")).to_be_focused()

    await page.get_by_label("Why?").fill("Two are ill")
    await page.reload()

    await expect(page.get_by_label("What went well?")).to_have_value("The release")
    await expect(page.get_by_label("Why?")).to_have_value("Two are ill")
    await expect(page.get_by_label("Confidence")).to_have_value("At risk")


async def test_esc_closes_a_form_and_the_app_hears_of_it(visit, form, heard):
    page = await opened(visit)

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#composer")).to_be_focused()
    assert await heard.get() == {"closed": False}


async def test_pushed_forms_lie_on_top_and_closing_one_shows_the_one_below(visit, bolt, connect):
    below = {
        "type": "modal",
        "title": plain("Below"),
        "blocks": [
            field("name", "Name", {"type": "plain_text_input"}),
            {"type": "actions", "elements": [button("deeper", "Deeper")]},
        ],
        "submit": plain("Save"),
    }

    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=below)
        await ack()

    @bolt.action("deeper")
    async def push(ack, body, client):
        await client.views_push(
            trigger_id=body["trigger_id"],
            view={"type": "modal", "title": plain("Above"), "blocks": [{"type": "divider"}]},
        )
        await ack()

    await connect()
    page = await opened(visit)
    await page.get_by_label("Name").fill("Kept")
    await page.get_by_role("button", name="Deeper").click()
    await expect(page.get_by_role("dialog", name="Above")).to_be_visible()

    await page.keyboard.press("Escape")

    await expect(page.get_by_role("dialog", name="Below")).to_be_visible()
    await expect(page.get_by_label("Name")).to_have_value("Kept")
    await page.get_by_role("dialog").get_by_label("Close", exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_form_that_nobody_takes_stays_open_with_its_text(visit, bolt, connect):
    simple = {
        "type": "modal",
        "callback_id": "lost",
        "title": plain("Simple"),
        "submit": plain("Save"),
        "blocks": [field("name", "Name", {"type": "plain_text_input"})],
    }

    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=simple)
        await ack()

    @bolt.view("lost")
    async def refuse(ack):
        await ack(response_action="errors", errors={"no_such_block": "?"})

    await connect()
    page = await opened(visit)
    await page.get_by_label("Name").fill("Ana")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("alert").filter(has_text="trouble connecting")).to_be_visible()
    await expect(page.get_by_label("Name")).to_have_value("Ana")
