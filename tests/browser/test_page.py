"""The page of the local workspace, as a person sees it in a browser."""

from playwright.async_api import expect


def message(page, words):
    return page.locator(".message", has_text=words)


async def test_a_message_appears_while_one_looks(visit, client):
    page = await visit()

    await client.chat_postMessage(channel="CGENERAL", text="Good *morning*, <@UANA>")

    shown = message(page, "Good morning, @Ana Ruiz")
    await expect(shown.locator("strong")).to_have_text("morning")
    await expect(shown.locator(".author")).to_have_text("Cairn")
    await expect(shown.locator(".app-tag")).to_have_text("APP")
    await expect(shown.locator("time.time")).to_have_text("10:02")
    await expect(page.locator("#announcer")).to_contain_text("Good morning, @Ana Ruiz")


async def test_whoever_comes_first_is_somebody_and_is_remembered(visit):
    page = await visit("")
    await expect(page.locator(".me-name")).to_have_text("Ana Ruiz")

    await page.locator(".me").click()
    await page.get_by_role("menuitemradio", name="Mia Okafor").click()
    await expect(page.locator(".me-name")).to_have_text("Mia Okafor")
    await expect(page.locator(".clock-zone")).to_have_text("New York")
    await expect(page.locator(".clock-face")).to_have_text("Fri, Nov 14, 04:02")

    await page.goto(page.url.partition("?")[0])
    await expect(page.locator(".me-name")).to_have_text("Mia Okafor")


async def test_what_one_types_is_sent_with_enter(visit, emulator):
    page = await visit()

    await page.locator("#composer").fill("two\nlines for @bo")
    await page.locator("#composer").press("Enter")

    await expect(message(page, "two")).to_contain_text("lines for @Bo Lind")
    await expect(page.locator("#composer")).to_have_value("")
    assert emulator.person("UBO").messages("CGENERAL")[-1]["text"] == "two\nlines for <@UBO>"


async def test_the_slash_shows_commands_and_completes_them(visit):
    page = await visit()
    await page.locator("#composer").press_sequentially("/")
    await expect(page.get_by_role("option")).to_contain_text(["/check-in", "/kudos"])

    await page.locator("#composer").press_sequentially("ku")
    await page.locator("#composer").press("Tab")
    await expect(page.locator(".composer-hint")).to_contain_text("[@someone for …]")
    await page.locator("#composer").press_sequentially("@mi")
    await page.locator("#composer").press("Enter")

    await expect(page.locator("#composer")).to_have_value("/kudos @mia ")


async def test_a_command_that_fails_says_so_and_gives_the_text_back(visit):
    page = await visit()

    await page.locator("#composer").fill("/kudos @bo for the review")
    await page.locator("#composer").press("Enter")

    await expect(page.locator(".notice")).to_contain_text('/kudos failed with the error "dispatch_failed"')
    await expect(page.locator("#composer")).to_have_value("/kudos @bo for the review")


async def test_a_draft_outlives_a_change_of_channel_and_a_reload(visit):
    page = await visit()
    await page.locator("#composer").fill("not yet")

    await page.get_by_role("button", name="kudos").click()
    await expect(page.locator("#composer")).to_have_value("")
    await page.get_by_role("button", name="general").click()
    await expect(page.locator("#composer")).to_have_value("not yet")
    await page.reload()

    await expect(page.locator("#composer")).to_have_value("not yet")


async def test_reactions_are_counted_and_added(visit, client, emulator):
    await client.chat_postMessage(channel="CGENERAL", text="Done")
    page = await visit()
    await message(page, "Done").hover()

    await message(page, "Done").get_by_label("Add a reaction").click()
    await page.get_by_role("button", name="tada").click()

    chip = page.locator(".reaction", has_text="1")
    await expect(chip).to_have_attribute("aria-pressed", "true")
    await chip.click()
    await expect(page.locator(".reaction")).to_have_count(0)
    assert "reactions" not in emulator.person("UANA").messages("CGENERAL")[-1]


async def test_unread_channels_are_marked_until_they_are_read(visit, client):
    page = await visit()
    kudos = page.locator(".entry", has_text="kudos")

    await client.chat_postMessage(channel="CKUDOS", text="Thanks")
    await expect(kudos.locator(".unread-mark")).to_be_visible()
    await kudos.click()

    await expect(message(page, "Thanks")).to_be_visible()
    await expect(kudos.locator(".unread-mark")).to_have_count(0)


async def test_an_ephemeral_message_is_seen_by_one_person_only(visit, client):
    await client.chat_postEphemeral(channel="CGENERAL", user="UANA", text="Between us")

    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")

    await expect(message(ana, "Between us")).to_contain_text("Only visible to you")
    await expect(bo.locator(".empty")).to_be_visible()
    await expect(bo.locator(".message")).to_have_count(0)


async def test_a_thread_opens_beside_and_takes_an_answer(visit, client):
    first = await client.chat_postMessage(channel="CGENERAL", text="A question")
    await client.chat_postMessage(channel="CGENERAL", text="An answer", thread_ts=first["ts"])
    page = await visit()

    await page.get_by_role("button", name="1 reply").click()
    await expect(page.locator("#thread .message")).to_have_count(2)
    await page.get_by_label("Reply in the thread").fill("Thank you")
    await page.get_by_label("Reply in the thread").press("Enter")

    await expect(page.locator("#thread .message").last).to_contain_text("Thank you")
    await expect(page.get_by_role("button", name="2 replies")).to_be_visible()


async def test_an_edit_is_marked(visit, client):
    posted = await client.chat_postMessage(channel="CGENERAL", text="Befor")
    page = await visit()

    await client.chat_update(channel="CGENERAL", ts=posted["ts"], text="Before")

    await expect(message(page, "Before")).to_contain_text("(edited)")


async def test_buttons_move_the_clock(visit, clock, client):
    await client.chat_postMessage(channel="CGENERAL", text="Hello")
    page = await visit()
    await expect(page.locator(".day")).to_have_text("Today")

    await page.get_by_role("button", name="one hour").click()
    await expect(page.locator(".clock-face")).to_have_text("Fri, Nov 14, 11:02")
    await page.get_by_role("button", name="tomorrow morning").click()
    await expect(page.locator(".clock-face")).to_have_text("Sat, Nov 15, 09:00")
    await expect(page.locator(".day")).to_have_text("Yesterday")
    await page.get_by_role("button", name="next Friday").click()
    await expect(page.locator(".clock-face")).to_have_text("Fri, Nov 21, 10:00")

    assert clock.now().isoformat() == "2025-11-21T09:00:00+00:00"


async def test_a_cut_line_is_shown_and_mended_without_losing_what_is_typed(visit, emulator, client):
    page = await visit()
    await page.locator("#composer").fill("half a thou")
    port = int(emulator.url.rpartition(":")[2])

    await emulator.stop()
    await expect(page.locator("#connection")).to_contain_text("Reconnecting")
    await emulator.start(port=port)
    await expect(page.locator("#connection")).to_be_hidden()
    await client.chat_postMessage(channel="CGENERAL", text="Back again")

    await expect(message(page, "Back again")).to_be_visible()
    await expect(page.locator("#composer")).to_have_value("half a thou")
