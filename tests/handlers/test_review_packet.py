"""`/review packet`: who may open whose, what one may type, what the window tells, and the file that comes from it."""

import copy
import itertools
import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hostile import HOSTILE, SAFE_MARKUP
from hypothesis import given
from hypothesis import strategies as st
from seeds import goal, save, shown

from blocking import Tasks, Windows
from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.check_ins import CheckIn, GoalAnswer
from domain.evidence import EntryKind
from domain.goal_reviews import KpiMove
from domain.goals import Kpi, Milestone, State
from domain.kudos import Kudos
from domain.own_evidence import Kept
from domain.permissions import Relation, may_review
from domain.refusals import NothingToShow, Refusal
from domain.reviews import Thin, whole_months
from domain.rules import Rules
from emulator.block_kit import blocks_report, view_report
from handlers.reviews import Asked, read, review
from handlers.views.reviews import highlights, opening, ordered
from packets import a_packet, goal_in_review, kudos
from properties import PROPERTY
from reviewing import opened
from storage.database import AlreadyDone

FRIDAY = date(2026, 11, 20)
HALF_YEAR = date(2026, 7, 1), FRIDAY
LINE = {ANA.id: MIA.id, MIA.id: OLU.id}


def at(day):
    return datetime.combine(day, time(9), UTC)


def files_of(person):
    return [file for message in person.dm() for file in message.get("files", ())]


async def press(slack, person, action, where=None):
    await person.click(where or person.view, action)
    await slack.settle()
    return shown(person.view["blocks"]) if person.view else ""


async def test_the_window_tells_the_highlights_and_sends_the_page(slack):
    steps = (Milestone(title="Pilot", due=date(2026, 9, 1), share=0.4, done_on=date(2026, 8, 30)),)
    kpis = tuple(Kpi(name=name, baseline=0, target=9, value=7, score=score) for name, score in (("A", 0.7), ("B", 0.8)))
    over = {
        "state": State.CLOSED,
        "score": 0.75,
        "learned": "Macros help.",
        "ended_on": date(2026, 10, 30),
        "kpis": kpis,
    }
    about, _ = await save(slack.database, goal(1, milestones=steps), goal(2, **over))
    async with slack.database.transaction() as store:
        line = GoalAnswer(goal=about.id, note="n")
        for period in (date(2026, 9, 4), FRIDAY):
            said = CheckIn(person=ANA.id, period=period, went_well="A calm week", goals=(line,), answered_at=at(period))
            await store.check_ins.save(said)
        await store.kudos.add(Kudos(giver=BO.id, receivers=(ANA.id,), reason="calm", given_at=at(FRIDAY)))
        await store.evidence.add(Kept(person=ANA.id, note="mine", link="https://x.example/1", saved_at=at(FRIDAY)))
    ana = slack.person(ANA.id)

    reply = await opened(slack, ANA)
    assert reply.text == (
        "The highlights of the review packet about you, 1 July 2026 to 20 November 2026, open in a window."
    )
    window = shown(ana.view["blocks"])
    assert "2 check-ins, 1 kudos, 0 pieces of feedback, 1 note of one's own" in window
    assert "There is no evidence of July 2026, August 2026 and October 2026, and none names G-2." in window
    assert (
        "Goal 1* · `G-1`\n▓▓░░░░░░░░ 25 % · off track · due 31 March 2027 · 2 entries name it\n5 on the way" in window
    )
    assert "Milestones: 1 of 1 reached" in window
    assert "🏁 *Goal 2* · `G-2`" in window
    assert "closed with *0.75* (green) on 30 October 2026 · no evidence names it\nThe mean of A 0.7 · B 0.8" in window
    assert "*Learned:*\n>Macros help." in window
    assert "`▓▓▓▓▓▓▓▓` November 2026: 3 (1 check-in, 1 kudos, 1 note of one's own)" in window
    assert "`▓▓▓░░░░░` September 2026: 1 (1 check-in)\n`░░░░░░░░` October 2026: nothing" in window
    assert "A calm week" not in str(ana.view), "what people wrote stands in the file"
    assert files_of(ana) == []

    sent = await press(slack, ana, "review_send")
    assert "comes as a file in a moment, readable by you alone." in sent
    assert "Send me the page" not in sent
    [file] = files_of(ana)
    assert file["title"] == "Review packet: Ana Ruiz, 2026-07-01 to 2026-11-20"
    content = (await ana.download(file["id"])).decode()
    for told in (
        "A calm week",
        "closed with 0.75",
        "Macros help.",
        "40 % by 1 September 2026, reached on 30 August 2026",
    ):
        assert told in content


async def test_a_manager_reads_about_a_report_and_it_is_written_down(slack):
    async with slack.database.transaction() as store:
        for public in (True, False):
            kudos = Kudos(giver=BO.id, receivers=(ANA.id,), reason="calm", public=public, given_at=at(FRIDAY))
            await store.kudos.add(kudos)
        await store.evidence.add(Kept(person=ANA.id, note="mine", link="https://x.example/1", saved_at=at(FRIDAY)))
    mia = slack.person(MIA.id)

    reply = await opened(slack, MIA, "<@UANA> 2026-07-01 2026-12-31")
    assert "The highlights of the review packet about <@UANA>, 1 July 2026 to 31 December 2026" in reply.text
    window = shown(mia.view["blocks"])
    assert "Cairn writes down for <@UANA> that you looked." in window
    assert "November 2026: 1 (1 kudos)" in window, "neither private kudos nor Ana's own notes are counted"
    assert "note" not in window.replace("noted", "")
    assert "No goals in this period." in window
    async with slack.database.reading() as store:
        assert [line[:2] for line in await store.access.about(ANA.id)] == [("UMIA", "review packet")]
    await press(slack, mia, "review_send")
    [file] = files_of(mia)
    assert file["title"] == "Review packet: Ana Ruiz, 2026-07-01 to 2026-12-31"
    assert files_of(slack.person(ANA.id)) == []


async def test_where_no_window_opens_the_answer_sends_the_page(slack):
    ana = slack.person(ANA.id)
    await opened(slack, ANA)
    await ana.close()
    (answer,) = (one for one in ana.dm() if "Where no window opens" in str(one["blocks"]))

    await press(slack, ana, "review_send", answer)

    assert len(files_of(ana)) == 1
    assert "comes as a file in a moment" in str(ana.dm())
    assert "review_send" not in str(ana.dm()), "the button is gone with the answer"


async def test_pressed_twice_in_one_window_it_sends_one_file(slack):
    ana = slack.person(ANA.id)
    await opened(slack, ANA)
    first = ana.view
    await press(slack, ana, "review_send")
    again = copy.deepcopy(slack.emulator.delivery.last)
    again.payload["trigger_id"] = "another click"
    await slack.emulator.delivery.send(again)
    await slack.settle()

    assert len(files_of(ana)) == 1
    await press(slack, ana, "review_last_half")
    assert "review_send" in str(ana.view), "another period is another page"
    await press(slack, ana, "review_send")
    assert len(files_of(ana)) == 2
    assert first["id"] == ana.view["id"]


@pytest.mark.parametrize(
    ("action", "days"),
    [
        pytest.param("review_this_half", "1 July 2026 to 20 November 2026", id="this half"),
        pytest.param("review_last_half", "1 January 2026 to 30 June 2026", id="last half"),
        pytest.param("review_this_quarter", "1 October 2026 to 20 November 2026", id="this quarter"),
        pytest.param("review_last_quarter", "1 July 2026 to 30 September 2026", id="last quarter"),
    ],
)
async def test_other_periods_are_one_press_away(slack_on_sqlite, action, days):
    mia = slack_on_sqlite.person(MIA.id)
    await opened(slack_on_sqlite, MIA, "@ana 2026-03-01 2026-04-01")

    window = await press(slack_on_sqlite, mia, action)

    assert f"*<@UANA>*, {days}" in window


async def test_own_days_are_chosen_in_the_window(slack_on_sqlite):
    slack, mia = slack_on_sqlite, slack_on_sqlite.person(MIA.id)
    await opened(slack, MIA, "@ana 2026-03-01 2026-04-01")

    async def choose(since, until):
        fields = [block["block_id"] for block in mia.view["blocks"] if block["type"] == "input"]
        return await mia.submit(dict(zip(fields, (since, until), strict=True)))

    wrong = await choose("2026-09-01", "2026-08-01")
    assert "Give the earlier date first" in str(wrong.errors)
    wrong = await choose("2026-12-01", "2026-12-31")
    assert "still to come" in str(wrong.errors)
    assert (await choose("2016-01-01", "2026-11-20")).errors == {}
    window = shown(mia.view["blocks"])
    assert "*<@UANA>*, 1 January 2016 to 20 November 2026" in window
    assert "Your right to read began on 5 January 2026" in window
    assert "Evidence by year*, since the period is long\n2016: before your right to read began" in window
    assert "`░░░░░░░░` 2026: nothing" in window


async def test_two_hundred_goals_and_ten_years_stand_on_pages(slack_on_sqlite):
    slack, mia = slack_on_sqlite, slack_on_sqlite.person(MIA.id)
    await save(slack.database, *(goal(number, title="t" * 300) for number in range(1, 201)))
    await opened(slack, MIA, "@ana 2016-01-01 2026-11-20")
    assert "*Goals* · 1-10 of 200" in shown(mia.view["blocks"])

    assert "*Goals* · 11-20 of 200" in await press(slack, mia, "review_goals_next")
    assert "comes as a file" in await press(slack, mia, "review_send")
    page = await press(slack, mia, "review_goals_next")
    assert "*Goals* · 21-30 of 200" in page
    assert "comes as a file" in page, "the page is on its way still"
    assert "*Goals* · 11-20 of 200" in await press(slack, mia, "review_goals_before")
    await mia.click(mia.view, "goal_open", block_id="goal-11")
    await slack.settle()
    assert [view["callback_id"] for view in mia.views] == ["review_packet", "goal_card"]


@pytest.mark.parametrize("action", ["review_send", "review_last_half", "review_goals_next"])
async def test_a_forged_button_shows_nothing_and_sends_nothing(slack_on_sqlite, action):
    slack, bo = slack_on_sqlite, slack_on_sqlite.person(BO.id)
    await save(slack.database, *(goal(number, owner=BO.id) for number in range(1, 13)))
    await opened(slack, BO)
    await bo.click(bo.view, action)
    forged = copy.deepcopy(slack.emulator.delivery.last)
    await slack.settle()
    before, seen = len(files_of(bo)), len(slack.emulator.calls)

    of_ana = ("UANA 2026-07-01 2026-11-20 0", "UANA")
    for number, value in enumerate(
        (*of_ana, "UGONE 2026-07-01 2026-11-20", "UBO 2026-13-01 2026-11-20", "<!all> x y", "")
    ):
        forged.payload["trigger_id"] = f"forged {number}"
        forged.payload["actions"][0]["value"] = value
        await slack.emulator.delivery.send(forged)
        await slack.settle()

    assert len(files_of(bo)) == before
    assert "UANA" not in str([call.args for call in slack.emulator.calls[seen:]])
    async with slack.database.reading() as store:
        assert await store.access.about(ANA.id) == []


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(BO, id="a peer"),
        pytest.param(SAM, id="a stranger"),
        pytest.param(OLU, id="the line above"),
        pytest.param(HANA, id="the people team"),
    ],
)
async def test_nobody_else_gets_it(slack, reader):
    person = slack.person(reader.id)
    assert (await person.command("/review packet <@UANA>")).text == NothingToShow.text
    await slack.settle()
    assert person.view is None
    assert files_of(person) == []


async def test_a_former_manager_gets_it_no_more(slack):
    async with slack.database.transaction() as store:
        await store.people.give_managers({ANA.id: SAM.id}, now=NOW)
    assert (await slack.person(MIA.id).command("/review packet <@UANA>")).text == NothingToShow.text
    assert "open in a window" in (await slack.person(SAM.id).command("/review packet <@UANA>")).text


async def test_someone_outside_is_named_as_such(slack):
    assert "I don't know <@UGIL>" in (await slack.person(MIA.id).command("/review packet <@UGIL>")).text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        pytest.param("pakcet", "Did you mean `/review packet`? For example: `/review packet @ana`", id="nearest word"),
        pytest.param("start", "`/review help` shows what it can do", id="a word of later"),
        pytest.param("packet ana", "I can't tell who or when `ana` is. Type @", id="a name without its @"),
        pytest.param("packet last year", "I can't tell who or when `last` is", id="a date in words"),
        pytest.param("packet <!channel>", "who or when `@channel` is", id="no ping"),
        pytest.param("packet `<https://evil.example|x>`", "who or when `'x'` is", id="no link, no way out of the code"),
        pytest.param("packet &lt;!here&gt;", "who or when `&lt;!here&gt;` is", id="what was escaped stays so"),
        pytest.param("packet 2026-07-01", "Give two days", id="one day"),
        pytest.param("packet 2026-07-01 2026-08-01 2026-09-01", "Give two days", id="three days"),
        pytest.param("packet 2026-02-30 2026-12-31", "`2026-02-30` is not a date", id="no such day"),
        pytest.param("packet 01.07.2026 31.12.2026", "Write it like 2026-07-01", id="another order"),
        pytest.param("packet 0001-01-01 9999-12-31", "`0001-01-01` is not a date", id="mistyped years"),
        pytest.param("packet 2026-12-31 2026-07-01", "Give the earlier date first", id="upside down"),
        pytest.param("packet <@UANA> <@UBO>", "A packet is about one person", id="two people"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_an_example(typed, answer):
    with pytest.raises(Refusal) as refused:
        await review(_nobody, {"user_id": MIA.id, "text": typed}, "1", None, lambda: NOW, Rules(), None, None)
    assert answer in str(refused.value)


async def _nobody(**_reply):
    raise AssertionError("a refusal is no answer")


async def test_a_refusal_is_what_the_person_reads_and_nothing_comes(slack):
    mia = slack.person(MIA.id)
    assert "`/review packet @ana 2026-07-01 2026-12-31`" in (await mia.command("/review packet ana")).text
    assert "which is still to come" in (await mia.command("/review packet 2026-11-21 2026-12-31")).text
    await slack.settle()
    assert files_of(mia) == []


@pytest.mark.parametrize("typed", ["", "help", "Help"])
async def test_help_shows_what_to_type(typed):
    replies = []

    async def ack(**reply):
        replies.append(reply)

    await review(ack, {"user_id": MIA.id, "text": typed}, "1", None, lambda: NOW, Rules(prefix="cairn-"), None, None)
    assert "`/cairn-review packet @ana 2026-07-01 2026-12-31`" in replies[0]["blocks"][0]["text"]["text"]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        pytest.param("", Asked(None, None), id="my own"),
        pytest.param("me", Asked(None, None), id="me"),
        pytest.param("<@UANA|ana>", Asked("UANA", None), id="a report"),
        pytest.param("2026-07-01 2026-11-20", Asked(None, HALF_YEAR), id="two days"),
        pytest.param("from 2026-07-01 to 2026-11-20 for <@UANA>", Asked("UANA", HALF_YEAR), id="as people talk"),
        pytest.param("<@UANA> 2026-07-01 – 2026-11-20", Asked("UANA", HALF_YEAR), id="with a dash"),
    ],
)
def test_names_and_days_are_read_in_any_order(typed, asked):
    assert read(typed, "/review") == asked


async def test_the_same_command_again_opens_no_second_window_and_is_noted_once(company):
    replies, windows, tasks = [], Windows(), Tasks()

    async def ack(**reply):
        replies.append(reply)

    command = {"user_id": MIA.id, "text": "packet <@UANA>", "trigger_id": "1.2.3"}
    await review(ack, command, "trigger:1.2.3", company, lambda: NOW, Rules(), windows, tasks)
    with pytest.raises(AlreadyDone) as again:
        await review(ack, command, "trigger:1.2.3", company, lambda: NOW, Rules(), windows, tasks)
    await tasks.done()
    assert again.value.reply == replies[0]
    assert len(windows.shown) == 1
    async with company.reading() as store:
        assert [line[4] for line in await store.access.about(ANA.id)] == [1]


async def test_a_page_without_days_ends_on_the_readers_today(company):
    async with company.transaction() as store:
        await store.people.save(HANA.model_copy(update={"tz": "Pacific/Kiritimati"}))
    replies, tasks = [], Tasks()

    async def ack(**reply):
        replies.append(reply)

    late, command = NOW.replace(hour=12), {"user_id": HANA.id, "text": "packet", "trigger_id": "1"}
    await review(ack, command, "1", company, lambda: late, Rules(), Windows(), tasks)
    await tasks.done()
    assert "to 21 November 2026" in replies[0]["text"]


@pytest.mark.parametrize("mine", [True, False])
def test_the_answers_are_good_blocks(mine):
    for said in (opening, ordered):
        shown_as = said(ANA.id, mine=mine, since=HALF_YEAR[0], until=HALF_YEAR[1])
        assert not blocks_report(shown_as.blocks).problems


TEXTS = st.sampled_from([*HOSTILE.values(), "&" * 3000, "👩‍👩‍👧‍👦" * 500, "\n" * 2000 + "x", "short"])


@PROPERTY
@given(
    TEXTS,
    st.integers(0, 200),
    st.integers(-3, 250),
    st.integers(0, 130),
    st.booleans(),
    st.sampled_from([State.ACTIVE, State.CLOSED, State.DROPPED, State.PROPOSED]),
    st.sampled_from([Relation.SELF, Relation.MANAGER]),
)
def test_whatever_people_wrote_the_window_fits_and_obeys_nobody(text, goals, start, months, sent, state, relation):
    kpis = tuple(KpiMove(name=text, unit=text, baseline=0, target=1, start=0, end=1, score=0.65) for _ in range(30))
    steps = tuple(Milestone(title=text, due=FRIDAY, share=0.4) for _ in range(20))
    about = {"state": state, "score": 0.65, "learned": text, "ended_on": FRIDAY, "milestones": steps}
    judged = {} if state is State.ACTIVE else {"status": None, "plan": None}
    listed = [
        goal_in_review(goal={"id": n, "ref": text, "title": text} | about, said=text, kpis=kpis, **judged)
        for n in range(1, goals + 1)
    ]
    since = date(2026 - months // 12, 12 - months % 12, 1) - timedelta(days=40)
    kinds = itertools.cycle(EntryKind)
    entries = [
        kudos(text, kind=kind, at=NOW - timedelta(days=7 * week))
        for week, kind in zip(range(months * 4), kinds, strict=False)
    ]
    thin = Thin(months=whole_months(since, FRIDAY), goals=tuple(one.goal.ref for one in listed))
    reads_from = max(since, date(2020, 6, 1))
    packet = a_packet(
        *entries, goals=listed, thin=thin, since=since, until=FRIDAY, reads_from=reads_from, relation=relation
    )

    window = highlights(packet, start=start, sent=sent)

    assert view_report(window, surface="modal").messages == []
    page = shown(window["blocks"])
    assert all(page.startswith(SAFE_MARKUP, found.start()) for found in re.finditer("<", page))


def test_the_line_above_may_read_but_not_review():
    with pytest.raises(NothingToShow):
        may_review(OLU, ANA, LINE)
