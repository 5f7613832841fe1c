"""Breaking things from the page, and seeing what it does to an app and to a person."""

import pytest
import pytest_asyncio
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError


async def open_panel(page):
    await page.get_by_role("button", name="Break something").click()
    await expect(page.get_by_text("Nothing. Everything works as Slack does.")).to_be_visible()


def broken(page):
    return page.locator(".broken-list li")


async def test_a_breakage_is_listed_marked_and_mended(visit, emulator, client):
    page = await visit()
    await open_panel(page)

    await page.get_by_role("button", name="Error 500").click()
    await page.get_by_role("button", name="Deliver twice").click()

    await expect(broken(page)).to_have_count(2)
    await expect(page.get_by_role("button", name="Break something: 2 things are broken now")).to_be_visible()
    await expect(page.locator("#announcer")).to_have_text("2 things are broken")
    await page.get_by_role("button", name="Mend: Every call").click()
    await expect(broken(page)).to_have_count(1)
    await page.get_by_role("button", name="Mend", exact=False).first.click()
    await expect(broken(page)).to_have_count(0)
    assert emulator.faults.there() == []
    assert (await client.api_test())["ok"]


async def test_a_breakage_that_has_struck_is_gone_without_a_reload(visit, client):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="not in the channel").click()
    await expect(broken(page)).to_contain_text(["once"])

    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.chat_postMessage(channel="CGENERAL", text="refused")

    await expect(broken(page)).to_have_count(0)
    await expect(page.get_by_role("button", name="Break something", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("often", "told"),
    [
        pytest.param("3 times", {"times": 3, "probability": 1.0}, id="three times"),
        pytest.param("One in four", {"times": None, "probability": 0.25}, id="one in four"),
        pytest.param("Until I stop", {"times": None, "probability": 1.0}, id="for ever"),
    ],
)
async def test_how_often_is_chosen_before(visit, emulator, often, told):
    page = await visit()
    await open_panel(page)

    await page.get_by_role("radio", name=often).check()
    await page.get_by_role("button", name="Hang").click()

    await expect(broken(page)).to_have_count(1)
    [fault] = emulator.faults.there()
    assert {"times": fault.times, "probability": fault.probability} == told


async def test_the_same_seed_strikes_in_the_same_places(visit, client):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("radio", name="One in four").check()

    rounds = []
    for _ in range(2):
        await page.get_by_label("Seed: the same number").fill("7")
        await page.get_by_role("button", name="not in the channel").click()
        await expect(broken(page)).to_have_count(1)
        rounds.append([await refused(client) for _ in range(12)])
        await page.get_by_role("button", name="Mend: ").click()
        await expect(broken(page)).to_have_count(0)

    assert rounds[0] == rounds[1]
    assert True in rounds[0]
    assert False in rounds[0]


async def refused(client):
    try:
        await client.chat_postMessage(channel="CGENERAL", text="maybe")
    except SlackApiError as refusal:
        return refusal.response["error"] == "not_in_channel"
    return False


async def test_too_many_requests_last_half_a_minute_of_the_movable_clock(visit, client):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="too many requests").click()
    await expect(broken(page)).to_have_count(1)

    for _ in range(2):
        with pytest.raises(SlackApiError) as refusal:
            await client.api_test()
        assert refusal.value.response.status_code == 429
        assert refusal.value.response.headers["Retry-After"] == "30"
    await page.get_by_role("button", name="one hour").click()

    await expect(broken(page)).to_have_count(0)
    assert (await client.api_test())["ok"]


async def test_a_breakage_that_lasts_for_a_while_ends_by_itself_on_the_page_too(visit, clock):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="too many requests").click()
    await expect(broken(page)).to_contain_text(["for 30 s"])

    clock.speed(20)

    await expect(broken(page)).to_have_count(0)
    await expect(page.get_by_role("button", name="Break something", exact=True)).to_be_visible()


async def test_one_s_own_breakage_takes_any_method_and_option(visit, emulator):
    page = await visit()
    await open_panel(page)

    await page.get_by_text("Something else…").click()
    await page.get_by_label("What happens").select_option("error")
    await page.get_by_label("To which method").fill("views.open")
    await page.get_by_label("The error Slack names").fill("view_too_large")
    await page.get_by_role("button", name="Break it").click()

    await expect(broken(page)).to_contain_text(["view_too_large"])
    [fault] = emulator.faults.there()
    assert (fault.method, fault.kind, fault.options) == ("views.open", "error", {"error": "view_too_large"})


async def test_a_method_that_does_not_exist_is_refused_in_words(visit, emulator):
    page = await visit()
    await open_panel(page)

    await page.get_by_text("Something else…").click()
    await page.get_by_label("To which method").fill("chat.postMesage")
    await page.get_by_role("button", name="Break it").click()

    await expect(page.locator(".toast.error")).to_contain_text("did you mean chat.postMessage?")
    assert emulator.faults.there() == []


@pytest_asyncio.fixture(loop_scope="session")
async def kudos(bolt, connect, heard):
    """An app that takes /kudos."""

    @bolt.command("/kudos")
    async def thank(ack, command):
        heard.put_nowait(command["text"])
        await ack("Thank you for saying thank you.")

    await connect()


async def say(page, text):
    await page.locator("#composer").fill(text)
    await page.locator("#composer").press("Enter")


async def test_a_revoked_token_is_marked_and_restored(visit, client):
    page = await visit()
    await open_panel(page)

    await page.get_by_role("button", name="Revoke the token").click()
    await expect(broken(page)).to_have_text(["Revoke the token: Cairnuntil you mend itMend"])
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
    await page.get_by_role("button", name="Mend: Revoke the token").click()

    await expect(broken(page)).to_have_count(0)
    assert (await client.auth_test())["ok"]


async def test_a_silent_socket_lets_nothing_through_until_it_is_mended(visit, kudos, heard):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="Silent socket").click()
    await expect(broken(page)).to_have_count(1)

    await say(page, "/kudos @bo for nothing ")
    await expect(page.locator(".notice")).to_contain_text('/kudos failed with the error "operation_timeout"')
    assert heard.empty()
    await page.get_by_role("button", name="Mend: Silent socket").click()
    await expect(broken(page)).to_have_count(0)
    await say(page, "/kudos @bo for something ")

    await expect(page.locator(".message", has_text="Thank you for saying")).to_be_visible()


async def test_a_command_delivered_twice_reaches_the_app_twice(visit, kudos, heard):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="Deliver twice").click()
    await expect(broken(page)).to_have_count(1)

    await say(page, "/kudos @bo for the review ")

    assert [await heard.get(), await heard.get()] == ["<@UBO> for the review"] * 2


async def test_a_lost_command_ends_in_slack_s_own_words(visit, kudos, heard):
    page = await visit()
    await open_panel(page)
    await page.get_by_role("button", name="Lose it on the way").click()
    await expect(broken(page)).to_have_count(1)

    await say(page, "/kudos @bo for the review ")

    await expect(page.locator(".notice")).to_contain_text('/kudos failed with the error "operation_timeout"')
    assert heard.empty()
    await expect(page.locator("#composer")).to_have_value("/kudos @bo for the review")
