"""Whole journeys on the page: two people side by side, a late app, a busy Slack, a file, a phone."""

from datetime import timedelta

import pytest
from page_workspace import CHECK_IN, NARROW, button, field
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError

ON_TIME = {**CHECK_IN, "blocks": [field("well", "What went well?", {"type": "plain_text_input"})]}
STICKS_OUT = """() => [...document.querySelectorAll("body *")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.right > innerWidth + 1 && box.width && getComputedStyle(node).visibility === "visible"
        && !node.closest(".table-scroll, .carousel-row, .visually-hidden, .skip-link, #sidebar");
}).map((node) => node.outerHTML.slice(0, 90))"""


def message(page, words):
    return page.locator("#main .message", has_text=words)


async def say(page, text):
    await page.locator("#composer").fill(text)
    await page.locator("#composer").press("Enter")


async def test_two_people_side_by_side_in_two_tabs(visit, emulator):
    ana = await visit("as=UANA&to=CGENERAL")
    bo = await ana.context.new_page()
    await bo.goto(f"{emulator.url}/?as=UBO&to=CGENERAL")

    await say(ana, "Who takes the demo?")
    await message(bo, "Who takes the demo?").hover()
    await message(bo, "Who takes").get_by_label("Add a reaction").click()
    await bo.get_by_role("button", name="tada").click()
    await expect(message(ana, "Who takes").get_by_label("tada, 1: Bo Lind")).to_be_visible()
    await message(ana, "Who takes").get_by_label("tada, 1: Bo Lind").click()
    await expect(message(bo, "Who takes").get_by_label("tada, 2: You, Ana Ruiz")).to_be_visible()

    await bo.get_by_role("button", name="kudos").click()
    await expect(bo.locator("h1")).to_have_text("kudos")
    await say(ana, "Then I take it, @bo")
    await expect(bo.get_by_role("button", name="general unread")).to_be_visible()
    await bo.get_by_role("button", name="general unread").click()
    await expect(message(bo, "Then I take it").locator(".mention.mine")).to_have_text("@Bo Lind")
    await expect(bo.get_by_role("button", name="general", exact=True)).to_be_visible()


async def test_a_form_that_comes_too_late_is_told_in_slack_s_words(visit, bolt, connect, emulator, heard):
    @bolt.command("/check-in")
    async def open_late(body, client):
        emulator.clock.forward(timedelta(seconds=4))
        try:
            await client.views_open(trigger_id=body["trigger_id"], view=ON_TIME)
        except SlackApiError as late:
            heard.put_nowait(late.response["error"])
            raise

    await connect()
    page = await visit()
    await page.get_by_role("button", name="Inspect the traffic").click()

    await say(page, "/check-in ")

    assert await heard.get() == "expired_trigger_id"
    await expect(page.locator(".notice")).to_contain_text('/check-in failed with the error "operation_timeout"')
    await expect(page.locator("#composer")).to_have_value("/check-in")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".traffic-row", has_text="views.open")).to_contain_text("expired_trigger_id")
    await page.locator(".traffic-row", has_text="/check-in").click()
    await expect(page.get_by_role("region", name="Request and answer")).to_contain_text("3 seconds that Slack waits")


async def test_a_click_that_the_app_does_not_take_is_marked(visit, bolt, connect, client, heard):
    @bolt.action("go")
    async def fall(ack):
        if heard.empty():
            heard.put_nowait("fell")
            raise RuntimeError("the app has a bug")
        await ack()

    await connect()
    await client.chat_postMessage(
        channel="CGENERAL", text="hi", blocks=[{"type": "actions", "elements": [button("go", "Go")]}]
    )
    page = await visit()

    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.get_by_role("img", name="The app did not take the last click")).to_be_visible()
    await page.get_by_role("button", name="Go", exact=True).click()

    await expect(page.get_by_role("img", name="The app did not take the last click")).to_have_count(0)


async def test_an_app_meets_too_many_requests_and_says_so(visit, bolt, connect):
    @bolt.command("/kudos")
    async def thank(ack, client, command):
        try:
            await client.chat_postMessage(channel="CKUDOS", text=f"Thanks: {command['text']}")
        except SlackApiError as busy:
            await ack(f"Slack is busy. Try again in {busy.response.headers['Retry-After']} seconds.")
        else:
            await ack("Thank you for saying thank you.")

    await connect()
    page = await visit()
    await say(page, "/kudos @bo for the review ")
    await expect(message(page, "Thank you for saying")).to_be_visible()

    await page.get_by_role("button", name="Break something").click()
    await page.get_by_role("button", name="too many requests").click()
    await expect(page.locator(".broken-list li")).to_have_count(1)
    await say(page, "/kudos @bo for the rota ")
    await expect(message(page, "Slack is busy. Try again in 30 seconds.")).to_contain_text("Only visible to you")
    await page.get_by_role("button", name="Mend: ").click()
    await expect(page.locator(".broken-list li")).to_have_count(0)
    await say(page, "/kudos @bo for the demo ")

    await expect(message(page, "Thank you for saying")).to_have_count(2)


async def test_a_file_is_chosen_and_reaches_the_app(visit, bolt, connect, heard):
    view = {
        **CHECK_IN,
        "blocks": [field("proof", "Proof", {"type": "file_input", "filetypes": ["txt"], "max_files": 1})],
    }

    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    @bolt.view("check_in")
    async def take(ack, view):
        heard.put_nowait(view["state"]["values"]["proof"]["it"]["files"])
        await ack()

    await connect()
    page = await visit()
    await say(page, "/check-in ")
    dialog = page.get_by_role("dialog", name="Weekly check-in")

    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.locator(".field-error:visible")).to_contain_text("Please complete this required field.")
    await page.get_by_label("Proof").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
    await expect(dialog.get_by_role("alert").filter(has_text="a.png is not one of .txt.")).to_be_visible()
    await page.get_by_label("Proof").set_input_files({"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Hi"})
    await expect(dialog.get_by_role("button", name="Remove notes.txt")).to_be_visible()
    await dialog.get_by_role("button", name="Send").click()

    await expect(dialog).to_have_count(0)
    [file] = await heard.get()
    assert (file["name"], file["size"], file["user"]) == ("notes.txt", 2, "UANA")


async def test_everything_can_be_reached_on_a_phone(visit, bolt, connect, client, emulator, heard):
    @bolt.command("/check-in")
    async def open_form(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=ON_TIME)
        await ack()

    @bolt.view("check_in")
    async def take(ack, view):
        heard.put_nowait(view["state"]["values"]["well"]["it"]["value"])
        await ack()

    await connect()
    first = await emulator.person("UBO").say("CKUDOS", f"A very long word: {'abcdefghij' * 30} and `{'code' * 60}`")
    await client.chat_postMessage(channel="CKUDOS", text="An answer", thread_ts=first["ts"])
    page = await visit(viewport=NARROW)

    await page.get_by_label("Show or hide the list of channels").click()
    await page.get_by_role("button", name="kudos").click()
    await expect(message(page, "A very long word")).to_be_visible()
    assert await page.evaluate(STICKS_OUT) == []
    await page.get_by_role("button", name="1 reply").click()
    assert await page.evaluate(STICKS_OUT) == []
    await page.get_by_label("Close the thread").click()
    await page.get_by_role("button", name="Break something").click()
    await page.get_by_role("button", name="Error 500").click()
    await expect(page.locator(".broken-list li")).to_have_count(1)
    assert await page.evaluate(STICKS_OUT) == []
    await page.get_by_role("button", name="Mend: ").click()
    await page.get_by_role("button", name="Close: Break something").click()
    await page.locator(".clock-toggle").click()
    assert await page.evaluate(STICKS_OUT) == []
    await page.keyboard.press("Escape")

    await say(page, "/check-in ")
    await page.get_by_label("What went well?").fill("The release")
    assert await page.evaluate(STICKS_OUT) == []
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()

    assert await heard.get() == "The release"
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_long_channel_shows_its_end_first_and_the_rest_on_the_way_up(visit, emulator):
    channel, bo = emulator.workspace.channels["CGENERAL"], emulator.person("UBO")
    for number in range(2_000):
        emulator.posts.by_person(bo.me, channel, f"number {number}")
    page = await visit()

    await expect(page.locator(".message").last).to_contain_text("number 1999")
    await expect(page.locator(".message")).to_have_count(100)
    await page.get_by_role("region", name="Messages").focus()
    await page.keyboard.press("Home")

    await expect(page.locator(".message")).to_have_count(200)
    await expect(page.locator(".message").first).to_contain_text("number 1800")
    await bo.say("CGENERAL", "and one more")
    await expect(page.get_by_role("button", name="Newer messages")).to_be_visible()


async def test_two_hundred_people_can_be_chosen_and_mentioned(visit, emulator):
    for number in range(200):
        await emulator.join({"id": f"U{number:03}", "name": f"p{number:03}", "real_name": f"Person {number:03}"})
    page = await visit()

    await page.locator("#composer").press_sequentially("@p1")
    await expect(page.get_by_role("option")).to_have_count(10)
    await page.locator("#composer").fill("/kudos @p17")
    await page.locator("#composer").press("End")
    await page.locator("#composer").press_sequentially("3")
    await expect(page.get_by_role("option")).to_have_count(1)
    await page.locator("#composer").press("Enter")
    await expect(page.locator("#composer")).to_have_value("/kudos @p173 ")
    await page.locator(".me").click()
    await expect(page.get_by_role("menuitemradio")).to_have_count(203)


async def test_a_copied_link_leads_back_to_the_conversation(visit, emulator):
    sent = await emulator.person("UBO").say("CKUDOS", "Keep this")
    page = await visit("as=UANA&to=CKUDOS")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    await message(page, "Keep this").hover()
    await page.get_by_label("More actions").click()
    await page.get_by_role("menuitem", name="Copy link").click()
    await expect(page.locator(".toast")).to_contain_text("The link is copied.")
    link = await page.evaluate("navigator.clipboard.readText()")
    await page.goto(link)

    assert link == f"{emulator.url}/archives/CKUDOS/p{sent['ts'].replace('.', '')}"
    await expect(message(page, "Keep this")).to_be_visible()


@pytest.mark.parametrize(("text", "direction"), [("שלום לכולם", "rtl"), ("Hello everyone", "ltr")])
async def test_text_runs_in_its_own_direction(visit, emulator, text, direction):
    await emulator.person("UBO").say("CGENERAL", text)
    page = await visit()

    body = page.locator(".message .text")
    assert await body.evaluate("(node) => getComputedStyle(node).direction") == direction


async def test_what_only_one_sees_says_so_once_for_several(visit, client):
    for text in ("First", "Second"):
        await client.chat_postEphemeral(channel="CGENERAL", user="UANA", text=text)
    page = await visit()

    await expect(page.locator(".message.ephemeral")).to_have_count(2)
    await expect(page.get_by_text("Only visible to you").locator("visible=true")).to_have_count(1)
    await expect(page.get_by_role("article", name="only visible to you")).to_have_count(2)


async def test_emoji_have_slack_s_names_and_skin_tones(visit, emulator):
    await emulator.person("UBO").say("CGENERAL", ":flag-de: :+1::skin-tone-3: :keycap_star: :no_such_emoji: :umbrella:")
    page = await visit()

    await expect(message(page, "no_such_emoji").locator(".text")).to_have_text("🇩🇪 👍🏼 *️⃣ :no_such_emoji: ☂️")
    await expect(page.get_by_role("img", name="thumbs up, skin tone 2")).to_be_visible()


async def test_a_chosen_skin_tone_is_kept_for_reactions(visit, emulator):
    sent = await emulator.person("UBO").say("CGENERAL", "Agreed?")
    page = await visit()

    await message(page, "Agreed?").hover()
    await page.get_by_label("Add a reaction").click()
    await page.get_by_label("Skin tone").select_option("6")
    await page.get_by_role("button", name="thumbs up").first.click()

    await expect(page.locator(".reaction").first).to_contain_text("👍🏿")
    [shown] = emulator.person("UANA").messages("CGENERAL")
    assert (shown["ts"], shown["reactions"][0]["name"]) == (sent["ts"], "+1::skin-tone-6")
