"""People on the page: presence, status, quiet hours, cards, and conversations between them."""

import pytest
from page_workspace import NARROW
from playwright.async_api import expect


async def choose(page, words):
    await page.locator(".me").click()
    await page.get_by_role("menuitem", name=words).click()


async def test_one_goes_away_and_comes_back(visit, emulator):
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")
    await emulator.person("UANA").say("CGENERAL", "Back in a minute")

    await choose(ana, "Set yourself as away")

    await expect(ana.get_by_role("button", name="You are Ana Ruiz, away")).to_be_visible()
    await bo.locator(".author", has_text="Ana Ruiz").click()
    await expect(bo.get_by_role("dialog", name="Ana Ruiz")).to_contain_text("Away")
    assert emulator.workspace.people["UANA"].presence == "away"
    await choose(ana, "Set yourself as active")
    await expect(ana.get_by_role("button", name="You are Ana Ruiz, active")).to_be_visible()


async def test_a_status_is_seen_by_the_others_with_its_words(visit, emulator):
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")
    await emulator.person("UANA").say("CGENERAL", "Hello")

    await choose(ana, "Set a status")
    await ana.get_by_role("button", name="Choose an emoji").click()
    await ana.get_by_label("Search emoji").fill("palm_tree")
    await ana.get_by_label("Search emoji").press("Enter")
    await ana.get_by_label("Status", exact=True).fill("By the sea")
    await ana.get_by_label("Clear it").select_option("For an hour")
    await ana.get_by_role("button", name="Save").click()

    sign = bo.locator(".message").get_by_role("img", name="Status: By the sea")
    await expect(sign).to_have_text("🌴")
    me = emulator.workspace.people["UANA"]
    assert (me.status_text, me.status_emoji) == ("By the sea", ":palm_tree:")
    assert me.status_expiration == int(emulator.clock.now().timestamp()) + 3600

    await choose(ana, "Change or clear the status")
    await ana.get_by_role("button", name="Clear the status").click()
    await expect(sign).to_have_count(0)


async def test_a_status_ends_at_midnight_where_the_person_is(visit, emulator):
    page = await visit("as=UMIA&to=CGENERAL")

    await choose(page, "Set a status")
    await page.get_by_role("button", name="Working remotely").click()
    await page.get_by_role("button", name="Save").click()

    await expect(page.locator(".me").get_by_role("img", name="Status: Working remotely")).to_be_visible()
    assert emulator.workspace.people["UMIA"].status_expiration == 1763182799  # 23:59:59 in New York


async def test_notifications_are_paused_and_resumed(visit, emulator):
    page = await visit()

    await choose(page, "Pause notifications for an hour")
    await expect(page.get_by_role("button", name="You are Ana Ruiz, active, notifications paused")).to_be_visible()
    assert emulator.workspace.people["UANA"].snooze_until == int(emulator.clock.now().timestamp()) + 3600
    await choose(page, "Resume notifications")

    await expect(page.get_by_role("button", name="You are Ana Ruiz, active. ")).to_be_visible()


@pytest.mark.parametrize("opener", [".author", ".mention"])
async def test_a_card_says_who_somebody_is_and_what_time_it_is_there(visit, emulator, opener):
    await emulator.person("UMIA").say("CGENERAL", "It was @mia")
    page = await visit()

    await page.locator(f".message {opener}").click()

    card = page.get_by_role("dialog", name="Mia Okafor")
    await expect(card).to_contain_text("Manager")
    await expect(card).to_contain_text("04:02 local time, Friday")
    await expect(card).to_contain_text("New York (America/New_York)")
    await page.keyboard.press("Escape")
    await expect(card).to_have_count(0)


async def test_two_people_write_to_each_other(visit):
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")

    await ana.get_by_role("button", name="New message").click()
    await ana.get_by_role("button", name="Go").click()
    await expect(ana.get_by_role("alert")).to_have_text("Choose somebody first.")
    await ana.get_by_label("To", exact=True).press_sequentially("bo")
    await ana.keyboard.press("Enter")
    await ana.keyboard.press("Escape")
    await ana.get_by_role("button", name="Go").click()
    await expect(ana.locator("h1")).to_have_text("Bo Lind")
    await ana.locator("#composer").fill("Lunch? :pizza:")
    await ana.locator("#composer").press("Enter")

    entry = bo.locator(".entry", has_text="Ana Ruiz")
    await expect(entry.locator(".unread-mark")).to_be_visible()
    await entry.click()
    await expect(bo.locator(".message")).to_contain_text("Lunch? 🍕")
    await expect(entry.locator(".unread-mark")).to_have_count(0)


async def test_several_talk_in_a_group(visit, emulator):
    page = await visit()

    await page.get_by_role("button", name="New message").click()
    for name in ("bo", "mia"):
        await page.get_by_label("To", exact=True).press_sequentially(name)
        await page.keyboard.press("Enter")
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Go").click()

    await expect(page.locator("h1")).to_have_text("Bo Lind, Mia Okafor")
    await page.locator("#composer").fill("The three of us")
    await page.locator("#composer").press("Enter")
    await expect(page.locator(".message")).to_contain_text("The three of us")
    channel = page.url.rpartition("to=")[2]
    assert emulator.person("UMIA").messages(channel)[-1]["text"] == "The three of us"


async def test_the_message_button_of_a_card_opens_a_conversation_on_a_phone(visit, emulator):
    await emulator.person("UBO").say("CGENERAL", "Here")
    page = await visit(viewport=NARROW)

    await page.locator(".author", has_text="Bo Lind").click()
    await page.get_by_role("button", name="Message", exact=True).click()

    await expect(page.locator("h1")).to_have_text("Bo Lind")
    await expect(page.locator(".empty")).to_contain_text("Only the two of you")


async def test_the_clock_goes_to_any_time_and_shows_it_for_everyone(visit, clock):
    page = await visit()

    await page.locator(".clock-toggle").click()
    await expect(page.get_by_label("Local times").get_by_role("listitem")).to_have_text(
        ["Fri 04:02New YorkMia", "Fri 10:02Berlinyou", "Fri 10:02StockholmBo"]
    )
    await page.get_by_label("Go to (your time)").fill("2025-12-24T18:30")
    await page.get_by_role("button", name="Go", exact=True).click()
    await expect(page.locator(".clock-face")).to_have_text("Wed, Dec 24, 18:30")
    await page.get_by_role("button", name="one day on").click()
    await expect(page.locator(".clock-face")).to_have_text("Thu, Dec 25, 18:30")

    assert clock.now().isoformat() == "2025-12-25T17:30:00+00:00"
    await page.get_by_role("button", name="60×").click()
    await expect(page.locator(".clock-pace")).to_have_text(" · 60×")
    assert clock.rate == 60
