"""The check-in form where it is odd: from before an update, sent late, typed into by hundreds of letters, with a wrong helper."""

import copy
import json
from datetime import date, timedelta
from typing import Any

import pytest
from seeds import goal, save
from sqlalchemy import func, select

from company import ANA, BO, MIA, NOW
from domain.check_ins import CheckIn
from domain.priorities import LONGEST
from running import Running
from storage.sql import table
from storage.tables import HandledRow

FRIDAY = date(2026, 11, 20)
OLD_IDS = ("went_well", "next", "blockers")


@pytest.fixture
async def slack(slack_on_sqlite) -> Running:
    await slack_on_sqlite.settle()
    return slack_on_sqlite


async def command(slack: Running, person: Any, typed: str = "/check-in") -> Any:
    reply = await person.command(typed)
    assert reply.error is None
    await slack.settle()
    return person.view or reply


async def answer(slack: Running) -> CheckIn | None:
    async with slack.database.reading() as store:
        return await store.check_ins.mine(ANA.id, FRIDAY)


async def draft(slack: Running) -> Any:
    await slack.bot.tasks.done()
    async with slack.database.reading() as store:
        found = await store.drafts.mine(ANA.id, FRIDAY)
    return found.fields if found else None


async def type_into(person: Any, field: str, value: Any) -> None:
    [element] = [one["element"] for one in person.view["blocks"] if one["block_id"] == field]
    await person.click(person.view, element["action_id"], value, block_id=field)


def old_input(id: str, element: dict[str, Any]) -> dict[str, Any]:
    label = {"type": "plain_text", "text": id}
    return {"type": "input", "block_id": id, "label": label, "optional": True, "element": {"action_id": id, **element}}


def old_form(goals: list[int]) -> dict[str, Any]:
    """A form as version 0.2 opened it: one page, no draft, no pulse, each action named like its block."""
    text = {"type": "plain_text_input"}
    blocks = [old_input(id, {**text, "multiline": True}) for id in OLD_IDS]
    blocks = [*(old_input(f"goal-{number}-kpi-{number}", text) for number in goals), *blocks]
    return {
        "type": "modal",
        "callback_id": "check_in_form",
        "title": {"type": "plain_text", "text": "Weekly check-in"},
        "submit": {"type": "plain_text", "text": "Send"},
        "private_metadata": f'{{"period": "{FRIDAY}", "goals": {goals}, "home": false}}',
        "blocks": blocks,
    }


async def test_a_form_opened_before_the_update_still_stores(slack):
    await save(slack.database, *(goal(number) for number in range(1, 25)))
    ana = slack.person(ANA.id)
    slack.emulator.views.open(slack.emulator.app(), ANA.id, old_form(list(range(1, 21))))

    sent = await ana.submit({"goal-3-kpi-3": "4,5", "went_well": "From before", "blockers": "The update"})

    assert (sent.errors, sent.closed) == ({}, True)
    stored = await answer(slack)
    assert (stored.went_well, stored.blockers, stored.pulse, stored.revision) == ("From before", "The update", None, 1)
    assert {line.goal: line.readings[0].value for line in stored.goals} == {3: 4.5}


async def test_an_old_form_that_changes_an_answer_keeps_what_it_does_not_ask(slack):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    await ana.submit({"pulse": "5", "went_well": "x"})
    slack.emulator.views.open(slack.emulator.app(), ANA.id, old_form([]))

    assert (await ana.submit({"went_well": "y"})).closed

    stored = await answer(slack)
    assert (stored.went_well, stored.pulse, stored.revision) == ("y", 5, 2)


@pytest.mark.parametrize(
    "metadata", ["", "{", "[]", '{"period": 7}', '{"period": "2026-11-20", "page": "x", "goals": 1}']
)
async def test_a_form_with_broken_metadata_is_answered_politely(slack, metadata):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    await type_into(ana, "went_well", "x")
    [shown] = slack.emulator.views.stack(ANA.id)
    shown.view["private_metadata"] = metadata

    assert (await ana.click(ana.view, "check_in_typed", "y", block_id="went_well")).error is None
    sent = await ana.submit({"went_well": "y"})

    assert sent.error is None
    assert sent.closed or "I can't find that any more" in str(sent.errors)


async def test_what_is_typed_just_before_sending_leaves_no_draft_behind(slack):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    await type_into(ana, "went_well", "Sent")
    typed = copy.deepcopy(slack.emulator.delivery.last)
    await slack.bot.tasks.done()
    assert (await ana.submit({})).closed

    await slack.emulator.delivery.send(typed)

    assert await draft(slack) is None
    assert (await answer(slack)).went_well == "Sent"


async def test_letters_cost_one_write_a_second_and_no_mark_each(slack):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    before = await rows(slack, HandledRow)
    for length in range(1, 101):
        await type_into(ana, "went_well", "x" * length)
    assert (await draft(slack))["went_well"] == "x" * 100
    assert await rows(slack, HandledRow) == before


async def rows(slack: Running, kind: Any) -> int:
    async with slack.database.reading() as store:
        return int((await store._connection.execute(select(func.count()).select_from(table(kind)))).scalar_one())


async def test_a_draft_of_somebody_who_left_is_not_kept(slack):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    await type_into(ana, "went_well", "x")
    async with slack.database.transaction() as store:
        await store.people.retire([ANA.id])

    assert await draft(slack) is None


async def test_two_windows_of_one_person_share_the_draft(slack):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    await type_into(ana, "went_well", "On the phone")
    phone = copy.deepcopy(slack.emulator.delivery.last)
    await ana.close()
    form = await command(slack, ana)
    assert "On the phone" in str(form["blocks"])
    await type_into(ana, "next", "On the desk")
    await slack.bot.tasks.done()
    await slack.emulator.delivery.send(phone)

    kept = await draft(slack)
    assert kept["went_well"] == "On the phone"


@pytest.mark.parametrize(
    ("helper", "words"),
    [
        pytest.param(ANA.id, "Name somebody else", id="oneself"),
        pytest.param("UGIL", "I don't know this person", id="a guest"),
        pytest.param("UNOBODY", "I don't know this person", id="nobody here"),
    ],
)
async def test_some_people_cannot_help(slack, helper, words):
    ana = slack.person(ANA.id)
    await command(slack, ana)
    sent = await ana.submit({"blockers": "No access", "helper": helper})

    assert words in sent.errors["helper"]
    assert await answer(slack) is None
    assert (await ana.submit({"blockers": "", "went_well": "x"})).closed, "nobody is asked to help with nothing"


async def answered_last_week(slack: Running, upcoming: str) -> None:
    async with slack.database.transaction() as store:
        last = CheckIn(person=ANA.id, period=FRIDAY - timedelta(days=7), next=upcoming, answered_at=NOW)
        await store.check_ins.save(last)


async def test_what_is_carried_on_must_fit(slack):
    await answered_last_week(slack, "Call finance")
    ana = slack.person(ANA.id)
    form = await command(slack, ana)
    [priority] = [one["block_id"] for one in form["blocks"] if one["block_id"].startswith("priority-")]
    await ana.click(ana.view, "check_in_typed", "carry", block_id=priority)
    ana.fill({"next": "x" * LONGEST})
    sent = await ana.submit({})
    assert sent.closed, "the line was there, and its author took it out"

    await command(slack, ana)
    ana.fill({priority: "drop", "next": "x" * LONGEST})
    await ana.submit({})
    await command(slack, ana)
    sent = await ana.submit({priority: "carry"})
    assert "longer than 3,000 signs" in sent.errors["next"]


async def test_priorities_of_long_ago_are_asked_about_no_more(slack):
    async with slack.database.transaction() as store:
        long_ago = FRIDAY - timedelta(days=42)
        await store.check_ins.save(CheckIn(person=ANA.id, period=long_ago, next="Old", answered_at=NOW))

    assert "Old" not in str((await command(slack, slack.person(ANA.id)))["blocks"])


async def test_the_pages_of_a_long_check_in_hold_all_of_it(slack):
    await save(slack.database, *(goal(number) for number in range(1, 21)))
    ana, mia = slack.person(ANA.id), slack.person(MIA.id)
    await command(slack, ana)
    family = "👩‍👩‍👧‍👦"
    notes = {number: f"{number} {family * 270}" for number in range(1, 21)}
    assert (await ana.submit({f"goal-{number}-note": notes[number] for number in range(1, 11)})).errors == {}
    assert (await ana.submit({f"goal-{number}-note": notes[number] for number in range(11, 21)})).errors == {}
    assert (await ana.submit(dict.fromkeys(OLD_IDS, f"<&> {family * 270}"))).closed
    await slack.settle()

    await command(slack, mia, "/team-status")
    await mia.click(mia.dm()[-1], "check_in_read", block_id=f"owed-{ANA.id}-{FRIDAY}")
    await slack.settle()
    seen = [mia.view]
    while "Next page" in str(seen[-1]["blocks"]):
        assert len(seen) < 10
        slack.clock.forward(timedelta(seconds=3))
        await mia.click(mia.view, "check_in_read", block_id="next-page")
        await slack.settle()
        assert len(mia.views) == 1
        seen.append(mia.view)
    text = "".join(json.dumps(view["blocks"], ensure_ascii=False) for view in seen)
    assert len(seen) > 1
    assert text.count(family) == 270 * 23
    assert all(f"{number} {family}" in text for number in range(1, 21))

    await command(slack, ana, "/check-in history")
    await ana.click(ana.view, "check_in_view")
    await slack.settle()
    assert "Page 1 of" in str(ana.view["blocks"])


async def test_every_version_of_an_answer_changed_often_can_be_read_by_its_author(slack):
    ana = slack.person(ANA.id)
    for number in range(1, 5):
        await command(slack, ana)
        assert (await ana.submit({"went_well": f"word {number}."})).closed
    await slack.settle()
    await ana.click(ana.dm()[-1], "check_in_view")
    await slack.settle()
    await ana.click(ana.view, "check_in_version")
    await slack.settle()
    shown = [ana.view]
    for way in ("version-before", "version-before", "version-after"):
        await ana.click(ana.view, "check_in_version", block_id=way)
        await slack.settle()
        shown.append(ana.view)

    assert ["".join(one for one in "1234" if f">word {one}." in str(view["blocks"])) for view in shown] == list("3212")
    assert len(ana.views) == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        pytest.param("histroy", "Did you mean `/check-in history`?", id="a slip"),
        pytest.param("snoze 2h", "Did you mean `/check-in snooze`?", id="a slip before a time"),
        pytest.param("vacation", "`/check-in help` shows what it can do. For example: `/check-in", id="no word near"),
    ],
)
async def test_a_wrong_word_gets_the_nearest_right_one_and_an_example(slack, typed, words):
    reply = await slack.person(ANA.id).command(f"/check-in {typed}")

    assert words in reply.text
    assert "For example: `/check-in" in reply.text


async def test_every_word_of_the_help_works(slack):
    ana = slack.person(ANA.id)
    shown = await ana.command("/check-in help")
    for word in ("history", "snooze 2h", "skip", "away 2026-12-21 to 2027-01-02"):
        assert f"/check-in {word}" in str(shown.blocks)
        reply = await ana.command(f"/check-in {word}")
        await slack.settle()
        assert "is not something" not in reply.text
        if ana.view:
            await ana.close(all=True)


async def test_history_turns_its_pages_newest_first(slack):
    async with slack.database.transaction() as store:
        for number in range(1, 13):
            period = FRIDAY - timedelta(days=7 * number)
            one = CheckIn(person=ANA.id, period=period, went_well=f"w{number}.", answered_at=NOW)
            await store.check_ins.save(one)
            await store.check_ins.save(one.model_copy(update={"person": BO.id, "went_well": "Bo's"}))
    ana = slack.person(ANA.id)
    pages = [await command(slack, ana, "/check-in history")]
    for turn in ("older", "older", "newer", "newer"):
        await ana.click(ana.view, f"check_ins_{turn}")
        await slack.settle()
        pages.append(ana.view)

    shown = [[number for number in range(1, 13) if f">w{number}." in str(page["blocks"])] for page in pages]
    assert shown == [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12], [6, 7, 8, 9, 10], [1, 2, 3, 4, 5]]
    assert "Bo's" not in str(pages)
    assert "check_ins_newer" not in str(pages[0])
    assert "check_ins_older" not in str(pages[2])


async def test_a_history_without_a_check_in_says_how_to_begin(slack):
    assert "`/check-in` opens this week's" in str(
        (await command(slack, slack.person(ANA.id), "/check-in history"))["blocks"]
    )
