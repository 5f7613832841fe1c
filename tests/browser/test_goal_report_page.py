"""The report of goals in a browser: it fits a phone and paper, is searched and folded, and asks nobody for anything."""

from datetime import date

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from bot.goal_report import as_file
from domain.goals import Confidence, Milestone, State
from reported import a_goal, a_report, company_goal, kpi, team_goal

LONG = "<script>document.title='owned'</script> " + "t" * 260
STEP = Milestone(title="Pilot with two teams", due=date(2026, 10, 1), share=0.5)
TREE = (
    company_goal(),
    team_goal(title="Réplies within the hour", confidence=Confidence.ON_TRACK, milestones=(STEP,)),
    team_goal(3, parent=1, title=LONG, owner="UBO", kpis=(kpi(3, value=90), kpi(4, unit="%"))),
    company_goal(5, state=State.PROPOSED),
    company_goal(6, title="Costs"),
    team_goal(7, parent=6, state=State.CLOSED, score=0.8, learned="Less."),
    team_goal(8, parent=7, title="Under a closed one", kpis=(kpi(8, value=45),)),
)


@pytest.fixture
def address(tmp_path):
    """Write a report and return where it is."""

    def write(*goals, **fields):
        path = tmp_path / "goals.html"
        path.write_bytes(as_file(a_report(*(goals or TREE), **fields), "html"))
        return path.as_uri()

    return write


def headings(page):
    return page.locator("#tree .goal-head :is(h3, h4, h5, h6):visible")


@pytest.mark.parametrize("width", [360, 1280])
async def test_it_fits_every_width_and_loads_nothing_else(window, address, width):
    page, asked = await window({"width": width, "height": 800}), []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(address())

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.title() == "Company and team goals, 20 November 2026"
    assert asked == [address()]


async def test_a_deep_tree_still_fits_a_phone(window, address):
    page = await window({"width": 360, "height": 800})
    await page.goto(address(*(a_goal(number, parent=number - 1 or None) for number in range(1, 30)), everyone=True))

    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    assert await page.evaluate("[...document.querySelectorAll('.goal')].at(-1).clientWidth") > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_people_who_see_badly_or_not_at_all_can_use_it(window, address, scheme):
    page = await window(scheme=scheme)
    await page.goto(address(*TREE, a_goal(9, parent=2), everyone=True))

    found = await Axe().run(page, options={"resultTypes": ["violations"]})

    assert [(one["id"], [node["html"][:90] for node in one["nodes"]]) for one in found.response["violations"]] == []


async def test_a_search_shows_what_matches_with_what_it_hangs_under(window, address):
    page = await window()
    await page.goto(address())

    await page.get_by_role("searchbox").fill("MIA replies")
    await expect(page.get_by_role("status")).to_have_text("1 of 7 goals, with those above them")
    assert await headings(page).all_inner_texts() == ["C-1 Goal 1", "T-2 Réplies within the hour"]

    await page.get_by_role("searchbox").fill("under a closed")
    await expect(headings(page)).to_have_count(3)

    await page.get_by_role("searchbox").fill("nothing like it")
    await expect(page.get_by_role("status")).to_have_text("0 of 7 goals")
    await expect(headings(page)).to_have_count(0)

    await page.get_by_role("searchbox").fill("")
    await expect(page.get_by_role("status")).to_be_empty()
    await expect(headings(page)).to_have_count(6)  # what is below the closed goal is folded again


async def test_the_tree_folds_and_unfolds(window, address):
    page = await window()
    await page.goto(address())

    await page.get_by_role("button", name="Fold all", exact=True).click()
    await expect(headings(page)).to_have_count(3)
    await page.get_by_text("2 goals below").press("Enter")
    await expect(headings(page)).to_have_count(5)
    await page.get_by_role("button", name="Unfold all").click()
    await expect(headings(page)).to_have_count(7)


async def test_on_paper_all_of_it_stands_unfolded_and_without_tools(window, address):
    page = await window()
    await page.goto(address())
    await page.get_by_role("button", name="Fold all", exact=True).click()

    assert (await page.pdf(prefer_css_page_size=True)).startswith(b"%PDF")
    await page.emulate_media(media="print")
    await expect(headings(page)).to_have_count(7)
    assert await page.locator("#tools").is_hidden()
    assert await page.evaluate("getComputedStyle(document.querySelector('.goal')).breakInside") == "avoid"


async def test_without_its_script_it_says_everything_and_offers_no_search(browsing, address):
    context = await browsing.browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(address())

    assert await page.locator("#tools").is_hidden()
    await expect(headings(page)).to_have_count(6)
    await context.close()


async def test_it_is_read_aloud_as_it_is_seen(window, address):
    page = await window()
    await page.goto(address())

    spoken = await page.locator("main").aria_snapshot()

    for line in (
        'heading "Company and team goals" [level=1]',
        'heading "C-1 Goal 1" [level=3]',
        'heading "T-2 Réplies within the hour" [level=4]',
        "paragraph: at risk",
        'img "67 percent of the way; the plan is 77 percent"',
        'img "How it went: 90, then 80, 72, 60; target 45"',
        "2 goals below: 50 % of the way on average (67 % and 33 %)",
    ):
        assert line in spoken
