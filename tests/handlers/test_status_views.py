"""The manager's page as blocks: it always fits, loses nobody, and shows what people wrote as text only."""

import json
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from company import ANA, BO, LONG_AGO, MIA, NOW
from domain.alignment import Alignment
from domain.blockers import Blocker
from domain.calendar import WEEK
from domain.check_ins import CheckIn, GoalAnswer
from domain.goal_history import GoalEvent, Happened
from domain.goals import Confidence, Goal, Kpi, State
from domain.owed import Owed
from domain.people import Person
from domain.status import team_status
from domain.team_goals import team_goals
from domain.turns import Turn
from domain.weeks import AnsweredWeek, Sure
from emulator.block_kit import blocks_report, view_report
from handlers.views import status as view
from handlers.views.charts import CHART, NEW, TABLE

BERLIN = ZoneInfo("Europe/Berlin")
FRIDAY = date(2026, 11, 20)
TUESDAY = NOW + timedelta(days=4)
SURE = Sure(10, 10, 10)
HOSTILE = "<!channel> *Ana* `x` <https://evil.example|click> & <@UEVIL>"
MOST_CHARACTERS = 13_000
"""What Slack takes of all blocks of a message together, a little rounded down."""


def page_of(
    reports=(ANA, BO),
    check_ins=(),
    *,
    blockers=(),
    goals=(),
    period=FRIDAY,
    beside=None,
    now=TUESDAY,
    thanked=None,
    turns=None,
    told=None,
    aligned=None,
    decisions=(),
    explained="",
):
    return team_status(
        MIA.id,
        reports,
        period=period,
        beside=beside,
        check_ins={(one.person, one.period): one for one in check_ins},
        notes_of={person.id for person in reports},
        blockers=blockers,
        goals=tuple(explain(one, explained) for one in team_goals(goals, {}, now.date())),
        decisions=decisions,
        kudos=3,
        feedback=2,
        last_thanked=thanked or {},
        turns=turns or {},
        ever_answered=told or {},
        aligned=aligned or Alignment(counted=0),
        now=now,
    )


def explain(one, why):
    said = GoalEvent(goal=one.goal.id, at=NOW, by=one.goal.owner, what=Happened.EXPLAINED, why=why)
    return one.model_copy(update={"explained": said if why else None})


def answered(person, period=FRIDAY, *, at=NOW, **more):
    return CheckIn(person=person.id, period=period, went_well="Fine.", answered_at=at, **more)


def stuck(person, text="No access", number=7, *, at=NOW, **more):
    about = {"period": FRIDAY, "named_in": FRIDAY, "named_at": at, "raised_at": at}
    return Blocker(id=number, person=person.id, text=text, **(about | more))


def late_goal(owner, title="Halve the first reply", number=1):
    return Goal(
        id=number,
        ref=f"G-{number}",
        title=title,
        owner=owner.id,
        state=State.ACTIVE,
        starts=date(2026, 7, 1),
        due=date(2026, 12, 31),
        kpis=(Kpi(name="First reply", unit="<!here>", baseline=180, target=60, value=150),),
    )


def shown(status, now=TUESDAY, shows=()):
    return view.page(status, now=now, tz=BERLIN, shows=shows)


def texts(blocks):
    return json.dumps(blocks, ensure_ascii=False)


def test_it_opens_with_what_the_manager_owes():
    both = [answered(ANA), answered(BO, read_at=NOW)]
    first = shown(page_of(check_ins=both, blockers=[stuck(BO, at=NOW + timedelta(hours=1))]))
    title, *owed = [block["text"]["text"] for block in first.blocks[1:4]]
    assert title == "*Waiting for you* · 1 blocker, 1 check-in"
    assert owed == [
        "🚧 Answer the blocker of <@UBO> · for 4 days",
        "📝 Read the check-in of <@UANA> · for 4 days",
    ], "a blocker comes before an older check-in"
    assert first.text.startswith(
        "1 blocker (Bo Lind) and 1 check-in (Ana Ruiz) wait for you. 2 of 2 answered this week. "
        "Blocked: Bo Lind for 4 days (“No access”). No goal is at risk. Week by week: 4 Sep"
    )


def test_a_blocker_shows_its_age_who_can_help_and_who_promised_what():
    helped = stuck(BO, helper="USAM", promised_by="USAM", promised_for=date(2026, 11, 25))
    status = page_of(blockers=[helped, stuck(ANA, "No laptop", 8)])
    text = texts(shown(status).blocks)
    assert (
        "🚧 <@UBO> · for 4 days · <@USAM> can help\\n>No access\\n🤝 <@USAM> promised to clear it by *Wednesday" in text
    )
    assert "🚧 <@UANA> · for 4 days\\n>No laptop\\nNo answer yet." in text
    assert "Answer the blocker of <@UANA>" in text
    assert "Answer the blocker of <@UBO>" not in text


def test_what_waits_alone_is_counted_alone():
    assert shown(page_of(blockers=[stuck(BO)])).text.startswith("1 blocker (Bo Lind) waits for you. 0 of 2")
    assert shown(page_of(check_ins=[answered(ANA)])).text.startswith("1 check-in (Ana Ruiz) waits for you. 1 of 2")


def test_a_button_opens_the_check_in():
    block = next(block for block in shown(page_of(check_ins=[answered(ANA)])).blocks if "accessory" in block)
    assert block["accessory"]["action_id"] == "check_in_read"
    assert block["accessory"]["value"] == "UANA 2026-11-20"
    assert block["accessory"]["accessibility_label"] == "Open the check-in of Ana Ruiz"


def test_last_week_stands_beside_this_one():
    before = FRIDAY - timedelta(days=7)
    status = page_of(check_ins=[answered(ANA), answered(ANA, before), answered(BO, before)])
    text = texts(shown(status).blocks)
    assert "50 % · 1 of 2 answered · last week 2 of 2" in text
    assert "Still to come: <@UBO>" in text


def test_on_prompt_day_the_closing_week_stands_beside_the_new_one():
    before = FRIDAY - timedelta(days=7)
    status = page_of(check_ins=[answered(ANA, before), answered(BO)], beside=before, now=NOW)
    text = texts(shown(status, NOW).blocks)
    closing, new = (
        text.index("*Closing* · week of Friday 13 November"),
        text.index("*New* · week of Friday 20 November"),
    )
    assert closing < text.index("No answer from <@UBO>") < new < text.index("Still to come: <@UANA>")
    everyone = view.window(status, view.EVERYONE, 0, now=NOW, tz=BERLIN)
    assert "Friday 13 November: ✅" in texts(everyone)
    assert "Friday 20 November: ⏳ not yet" in texts(everyone)


def test_who_was_not_asked_is_not_missing():
    cleo = Person(id="UCLEO", name="Cleo Hart", manager=MIA.id)
    text = texts(shown(page_of([ANA, BO, cleo], [answered(ANA), answered(BO)])).blocks)
    assert "2 of 2 answered" in text
    assert "1 not asked" in text
    assert "Still to come" not in text


def test_before_anybody_is_enrolled_it_says_so():
    cleo = Person(id="UCLEO", name="Cleo Hart", manager=MIA.id)
    assert "Nobody is asked yet" in texts(shown(page_of([cleo])).blocks)


def test_a_goal_at_risk_shows_the_sum():
    text = texts(shown(page_of(goals=[late_goal(ANA)])).blocks)
    assert "🔴 *Halve the first reply* · `G-1` · <@UANA>" in text
    assert "Off track: 150 " in text
    assert "the plan for today is" in text


def test_a_goal_on_track_stands_there_only_when_its_owner_worries():
    fine = late_goal(ANA).model_copy(update={"starts": FRIDAY})
    assert "*Goals at risk*\\nNone." in texts(shown(page_of(goals=[fine])).blocks)
    worried = fine.model_copy(update={"confidence": Confidence.AT_RISK})
    text = texts(shown(page_of(goals=[worried])).blocks)
    assert "🟢 *Halve the first reply*" in text
    assert "On track by its numbers; <@UANA> sees it 🟡 *at risk*: 150 on the way down to 60" in text


def test_a_goal_whose_owner_sees_it_better_than_its_numbers_says_both():
    text = texts(shown(page_of(goals=[late_goal(ANA).model_copy(update={"confidence": Confidence.ON_TRACK})])).blocks)
    assert "🔴 *Halve the first reply*" in text
    assert "Off track by its numbers; <@UANA> sees it 🟢 *on track*: 150" in text


def test_a_goal_without_a_number_is_never_judged_by_one():
    bare = late_goal(ANA).model_copy(update={"kpis": ()})
    assert "*Goals at risk*\\nNone." in texts(shown(page_of(goals=[bare])).blocks)
    worried = bare.model_copy(update={"confidence": Confidence.OFF_TRACK})
    text = texts(shown(page_of(goals=[worried])).blocks)
    assert "⚪ *Halve the first reply*" in text
    assert "No number yet; <@UANA> sees it 🔴 *off track*." in text
    unread = late_goal(ANA).model_copy(update={"kpis": (Kpi(name="n", baseline=9, target=1),)})
    assert "Off track: no new number yet; 9 on the way down to 1" in texts(shown(page_of(goals=[unread])).blocks)


def test_ordinary_words_are_shown_whole_and_long_ones_end_at_a_word():
    title = "Halve the time to the first reply in the morning shift of all four countries by spring"
    blocker = "The two who would take short nights have no paging account. IT has had my request for a week. " * 2
    status = page_of(
        blockers=[stuck(ANA, blocker)], goals=[late_goal(BO, title)], explained="We wait for the bank. " * 9
    )
    text = texts(shown(status).blocks)
    assert title in text
    assert blocker.strip() in text
    assert ("We wait for the bank. " * 9).strip() in text
    long = page_of(blockers=[stuck(ANA, "word " * 400)])
    assert "word…" in texts(shown(long).blocks)


def test_people_without_recognition_are_named_and_nobody_is_ranked():
    text = texts(shown(page_of(thanked={BO.id: NOW})).blocks)
    assert '*Without public kudos for 30 days*\\n<@UANA>"' in text
    assert "3 in 30 days" in text


def of_kind(page, kind):
    return [block for block in page.blocks if block["type"] == kind]


def test_the_weeks_stand_side_by_side_as_a_chart():
    [chart] = of_kind(shown(page_of(check_ins=[answered(ANA)]), shows=NEW), CHART)

    assert chart["title"] == "Check-ins, the last 12 weeks"
    answered_, asked = chart["chart"]["series"]
    assert (answered_["name"], asked["name"]) == ("Answered", "Asked")
    assert [point["label"] for point in asked["data"]] == chart["chart"]["axis_config"]["categories"]
    assert (answered_["data"][-1], asked["data"][-1]) == (
        {"label": "20 Nov", "value": 1},
        {"label": "20 Nov", "value": 2},
    )


def test_how_sure_the_team_was_stands_as_a_chart_and_in_words():
    told = {(ANA.id, FRIDAY - n * WEEK): AnsweredWeek(False, True, Sure(3 - n, n, 0)) for n in range(3)}
    status = page_of(told=told)

    _, chart = of_kind(shown(status, shows=NEW), CHART)
    assert chart["title"] == "How sure of their goals, 3 weeks"
    series = {one["name"]: [point["value"] for point in one["data"]] for one in chart["chart"]["series"]}
    assert series == {"On track": [1, 2, 3], "At risk": [2, 1, 0], "Off track": [0, 0, 0]}
    said = "*How sure of their goals, 3 weeks*\\n6 Nov: 1 on track, 2 at risk\\n13 Nov: 2 on track, 1 at risk"
    assert said in texts(shown(status).blocks)


def test_one_week_alone_makes_no_chart():
    new = [one.model_copy(update={"enrolled_at": NOW - timedelta(days=2)}) for one in (ANA, BO)]
    page = shown(page_of(new), shows=NEW)

    assert of_kind(page, CHART) == []
    assert "Week by week" not in page.text


def test_people_stand_in_a_table_those_first_who_need_their_manager():
    cleo, dan = (
        Person(id=id, name=name, enrolled_at=LONG_AGO) for id, name in (("UCLEO", "Cleo Hart"), ("UDAN", "Dan Roe"))
    )
    worried = (GoalAnswer(goal=1, confidence=Confidence.AT_RISK),)
    check_ins = [
        answered(ANA, read_at=NOW),
        answered(BO, read_at=NOW),
        answered(dan, goals=worried, late=True),
    ]
    [table] = of_kind(shown(page_of([ANA, BO, cleo, dan], check_ins, blockers=[stuck(BO)]), shows=NEW), TABLE)

    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Person", "Check-in", "Goals", "Blocked", "Read"],
        ["Bo Lind", "Fri 20 Nov, 10:30", "–", "since 20 Nov", "yes"],
        ["Dan Roe", "Fri 20 Nov, 10:30 (late)", "at risk", "–", "not yet"],
        ["Cleo Hart", "not yet", "–", "–", "–"],
        ["Ana Ruiz", "Fri 20 Nov, 10:30", "–", "–", "yes"],
    ]


def test_the_plain_page_holds_the_same_facts():
    status = page_of(check_ins=[answered(ANA)], blockers=[stuck(ANA)])
    plain, native = shown(status), shown(status, shows=NEW)

    assert plain.text == native.text
    assert not [block for block in plain.blocks if block["type"] in NEW]
    said = texts(plain.blocks)
    assert "*Check-ins, the last 12 weeks*" in said
    assert "20 Nov: 1 of 2 · ▓▓▓▓▓░░░░░ 50 %" in said
    assert "<@UANA>: check-in Fri 20 Nov, 10:30, blocked since 20 Nov, not read yet" in said
    assert "<@UBO>: check-in not yet" in said


@pytest.mark.parametrize("shows", [{CHART}, {TABLE}], ids=["only charts", "only tables"])
def test_each_kind_stands_for_itself(shows):
    page = shown(page_of(), shows=shows)
    assert {block["type"] for block in page.blocks} & NEW == shows


def test_a_large_team_says_how_many_stand_there():
    people = [Person(id=f"U{n}", name=f"P {n}", manager=MIA.id, enrolled_at=LONG_AGO) for n in range(11)]
    for shows in ((), NEW):
        assert "*Your people* · the first 6 of 11" in texts(shown(page_of(people), shows=shows).blocks)


def test_what_people_wrote_pings_and_links_nowhere():
    hostile = ANA.model_copy(update={"name": HOSTILE})
    blocked = [stuck(ANA, HOSTILE)]
    status = page_of([hostile, BO], [answered(ANA)], blockers=blocked, goals=[late_goal(ANA, HOSTILE)])
    windows = [view.window(status, what, 0, now=TUESDAY, tz=BERLIN) for what in view.LISTS]
    assert "<!channel>" not in shown(status).text
    for blocks in (shown(status).blocks, shown(status, shows=NEW).blocks, *windows):
        marked = " ".join(text["text"] for text in _mrkdwn(blocks))
        for sign in ("<!channel>", "<!here>", "<https", "<@UEVIL>"):
            assert sign not in marked


def _mrkdwn(part):
    if isinstance(part, dict):
        if part.get("type") == "mrkdwn":
            yield part
        for value in part.values():
            yield from _mrkdwn(value)
    elif isinstance(part, list):
        for value in part:
            yield from _mrkdwn(value)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(0, "since today", id="today"),
        pytest.param(1, "since yesterday", id="yesterday"),
        pytest.param(12, "for 12 days", id="longer"),
        pytest.param(-1, "since today", id="a clock that went back"),
    ],
)
def test_an_age_is_told_in_days(days, words):
    assert view.Seen(NOW, BERLIN).age(NOW - timedelta(days=days)) == words


def test_an_age_counts_the_readers_nights():
    assert view.Seen(NOW, BERLIN).age(NOW - timedelta(hours=12)) == "since yesterday"


@pytest.mark.parametrize("what", [what for what in view.LISTS if what != view.EVERYONE])
def test_a_list_that_became_empty_says_so(what):
    window = view.window(page_of(thanked={ANA.id: NOW, BO.id: NOW}), what, 3, now=TUESDAY, tz=BERLIN)
    assert window["blocks"][0]["text"]["text"] == view.LISTS[what].empty
    assert not view_report(window, surface="modal").problems


def test_everyone_tells_how_each_stands():
    worried = GoalAnswer(goal=1, confidence=Confidence.AT_RISK)
    check_ins = [answered(ANA, goals=(worried,), late=True), answered(BO, read_at=NOW)]
    status = page_of(check_ins=check_ins, blockers=[stuck(ANA)])
    [ana, bo] = view.window(status, view.EVERYONE, 0, now=TUESDAY, tz=BERLIN)["blocks"]
    assert ana["text"]["text"].startswith("*<@UANA>*\n✅ <!date^")
    assert ana["text"]["text"].endswith("· late · 🟡 a goal at risk · 🚧 blocked · unread")
    assert "unread" not in bo["text"]["text"]


def team_of(size, text, *, answers=True, beside=None):
    """A team where everybody is blocked, unread, at risk and forgotten, in the words of `text`."""
    people = [
        Person(id=f"U{number:08}", name=text[:80] or "x", manager=MIA.id, enrolled_at=LONG_AGO)
        for number in range(size)
    ]
    weeks = [FRIDAY, FRIDAY - timedelta(days=7)] if answers else []
    check_ins = [answered(person, week) for person in people for week in weeks]
    promise = {"helper": "USAM", "promised_by": "USAM", "promised_for": FRIDAY}
    blocked = [
        stuck(one, text or "x", number, goal=number, **(promise if number % 2 else {}))
        for number, one in enumerate(people, 1)
    ]
    wishes = [
        Owed(person=one.id, since=NOW, goal=number, title=text or "x", change=bool(number % 2))
        for number, one in enumerate(people, 1)
    ]
    goals = [late_goal(person, text or "x", number) for number, person in enumerate(people, 1)]
    told = {(person.id, FRIDAY - n * WEEK): AnsweredWeek(False, False, SURE) for person in people for n in range(12)}
    aligned = Alignment(counted=2 * size, loose=tuple(goals), childless=tuple(goals[:10]), numberless=tuple(goals[:20]))
    facts = {"goals": goals, "beside": beside, "told": told if answers else {}, "aligned": aligned}
    facts |= {"decisions": wishes, "explained": text}
    return page_of(people, check_ins, blockers=blocked if answers else (), **facts)


def check_that_it_fits(status):
    for shows in ((), NEW):
        page = shown(status, shows=shows)
        assert not blocks_report(page.blocks).problems
        assert len(texts(page.blocks)) <= MOST_CHARACTERS
        assert len(page.text) < 4000
    for what in view.LISTS:
        assert len(set(all_entries(status, what))) == expected_entries(status, what)


@given(
    size=st.sampled_from([1, 2, 9, 10, 11, 30, 31, 61]),
    text=st.text(st.sampled_from('ab <>&*_`\n"\\é🙌👩\u200d🚀'), max_size=3000),
    answers=st.booleans(),
    beside=st.sampled_from([None, FRIDAY - timedelta(days=7)]),
)
@settings(max_examples=40, deadline=None)
def test_the_page_always_fits_and_the_windows_lose_nobody(size, text, answers, beside):
    check_that_it_fits(team_of(size, text, answers=answers, beside=beside))


@pytest.mark.parametrize("sign", ["<", "&", '"', "\\", "🙌", "\n", "a\n", "👩\u200d🚀", "é"])
def test_a_team_of_200_in_the_worst_words_fits_too(sign):
    check_that_it_fits(team_of(200, sign * 3000, beside=FRIDAY - timedelta(days=7)))


@pytest.mark.parametrize("sign", ["<", '"', "🙌", "word "])
def test_the_page_of_one_person_fits_however_many_goals_they_have(sign):
    goals = [late_goal(ANA, sign * 3000, number) for number in range(1, 21)]
    blocked = [stuck(ANA, sign * 3000, number, goal=number) for number in range(1, 21)]
    status = page_of([ANA], [answered(ANA)], blockers=blocked, goals=goals, explained=sign * 3000)
    for shows in ((), NEW):
        page = view.page(status, now=TUESDAY, tz=BERLIN, shows=shows, scope=view.Scope(ANA.id, ANA.name))
        assert not blocks_report(page.blocks).problems
        assert len(texts(page.blocks)) <= MOST_CHARACTERS
        assert "more, in `/goal` with their name." in texts(page.blocks)


def all_entries(status, what):
    """Turn all pages of a list and return what stands on them."""
    entries, number = [], 0
    while True:
        window = view.window(status, what, number, now=TUESDAY, tz=BERLIN)
        assert not view_report(window, surface="modal").problems
        assert len(json.dumps(window)) < 250_000
        sections = [block for block in window["blocks"] if block["type"] == "section"]
        entries += [block.get("block_id") + block["text"]["text"] for block in sections]
        turn = [element for block in window["blocks"] if block["type"] == "actions" for element in block["elements"]]
        if not any(element["action_id"] == view.LATER for element in turn):
            return entries
        number += 1


def expected_entries(status, what):
    found = {
        view.EVERYONE: status.answered,
        view.OWED: status.owed,
        view.BLOCKED: status.blocked,
        view.AT_RISK: status.at_risk,
        view.UNRECOGNISED: status.unrecognised,
        view.IN_THE_AIR: status.alignment.loose + status.alignment.childless + status.alignment.numberless,
    }
    return max(len(found[what]), 1)


def test_who_skipped_and_whom_nobody_could_ask_stand_beside_those_who_are_missing():
    turns = {
        (ANA.id, FRIDAY): Turn(person=ANA.id, period=FRIDAY, skipped_at=NOW),
        (BO.id, FRIDAY): Turn(person=BO.id, period=FRIDAY, excused="away"),
    }
    status = page_of(turns=turns)

    shown = json.dumps(view.page(status, now=TUESDAY, tz=BERLIN, shows=()).blocks)

    assert "Skipped it: <@UANA>" in shown
    assert "Excused (away): <@UBO>" in shown
    assert "Still to come" not in shown
    assert "0 of 1 answered" in shown
    window = json.dumps(view.window(status, view.EVERYONE, 0, now=TUESDAY, tz=BERLIN), ensure_ascii=False)
    assert "– skipped" in window
    assert "– excused: away" in window
