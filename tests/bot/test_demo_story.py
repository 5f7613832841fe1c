"""How the company of the demo is told: its calendar, its files, and what happens where the bot refuses a step."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app import CannotStart
from bot.company import files, thanking
from bot.company.life import Life
from bot.company.weeks import WEEKS, Weeks, delay
from company import ANA, BO, NOW
from domain.calendar import zone

TODAY = date(2026, 11, 20)
BERLIN = zone("Europe/Berlin")


class TestWeeks:
    def test_the_thirteenth_friday_is_today(self):
        weeks = Weeks(TODAY)

        assert weeks.friday(WEEKS + 1) == TODAY
        assert weeks.friday(1) == date(2026, 8, 28)

    def test_they_are_found_again_from_their_first_tuesday(self):
        assert Weeks.that_begin(date(2026, 8, 25)).today == TODAY

    @pytest.mark.parametrize(
        ("told", "tz", "moment"),
        [
            pytest.param("13 Fri 09:10", "Europe/Berlin", datetime(2026, 11, 20, 8, 10, tzinfo=UTC), id="winter"),
            pytest.param("1 Tue 09:10", "Europe/Berlin", datetime(2026, 8, 25, 7, 10, tzinfo=UTC), id="summer"),
            pytest.param("12 Sun 23:00", "Australia/Sydney", datetime(2026, 11, 15, 12, tzinfo=UTC), id="far away"),
        ],
    )
    def test_a_moment_is_told_on_somebodys_clock(self, told, tz, moment):
        assert Weeks(TODAY).moment(told, zone(tz)) == moment

    @pytest.mark.parametrize("told", ["", "Tue 09:10", "1 Tue", "1 Tue 9:10", "1 Tuesday 09:10"])
    def test_what_is_no_moment_is_named(self, told):
        with pytest.raises(ValueError, match="is no moment"):
            Weeks(TODAY).moment(told, BERLIN)

    def test_due_dates_count_from_the_first_tuesday(self):
        assert Weeks(TODAY).with_dates("a,in 87 days,b") == "a,2026-11-20,b"

    def test_a_delay_has_days_hours_and_minutes(self):
        assert delay("25m") == timedelta(minutes=25)
        assert delay("3d2h") == timedelta(days=3, hours=2)

    @pytest.mark.parametrize("told", ["", "25", "2h3d", "soon"])
    def test_what_is_no_delay_is_named(self, told):
        with pytest.raises(ValueError, match="is no delay"):
            delay(told)


class TestFiles:
    def test_fifteen_people_in_four_zones_and_three_teams_with_leads(self):
        people = files.workspace()["people"]
        members = [one for one in people if not one.get("is_restricted")]

        assert len(members) == len(files.check_ins()) == 15
        assert len({one["tz"] for one in members}) == 4

    def test_whoever_answers_is_imported(self, tmp_path):
        sheet = files.sheet("people.csv", tmp_path, Weeks(TODAY)).read_text()

        assert {line.split(",")[0] for line in sheet.splitlines()[1:]} == set(files.check_ins())

    def test_every_date_of_the_goals_is_written_out(self, tmp_path):
        assert "in 1" not in files.sheet("goals.csv", tmp_path, Weeks(TODAY)).read_text()


class TestLife:
    async def test_what_the_bot_refuses_ends_it_and_is_named(self, slack_on_sqlite):
        slack = slack_on_sqlite
        life = Life(slack.emulator, slack.bot, slack.clock, Weeks(TODAY))
        row = {"when": "13 Fri 11:00", "from": ANA.id, "to": [ANA.id], "for": "being here"}

        with pytest.raises(CannotStart) as no:
            await life.live(thanking.thanks(life, [row]))

        assert "the kudos of UANA at 13 Fri 11:00 failed. Kudos are for someone else" in str(no.value)

    async def test_people_act_at_their_time_and_the_bot_says_what_is_due(self, slack_on_sqlite):
        slack = slack_on_sqlite
        life = Life(slack.emulator, slack.bot, slack.clock, Weeks(TODAY))
        row = {
            "when": "13 Fri 11:00",
            "from": ANA.id,
            "to": [BO.id],
            "for": "the calm handover",
            "reactions": {"tada": [BO.id]},
        }

        await life.live(thanking.thanks(life, [row]))

        [post] = slack.person(BO.id).messages("CKUDOS")
        assert datetime.fromtimestamp(float(post["ts"]), UTC) - NOW < timedelta(hours=1)
        assert post["reactions"][0]["name"] == "tada"
        assert "thanks you" in slack.person(BO.id).dm()[-1]["text"]
