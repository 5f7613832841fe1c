"""One's own messages on the page: edit them, delete them, put files to them; and who else reads them."""

import pytest
from page_workspace import NARROW
from playwright.async_api import expect


async def choose(page, words):
    """Choose from the menu of the last message."""
    message = page.locator("#main .message").last
    await message.hover()
    await message.get_by_label("More actions").click()
    await page.get_by_role("menuitem", name=words).click()


def editing(page):
    return page.get_by_label("Edit the message")


async def test_an_edit_is_seen_by_all_at_once(visit, emulator):
    await emulator.person("UANA").say("CGENERAL", "Tell @bo & #kudos: https://example.com")
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")

    await choose(ana, "Edit the message")
    await expect(editing(ana)).to_have_value("Tell @bo & #kudos: https://example.com")
    await editing(ana).fill("Tell @mia, please")
    await ana.get_by_role("button", name="Save").click()

    for page in (ana, bo):
        await expect(page.locator("#main .message")).to_contain_text("Tell @Mia Okafor, please (edited)")
    [message] = emulator.person("UBO").messages("CGENERAL")
    assert (message["text"], message["edited"]["user"]) == ("Tell <@UMIA>, please", "UANA")


async def test_up_in_the_empty_box_edits_ones_last_message(visit, emulator):
    for name, words in (("UANA", "Frist"), ("UANA", "Secnd"), ("UBO", "Third")):
        await emulator.person(name).say("CGENERAL", words)
    page = await visit()
    box = page.locator("#composer")
    await expect(page.locator("#main .message")).to_have_count(3)

    await box.press("ArrowUp")
    await expect(editing(page)).to_have_value("Secnd")
    await expect(editing(page)).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(editing(page)).to_have_count(0)
    await expect(box).to_be_focused()
    await box.fill("half a word")
    await box.press("ArrowUp")
    await expect(editing(page)).to_have_count(0)
    await box.fill("")
    await box.press("ArrowUp")
    await editing(page).fill("Second")
    await editing(page).press("Enter")

    await expect(page.locator("#main .message").nth(1)).to_contain_text("Second (edited)")
    await expect(box).to_be_focused()


async def test_what_is_being_edited_stays_while_others_write(visit, emulator):
    await emulator.person("UANA").say("CGENERAL", "Mine")
    page = await visit()
    await choose(page, "Edit the message")
    await editing(page).fill("Half-way")

    said = emulator.person("UANA").messages("CGENERAL")[0]
    await emulator.person("UBO").react("CGENERAL", said["ts"], "tada")
    await emulator.person("UBO").say("CGENERAL", "Something else")

    await expect(page.locator("#main .message")).to_have_count(2)
    await expect(page.locator(".reaction").first).to_be_visible()
    await expect(editing(page)).to_have_value("Half-way")
    await expect(editing(page)).to_be_focused()


async def test_a_message_is_deleted_only_after_a_yes(visit, emulator):
    await emulator.person("UBO").say("CGENERAL", "Stays")
    await emulator.person("UANA").say("CGENERAL", "Goes")
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")

    await choose(ana, "Delete the message")
    question = ana.get_by_role("alertdialog", name="Delete this message?")
    await question.get_by_role("button", name="Cancel").click()
    await expect(ana.locator("#main .message")).to_have_count(2)
    await choose(ana, "Delete the message")
    await question.get_by_role("button", name="Delete").click()

    for page in (ana, bo):
        await expect(page.locator("#main .message")).to_have_count(1)
        await expect(page.locator("#main .message")).to_contain_text("Stays")
    await expect(ana.locator("#composer")).to_be_focused()


async def test_by_keys_a_message_is_edited_and_emptying_it_deletes_it(visit, emulator):
    await emulator.person("UBO").say("CGENERAL", "Of Bo")
    await emulator.person("UANA").say("CGENERAL", "Of Ana")
    page = await visit()
    await expect(page.locator("#main .message")).to_have_count(2)

    await page.locator("#main .scroller").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("e")
    await editing(page).fill("")
    await editing(page).press("Enter")
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").press("Enter")
    await expect(page.locator("#main .message")).to_have_count(1)

    await page.locator("#main .scroller").focus()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("e")
    await page.keyboard.press("Delete")
    await expect(editing(page)).to_have_count(0)
    await expect(page.get_by_role("alertdialog")).to_have_count(0)


async def test_nobody_is_offered_to_change_what_others_wrote(visit, emulator, client):
    await emulator.person("UBO").say("CGENERAL", "Of Bo")
    await client.chat_postMessage(channel="CGENERAL", text="Of the app")
    page = await visit()

    for message in await page.locator("#main .message").all():
        await message.hover()
        await message.get_by_label("More actions").click()
        await expect(page.get_by_role("menuitem", name="Copy link")).to_be_visible()
        await expect(page.get_by_role("menuitem", name="the message")).to_have_count(0)
        await page.keyboard.press("Escape")


async def test_in_a_thread_one_edits_and_a_deleted_beginning_leaves_its_place(visit, emulator):
    ana, bo = emulator.person("UANA"), emulator.person("UBO")
    first = await ana.say("CGENERAL", "Who knows?")
    await bo.say("CGENERAL", "I do", thread=first["ts"])
    page = await visit()
    await page.get_by_role("button", name="1 reply").click()
    reply = page.locator(".reply-box")
    await reply.fill("Thx")
    await reply.press("Enter")
    await expect(page.locator("#thread .message")).to_have_count(3)

    await reply.press("ArrowUp")
    await editing(page).fill("Thanks")
    await editing(page).press("Enter")
    await expect(page.locator("#thread .message").last).to_contain_text("Thanks (edited)")
    await expect(reply).to_be_focused()
    await choose(page, "Delete the message")
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()

    await expect(page.locator("#main .message")).to_contain_text("Slackbot")
    await expect(page.locator("#main .message")).to_contain_text("This message was deleted.")
    await expect(page.get_by_role("button", name="2 replies")).to_be_visible()


def attach(page, *names):
    files = [{"name": name, "mimeType": "text/plain", "buffer": b"a,b"} for name in names]
    return page.locator(".composer input[type=file]").set_input_files(files)


async def test_files_go_with_a_message(visit, emulator):
    ana, bo = await visit("as=UANA&to=CGENERAL"), await visit("as=UBO&to=CGENERAL")
    send = ana.get_by_role("button", name="Send", exact=True)
    await expect(send).to_be_disabled()

    async with ana.expect_file_chooser():
        await ana.get_by_role("button", name="Attach files").click()
    await attach(ana, "goals.csv", "wrong.csv", "notes.txt")
    await ana.get_by_role("button", name="Remove wrong.csv").click()
    await expect(ana.locator(".composer .chip")).to_have_text(["goals.csv", "notes.txt"])
    await ana.locator("#composer").fill("Both files")
    await send.click()

    await expect(ana.locator(".composer .chip")).to_have_count(0)
    shown = bo.locator("#main .message")
    await expect(shown).to_contain_text("Both files")
    await expect(shown.locator(".file-name")).to_have_text(["goals.csv", "notes.txt"])
    for name, link in (("goals.csv", "goals.csv"), ("notes.txt", "Download")):
        async with bo.expect_download() as download:
            await shown.get_by_role("link", name=link).last.click()
        assert (await download.value).suggested_filename == name
        assert (await (await download.value).path()).read_bytes() == b"a,b"
    assert emulator.person("UBO").messages("CGENERAL")[0]["subtype"] == "file_share"


async def test_a_file_goes_alone_and_waits_in_its_own_conversation(visit, emulator):
    page = await visit()

    await attach(page, "goals.csv")
    await expect(page.get_by_role("button", name="Remove goals.csv")).to_be_visible()
    await page.locator(".entry", has_text="kudos").click()
    await expect(page.locator(".composer .chip")).to_have_count(0)
    await page.locator(".entry", has_text="general").click()
    await expect(page.locator(".composer .chip")).to_have_text(["goals.csv"])
    await page.locator("#composer").press("Enter")

    await expect(page.locator("#main .file-name")).to_have_text(["goals.csv"])
    assert emulator.person("UANA").messages("CKUDOS") == []


async def test_an_empty_file_is_refused_in_words(visit):
    page = await visit()

    await page.locator(".composer input[type=file]").set_input_files(
        {"name": "none.txt", "mimeType": "text/plain", "buffer": b""}
    )

    await expect(page.locator(".toast")).to_have_text("none.txt is empty.")
    await expect(page.locator(".composer .chip")).to_have_count(0)


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 800}, NARROW], ids=["wide", "narrow"])
async def test_the_count_in_the_head_says_who_is_here(visit, emulator, viewport):
    await emulator.change("UBO", status_text="On a train", status_emoji=":train:", presence="away")
    page = await visit(viewport=viewport)

    await page.get_by_role("button", name="4 members, show who").click()
    members = page.get_by_role("dialog", name="In #general: 4")
    await expect(members.locator(".member")).to_have_count(4)
    await expect(members.locator(".member", has_text="Bo Lind")).to_contain_text("On a train")
    await expect(members.locator(".member", has_text="Bo Lind")).to_contain_text("away")
    await expect(members.get_by_label("Find somebody")).to_be_focused()
    await members.get_by_label("Find somebody").fill("nobody")
    await expect(members).to_contain_text("Nobody here has such a name.")
    await members.get_by_label("Find somebody").fill("manager")
    await expect(members.locator(".member")).to_have_count(1)
    await members.locator(".member").press("Enter")

    await expect(page.get_by_role("dialog", name="Mia Okafor")).to_contain_text("Manager")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="4 members")).to_be_focused()
    await emulator.change("UANA", presence="away")
    await expect(page.get_by_role("button", name="You are Ana Ruiz, away")).to_be_attached()
    await expect(page.get_by_role("button", name="4 members")).to_be_focused()
