"""Buttons, menus, shortcuts, files and the Home tab of the page, with a Bolt app on the other side."""

from page_workspace import button, mrkdwn, options, plain
from playwright.async_api import expect

THE_APP = "as=UANA&app=A0CAIRN&tab=messages"


async def test_a_button_asks_first_when_it_should(visit, bolt, connect, client, heard):
    confirm = {
        "title": plain("Nudge one person?"),
        "text": mrkdwn("They get *one* reminder."),
        "confirm": plain("Nudge"),
        "deny": plain("Not now"),
    }

    @bolt.action("nudge")
    async def nudged(ack, action):
        heard.put_nowait(action["value"])
        await ack()

    await connect()
    await client.chat_postMessage(
        channel="UANA",
        text="status",
        blocks=[{"type": "actions", "elements": [button("nudge", "Nudge", value="UBO", confirm=confirm)]}],
    )
    page = await visit(THE_APP)

    await page.get_by_role("button", name="Nudge").click()
    await page.get_by_role("button", name="Not now").click()
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert heard.empty()
    await page.get_by_role("button", name="Nudge").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Nudge").click()

    assert await heard.get() == "UBO"


async def test_a_button_whose_app_is_away_says_so(visit, client):
    await client.chat_postMessage(
        channel="UANA", text="hi", blocks=[{"type": "actions", "elements": [button("go", "Go")]}]
    )
    page = await visit(THE_APP)

    await page.get_by_role("button", name="Go", exact=True).click()

    await expect(page.locator(".toast")).to_contain_text("dispatch_failed")


async def test_a_menu_in_a_message_tells_the_app(visit, bolt, connect, client, heard):
    @bolt.action("pick")
    async def picked(ack, action):
        heard.put_nowait(action["selected_option"]["value"])
        await ack()

    await connect()
    menu = {
        "type": "static_select",
        "action_id": "pick",
        "placeholder": plain("Pick one"),
        "options": options("Red", "Blue"),
    }
    await client.chat_postMessage(channel="UANA", text="menu", blocks=[{"type": "actions", "elements": [menu]}])
    page = await visit(THE_APP)

    await page.get_by_role("combobox", name="Pick one").focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        await page.keyboard.press(key)

    assert await heard.get() == "blue"


async def test_a_message_shortcut_starts_from_the_menu_of_a_message(visit, bolt, connect, client, heard):
    @bolt.shortcut("give_kudos")
    async def chosen(ack, shortcut):
        heard.put_nowait(shortcut["message"]["text"])
        await ack()

    await connect()
    await client.chat_postMessage(channel="CGENERAL", text="A calm handover")
    page = await visit()

    await page.locator(".message").hover()
    await page.get_by_label("More actions").click()
    await page.get_by_role("menuitem", name="Give kudos").click()

    assert await heard.get() == "A calm handover"


async def test_the_home_tab_shows_what_the_app_publishes(visit, bolt, connect, heard):
    @bolt.event("app_home_opened")
    async def publish(event, client):
        await client.views_publish(
            user_id=event["user"],
            view={
                "type": "home",
                "blocks": [
                    {"type": "header", "text": plain("Good morning")},
                    {"type": "actions", "elements": [button("start", "Start")]},
                ],
            },
        )

    @bolt.action("start")
    async def started(ack, body, client):
        await client.views_publish(
            user_id=body["user"]["id"], view={"type": "home", "blocks": [{"type": "header", "text": plain("Started")}]}
        )
        await ack()

    await connect()
    page = await visit(THE_APP)
    await page.get_by_role("tab", name="Home").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("Good morning")
    await page.get_by_role("button", name="Start").click()

    await expect(page.get_by_role("tabpanel")).to_contain_text("Started")


async def test_a_file_opens_in_a_tab_of_its_own(visit, client):
    conversation = await client.conversations_open(users="UANA")
    await client.files_upload_v2(
        channel=conversation["channel"]["id"], content="<h1>Packet</h1>", filename="packet.html", title="Review packet"
    )
    page = await visit(THE_APP)

    async with page.context.expect_page() as opening:
        await page.get_by_role("link", name="Review packet").click()

    await expect((await opening.value).locator("h1")).to_have_text("Packet")


async def test_an_app_that_comes_is_shown_as_connected(visit, connect):
    page = await visit(THE_APP)
    await expect(page.locator(".view-head")).to_contain_text("Not connected")

    await connect()

    await expect(page.locator(".view-head")).not_to_contain_text("Not connected")
    await expect(page.get_by_title("Connected")).to_be_visible()


async def test_a_home_that_is_open_already_fills_when_the_app_comes(visit, bolt, connect):
    @bolt.event("app_home_opened")
    async def publish(event, client):
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})

    page = await visit("as=UANA&app=A0CAIRN&tab=home")
    await expect(page.get_by_role("tabpanel")).to_contain_text("This app is not connected")

    await connect()

    await expect(page.locator(".home-body hr")).to_be_visible()
