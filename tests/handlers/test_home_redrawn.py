"""The Home tab is drawn anew when rights change, and never shows what is older than what stands there."""

import pytest
from seeds import goal, save, shown

from company import ANA, BO, HANA, MIA, NOW, OLU, SAM
from domain.homes import Home, concerned
from domain.people import Role
from handlers.home import AT_A_TIME
from handlers.people import appoint


async def opened(slack, *people):
    for person in people:
        await slack.person(person.id).open_home()
        await slack.settle()


def reads(slack, person):
    return shown(slack.person(person.id).home["blocks"])


def hashes(slack):
    """The hash that each publication of a tab named."""
    return [call.args.get("hash") for call in slack.emulator.calls if call.method == "views.publish"]


async def stale(slack):
    async with slack.database.reading() as store:
        return {one.person for one in await store.homes.stale(most=99)}


async def is_told(slack, **change):
    """Have an import say something else about Ana."""
    async with slack.database.transaction() as store:
        before = await store.people.imported()
        ana = before[ANA.id].model_copy(update=change)
        await store.people.save(ana)
        await store.homes.outdate(concerned(before, [ana]), now=slack.clock())


class TestRights:
    async def test_a_new_manager_sees_them_and_the_one_before_no_more(self, slack):
        await save(slack.database, goal(1))
        await opened(slack, MIA, OLU, ANA)
        assert "Ana Ruiz" in reads(slack, MIA)
        assert "Ana Ruiz" not in reads(slack, OLU)

        await is_told(slack, manager=OLU.id, manager_since=NOW)
        await slack.bot.redraw_homes()

        assert "Ana Ruiz" not in reads(slack, MIA)
        assert "Ana Ruiz" in reads(slack, OLU)
        assert await stale(slack) == set()

    async def test_a_tab_nobody_opened_is_not_drawn(self, slack):
        await is_told(slack, manager=OLU.id)

        assert await stale(slack) == set()
        assert await slack.bot.redraw_homes() is None
        assert hashes(slack) == []

    async def test_who_is_appointed_reads_participation_and_who_is_not_any_more_does_not(self, slack):
        await opened(slack, SAM)
        assert "Participation" not in reads(slack, SAM)

        for team, expected in (([SAM.id], True), ([], False)):
            async with slack.database.transaction() as store:
                await appoint(store, team, now=slack.clock())
            await slack.bot.redraw_homes()
            assert ("Participation" in reads(slack, SAM)) is expected

    async def test_who_leaves_stands_on_their_managers_tab_no_more(self, slack):
        await opened(slack, MIA)
        await is_told(slack, active=False)
        await slack.bot.redraw_homes()

        assert "Ana Ruiz" not in reads(slack, MIA)

    async def test_a_role_from_an_import_counts_too(self, slack):
        await opened(slack, ANA)

        await is_told(slack, role=Role.ADMIN)
        await slack.bot.redraw_homes()

        assert "Participation" in reads(slack, ANA)

    @pytest.mark.parametrize(("error", "again"), [("internal_error", False), ("ratelimited", True)])
    async def test_what_slack_refuses_is_given_up_and_what_came_too_fast_is_not(self, slack, error, again):
        await opened(slack, ANA)
        slack.bot.timetable._ticker.pause()
        slack.emulator.faults.add("views.publish", "error", error=error, times=1)

        await is_told(slack, manager=OLU.id)
        await slack.bot.redraw_homes()

        assert await stale(slack) == ({ANA.id} if again else set())

    async def test_who_left_is_not_drawn_again_and_again(self, slack):
        await opened(slack, ANA)

        await is_told(slack, active=False)
        await slack.bot.redraw_homes()

        assert await stale(slack) == set()


class TestNews:
    async def test_what_may_not_be_read_any_more_is_drawn_before_any_news(self, slack):
        await opened(slack, ANA, BO, MIA, OLU, SAM)
        slack.bot.timetable._ticker.pause()
        async with slack.database.transaction() as store:
            await store.homes.outdate({ANA.id, BO.id, MIA.id}, now=NOW)
            await store.homes.outdate({OLU.id, SAM.id}, now=slack.clock(), urgent=True)
        before = len(hashes(slack))

        await slack.bot.redraw_homes()

        assert len(hashes(slack)) - before == AT_A_TIME, (
            "what is left of Slack's hundred a minute is for who opens theirs"
        )
        assert await stale(slack) == {BO.id, MIA.id}

    async def test_a_tab_that_is_opened_meanwhile_is_not_drawn_once_more(self, slack):
        await opened(slack, ANA)
        slack.bot.timetable._ticker.pause()
        async with slack.database.transaction() as store:
            await store.homes.outdate({ANA.id}, now=slack.clock())

        await opened(slack, ANA)

        assert await stale(slack) == set()

    @pytest.mark.parametrize("typed", ["/check-in skip", "/check-in snooze 2h", "/check-in away 2026-12-21"])
    async def test_what_somebody_says_of_their_week_stands_on_their_tab_and_their_managers(self, slack, typed):
        await opened(slack, ANA, MIA, OLU)
        slack.bot.timetable._ticker.pause()

        assert (await slack.person(ANA.id).command(typed)).error is None
        await slack.bot.tasks.done()

        assert await stale(slack) == {ANA.id, MIA.id}


class TestOrder:
    async def test_each_publication_names_the_one_before(self, slack):
        await opened(slack, ANA, ANA)
        async with slack.database.reading() as store:
            now = await store.homes.of(ANA.id)

        first, second = hashes(slack)
        assert first is None
        assert second
        assert now == Home(person=ANA.id, hash=slack.person(ANA.id).home["hash"])

    async def test_a_tab_that_changed_meanwhile_is_read_again_and_published_once_more(self, slack):
        await opened(slack, ANA)
        async with slack.database.transaction() as store:
            await store.homes.keep(Home(person=ANA.id, hash="of another time"))

        await opened(slack, ANA)

        assert hashes(slack)[1:] == ["of another time", None]
        async with slack.database.reading() as store:
            assert (await store.homes.of(ANA.id)).hash == slack.person(ANA.id).home["hash"]

    async def test_it_is_tried_once_more_and_then_with_the_next_round(self, slack):
        await opened(slack, ANA)
        slack.bot.timetable._ticker.pause()
        slack.emulator.faults.add("views.publish", "error", error="hash_conflict", times=2)

        await opened(slack, ANA)

        assert len(hashes(slack)) == 3
        assert await stale(slack) == {ANA.id}
        await slack.bot.redraw_homes()
        assert (len(hashes(slack)), await stale(slack)) == (4, set())

    async def test_a_guest_leaves_nothing_behind(self, slack):
        await slack.person("UGIL").open_home()
        await slack.settle()

        async with slack.database.reading() as store:
            assert await store.homes.of("UGIL") is None


async def test_the_people_team_reads_how_goals_hang_together(slack):
    await save(slack.database, goal(1), goal(2, owner=BO.id))
    await opened(slack, HANA)

    page = reads(slack, HANA)
    assert "2 active goals. Without a parent: 2." in page
    assert "Last week it was 0 of 6 (0 %)." in page
