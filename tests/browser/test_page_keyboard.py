"""Everything once without a mouse: from choosing a person to reading what the app answered."""

import asyncio

import pytest
import pytest_asyncio
from page_workspace import field, plain
from playwright.async_api import expect

KUDOS = {
    "type": "modal",
    "callback_id": "kudos",
    "title": plain("Give kudos"),
    "submit": plain("Send"),
    "blocks": [
        field("who", "For whom?", {"type": "users_select"}),
        field("why", "For what?", {"type": "plain_text_input"}),
    ],
}
FOCUSED = """() => {
    const node = document.activeElement;
    return (node.getAttribute("aria-label") ?? node.labels?.[0]?.textContent ?? node.textContent ?? "").trim();
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def kudos(bolt, connect, heard):
    """An app with /kudos and the shortcut *Give kudos*, whose form wants a reason of some length."""

    @bolt.command("/kudos")
    async def thank(ack, command):
        heard.put_nowait(command["text"])
        await ack("Thank you for saying thank you.")

    @bolt.shortcut("give_kudos")
    async def open_form(ack, shortcut, client):
        await client.views_open(trigger_id=shortcut["trigger_id"], view=KUDOS)
        await ack()

    @bolt.view("kudos")
    async def take(ack, view, client, body):
        why = view["state"]["values"]["why"]["it"]["value"]
        if len(why) < 10:
            await ack(response_action="errors", errors={"why": "A few more words, please."})
            return
        heard.put_nowait((view["state"]["values"]["who"]["it"]["selected_user"], why))
        await ack()
        await client.chat_postEphemeral(
            channel="CGENERAL", user=body["user"]["id"], text="Your kudos are on their way."
        )

    await connect()


async def tab_to(page, words, key="Tab"):
    """Press Tab until what has the focus begins with `words`."""
    met = []
    for _ in range(60):
        await page.keyboard.press(key)
        met.append(await page.evaluate(FOCUSED))
        if met[-1].startswith(words):
            return
    pytest.fail(f"No way by Tab to {words!r}; the focus met {met}")


async def test_all_of_it_by_keyboard(visit, kudos, heard, emulator):
    await emulator.person("UMIA").say("CGENERAL", "The importer runs twice as fast")
    page = await visit("as=UANA&to=CKUDOS")
    press, write = page.keyboard.press, page.keyboard.type

    await tab_to(page, "You are Ana Ruiz")
    await press("Enter")
    await press("b")
    await expect(page.get_by_role("menuitemradio", name="Bo Lind")).to_be_focused()
    await press("Enter")
    await expect(page.locator(".me-name")).to_have_text("Bo Lind")

    await tab_to(page, "general")
    await press("Enter")
    await expect(page.locator("#composer")).to_be_focused()

    await write("/ku")
    await press("Tab")
    await write("@mi")
    await press("Enter")
    await write("for the fast importer")
    await press("Enter")
    assert await heard.get() == "<@UMIA> for the fast importer"
    await expect(page.locator("#announcer")).to_contain_text("Thank you for saying thank you.")

    await tab_to(page, "Messages", "Shift+Tab")
    for _ in range(2):
        await press("ArrowUp")
    await expect(page.locator(".message", has_text="importer runs")).to_be_focused()
    await tab_to(page, "More actions")
    await press("Enter")
    await expect(page.get_by_role("menuitem", name="Give kudos")).to_be_focused()
    await press("Enter")

    await expect(page.get_by_label("For whom?")).to_be_focused()
    await write("mia")
    await expect(page.get_by_role("option", name="Mia Okafor")).to_be_visible()
    await press("Enter")
    await press("Tab")
    await write("Fast")
    await tab_to(page, "Send")
    await press("Enter")
    await expect(page.get_by_label("For what?")).to_be_focused()
    await expect(page.get_by_label("For what?")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("For what?")).to_have_accessible_description("A few more words, please.")
    await write(" and calm")
    await press("Enter")

    assert await heard.get() == ("UMIA", "Fast and calm")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator("#announcer")).to_contain_text("Your kudos are on their way.")


async def test_f6_goes_from_part_to_part(visit, emulator):
    await emulator.person("UMIA").say("CGENERAL", "Hello")
    page = await visit()

    seen = []
    for _ in range(4):
        await page.keyboard.press("F6")
        seen.append(
            await page.evaluate("document.activeElement.closest('#topbar, #sidebar, .composer, #main').className")
        )

    assert seen == ["topbar", "sidebar", "main", "composer"]


async def test_a_message_s_menu_gives_the_focus_back(visit, emulator):
    await emulator.person("UMIA").say("CGENERAL", "Hello")
    page = await visit()

    await page.locator(".message").focus()
    await tab_to(page, "More actions")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await page.keyboard.press("Escape")

    await expect(page.get_by_role("button", name="More actions")).to_be_focused()


async def test_arrows_pass_by_a_command_on_its_way_and_reach_what_became_of_it(visit, bolt, connect, emulator):
    answered = asyncio.Event()

    @bolt.command("/kudos")
    async def wait(ack):
        await answered.wait()
        await ack("Thank you.")

    await connect()
    await emulator.person("UMIA").say("CGENERAL", "Hello")
    page = await visit()
    await page.locator("#composer").fill("/kudos @bo ")
    await page.locator("#composer").press("Enter")
    await expect(page.locator(".notice")).to_contain_text("is on its way")

    await page.locator(".scroller").press("ArrowUp")
    await expect(page.locator(".message", has_text="Hello")).to_be_focused()

    answered.set()
    await expect(page.locator(".message", has_text="Thank you.")).to_be_visible()
    await expect(page.locator(".message", has_text="Hello")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(".message", has_text="Thank you.")).to_be_focused()
