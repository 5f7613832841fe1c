"""The evidence page in a browser: it fits a phone and a sheet of paper, and asks nobody for anything."""

import pytest

from bot.packet import render
from packets import a_packet, goal_in_review, kudos

HOSTILE = "<script>document.title='owned'</script><img src=http://evil.example/x.png> " + "x" * 3000
PACKET = a_packet(
    *(kudos(HOSTILE, title=f"Kudos {number}", link="https://n.slack.com/archives/C1/p1") for number in range(20)),
    goals=[goal_in_review(goal={"title": "t" * 300})],
)


@pytest.fixture
def page_file(tmp_path):
    path = tmp_path / "packet.html"
    path.write_text(render(PACKET, "html"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [360, 760, 1280])
async def test_it_fits_every_width_and_loads_nothing_else(window, page_file, width):
    page, asked = await window({"width": width, "height": 800}), []
    page.on("request", lambda request: asked.append(request.url))

    await page.goto(page_file)

    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    assert await page.title() == "Review packet: Ana Ruiz, 1 July – 20 November 2026"
    assert asked == [page_file]


async def test_it_prints_on_paper_with_no_short_entry_cut_in_two(window, page_file):
    page = await window()
    await page.goto(page_file)
    await page.emulate_media(media="print")

    assert await page.evaluate("getComputedStyle(document.querySelector('.goal')).breakInside") == "avoid"
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert (await page.pdf(prefer_css_page_size=True)).startswith(b"%PDF")


async def test_it_is_read_aloud_as_it_is_seen(window, page_file):
    page = await window()
    await page.goto(page_file)

    spoken = await page.locator("main").aria_snapshot()

    for line in ("Review packet", 'heading "Ana Ruiz" [level=1]', 'heading "Goals" [level=2]', "67 percent of the way"):
        assert line in spoken
