"""My evidence: a message or feedback kept with a note of one's own, for oneself alone, and in one's own review packet."""

from datetime import timedelta
from typing import Any

import pytest

from company import ANA, BO, HANA, MIA, OLU
from domain.people import NotTakingPart, Person
from handlers.views.evidence import FROM_MESSAGE
from reviewing import page
from running import Running, running
from telling import SAID, dms, press, read, tell, window

NEWS = "The tide gauge is back & everyone can see it"
NOTE = "I brought the gauge back within a day"
LINK = "https://northwind.slack.com/archives"


@pytest.fixture
async def slack(database_url):
    """Over Socket Mode on SQLite, over HTTP on PostgreSQL; all four pairs are in `test_asking_a_colleague.py`."""
    async with running(database_url, mode="socket" if database_url.startswith("sqlite") else "http") as everything:
        await everything.settle()
        yield everything


async def save(slack: Running, person: Any, channel: str, ts: str, note: str = NOTE) -> Any:
    """Choose *Save as evidence* in the menu of a message and write a note."""
    who = slack.person(person.id)
    await who.message_shortcut(FROM_MESSAGE, channel, ts)
    await slack.bot.tasks.done()
    return await who.submit({"note": note})


async def packet(slack: Running, reader: Any, words: str = "") -> str:
    """The review packet about Ana, as this reader gets it."""
    return await page(slack, reader, words)


async def test_a_message_is_kept_by_its_link_and_my_words_and_nobody_else_ever_sees_it(slack):
    ana = slack.person(ANA.id)
    ts = (await slack.person(BO.id).say("CSECRET", NEWS))["ts"]
    await ana.message_shortcut(FROM_MESSAGE, "CSECRET", ts)
    await slack.bot.tasks.done()
    form = read(ana.view)
    assert "The tide gauge is back &amp; everyone can see it" in form, "shown to the one who chose it"
    assert "what the message says is not" in form
    assert "Only you ever see this" in form

    sent = await ana.submit({"note": NOTE})
    assert "Saved. Only you see it." in read(sent.view)
    await slack.settle()

    link = f"{LINK}/CSECRET/p{ts.replace('.', '')}"
    mine = str(await window(slack, ANA, "evidence"))
    assert NOTE in mine
    assert link in mine
    assert NEWS.split(" &", maxsplit=1)[0] not in mine
    assert NOTE in await packet(slack, ANA)
    assert link in await packet(slack, ANA)
    for other in (BO, MIA, OLU, HANA):
        assert NOTE not in await packet(slack, other, "<@UANA>")
        assert NOTE not in str(await window(slack, other, "evidence"))
        await slack.person(other.id).open_home()
        assert NOTE not in str(slack.person(other.id).home)
        assert NOTE not in dms(slack, other)
    assert "what the person keeps as evidence for themselves" in await packet(slack, MIA, "<@UANA>")
    assert NOTE not in dms(slack, ANA), "not even in one's own messages"
    async with slack.database.engine.connect() as connection:
        kept = await connection.exec_driver_sql("SELECT * FROM evidence")
        assert "tide gauge" not in str(kept.all())


async def test_feedback_one_received_is_kept_and_taken_back_it_is_gone_but_my_note_stays(slack):
    ana = slack.person(ANA.id)
    await tell(slack, BO, ANA)
    await window(slack, ANA)
    await press(slack, ANA, "feedback_keep")
    sent = await ana.submit({"note": NOTE})
    assert "Saved." in read(sent.view)
    assert "feedback_keep" not in str(await window(slack, ANA)), "it is kept already"

    await ana.close()
    await ana.open_home()
    await press(slack, ANA, "evidence_open", ana.home)
    assert "Feedback of Bo Lind, Friday 20 November" in read(ana.view)
    assert NOTE in read(ana.view)
    made = await packet(slack, ANA)
    assert "Own evidence, from feedback" in made
    assert SAID["behaviour"] in made

    await window(slack, BO, "given")
    await press(slack, BO, "feedback_take_back")
    mine = read(await window(slack, ANA, "evidence"))
    assert "Feedback that was taken back" in mine
    assert NOTE in mine
    assert SAID["behaviour"] not in mine
    assert SAID["behaviour"] not in await packet(slack, ANA)


async def test_a_note_is_changed_and_removed_by_whoever_wrote_it(slack):
    ana = slack.person(ANA.id)
    ts = (await slack.person(BO.id).say("CGENERAL", NEWS))["ts"]
    await save(slack, ANA, "CGENERAL", ts)
    again = await save(slack, ANA, "CGENERAL", ts, "Two notes about one message are one")
    assert "Your note was changed." in read(again.view)

    shown = await window(slack, ANA, "evidence")
    assert read(shown).count("Edit the note") == 1
    await press(slack, ANA, "evidence_edit")
    assert "Two notes about one message are one" in str(ana.view)
    await ana.submit({"note": "Better words"})
    await slack.settle()
    assert "Better words" in read(ana.views[0])
    await press(slack, ANA, "evidence_remove", ana.views[0])
    assert "Nothing here yet" in read(ana.views[0])


async def test_what_is_kept_is_paged_newest_first(slack_on_sqlite):
    slack = slack_on_sqlite
    for number in range(12):
        slack.clock.forward(timedelta(seconds=5))
        ts = (await slack.person(BO.id).say("CGENERAL", f"{NEWS} {number}"))["ts"]
        await save(slack, ANA, "CGENERAL", ts, f"Note {number:02}.")

    first = read(await window(slack, ANA, "evidence"))
    assert first.index("Note 11.") < first.index("Note 02.")
    assert "Note 01." not in first
    await press(slack, ANA, "evidence_turn_page")
    assert "Note 01." in read(slack.person(ANA.id).view)
    await press(slack, ANA, "evidence_turn_page")
    assert "Note 11." in read(slack.person(ANA.id).view)


async def test_an_empty_note_is_asked_for_and_a_guest_keeps_nothing(slack_on_sqlite):
    slack = slack_on_sqlite
    ts = (await slack.person(BO.id).say("CGENERAL", NEWS))["ts"]
    sent = await save(slack, ANA, "CGENERAL", ts, "\u200b \u2800")
    assert "Write in a few words what it shows" in sent.errors["note"]
    assert "Nothing here yet" in read(await window(slack, ANA, "evidence"))

    guest = Person(id="UGIL", name="Gil Guest")
    await slack.person(guest.id).message_shortcut(FROM_MESSAGE, "CGENERAL", ts)
    await slack.bot.tasks.done()
    assert slack.person(guest.id).view is None
    assert slack.person(guest.id).messages("CGENERAL")[-1]["text"] == NotTakingPart.text


async def test_delivered_again_or_sent_from_two_windows_it_is_kept_once(slack_on_sqlite):
    slack = slack_on_sqlite
    ts = (await slack.person(BO.id).say("CGENERAL", NEWS))["ts"]
    await save(slack, ANA, "CGENERAL", ts)
    await slack.emulator.redeliver(4, at_once=True)
    await slack.settle()
    await tell(slack, BO, ANA)
    await window(slack, ANA)
    for _ in range(2):
        await press(slack, ANA, "feedback_keep", slack.person(ANA.id).views[0])
        await slack.person(ANA.id).submit({})
        await slack.person(ANA.id).close()

    assert read(await window(slack, ANA, "evidence")).count("Edit the note") == 2


async def test_a_formula_in_a_note_stays_text_in_the_csv(slack_on_sqlite):
    from bot.commands.packet import _packet
    from bot.packet import render

    slack = slack_on_sqlite
    ts = (await slack.person(BO.id).say("CGENERAL", NEWS))["ts"]
    await save(slack, ANA, "CGENERAL", ts, "=1+1")
    await tell(slack, BO, ANA, behaviour="=2+2", intent="+3", situation="=HYPERLINK(1)")
    url = slack.bot.settings.database_url
    made = render(await _packet(url, ANA.id, ANA.id, "2026-01-01", "2026-12-31"), "csv")

    assert "'=1+1" in made
    assert ",=" not in made
    assert ",+" not in made
