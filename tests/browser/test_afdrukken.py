"""Printing many agreements as long work, and the papers of a placement, in the browser on phone and desktop."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo school with its worker: printing goes on beside the request."""
    with start_server(tmp_path_factory.mktemp("afdrukken")) as server:
        yield server


def fetch(page: Page, href: str | None) -> bytes:
    assert href
    answer = page.request.get(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + href)
    assert answer.status == 200, (href, answer.status)
    return answer.body()


def test_more_than_a_few_are_printed_beside_the_request_and_fetched_in_class_order(
    school: Server, new_page: NewPage
) -> None:
    page = new_page()
    log_in(page, school.url, "studentenzaken@demo.bpv")
    open_page(page, f"{school.url}/poks?status=volledig")
    page.get_by_label("Kies alle rijen van deze bladzijde").click()
    page.get_by_label("Volgorde van de afdruk").select_option("klas")
    expect(page.get_by_label("Volgorde van de afdruk")).to_have_value("klas")
    axe(page)
    page.get_by_role("button", name="Druk af").click()
    page.wait_for_url(re.compile(r"/poks/afdrukken$"))
    wait_loaded(page)
    card = page.get_by_role("listitem").filter(has_text="op klas").first
    expect(card).to_contain_text(re.compile(r"\d+ afgedrukt, \d+ niet\."), timeout=90_000)
    axe(page)
    pdf = fetch(page, card.get_by_role("link", name="Open de PDF").get_attribute("href"))
    parts = fetch(page, card.get_by_role("link", name="Losse bestanden (zip)").get_attribute("href"))
    with pikepdf.open(io.BytesIO(pdf)) as merged, merged.open_outline() as outline:
        names = [str(item.title).split()[0] for item in outline.root]
        assert bool(merged.Root.MarkInfo.Marked)
        parts_of_tree = [str(part.T).split()[0] for part in merged.Root.StructTreeRoot.K[0].K]
        assert parts_of_tree == names, "who cannot see goes through the same agreements in the same order"
    assert len(names) > 25
    with zipfile.ZipFile(io.BytesIO(parts)) as zip_:
        assert zip_.testzip() is None
        assert [name[:10] for name in zip_.namelist()] == names, "both lie in the same order"
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_the_papers_of_a_placement_for_school_student_and_company(school: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, school.url, "coordinator@demo.bpv")
    open_page(page, f"{school.url}/poks?status=definitief")
    page.locator("a[href^='/poks/']").filter(has_text=re.compile(r"^\d{4}-\d+$")).first.click()
    page.wait_for_url(re.compile(r"/poks/\d+$"))
    wait_loaded(page)
    for name in ("Bewijsstuk (PDF)", "Bevestiging voor de student (PDF)"):
        assert fetch(page, page.get_by_role("link", name=name).get_attribute("href")).startswith(b"%PDF")
    page.get_by_role("link", name="Dossier", exact=True).last.click()
    page.wait_for_url(re.compile(r"/dossiers/\d+$"))
    wait_loaded(page)
    evidence = page.get_by_role("link", name="Bewijsstuk (PDF)")
    assert fetch(page, evidence.get_attribute("href")).startswith(b"%PDF")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        expect(evidence).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    archive = fetch(page, page.get_by_role("link", name="Heel dossier (zip)").get_attribute("href"))
    with zipfile.ZipFile(io.BytesIO(archive)) as zip_:
        assert {"dossier.json", "schema.json", "LEESMIJ.txt"} <= set(zip_.namelist())
    for who, where, link in (
        ("student@demo.bpv", "/mijn-pok", "Bevestiging van je stage (PDF)"),
        ("praktijkopleider@demo.bpv", "/stagiairs", re.compile("Bewijsstuk voor de subsidie")),
    ):
        other = new_page(size="phone")
        log_in(other, school.url, who)
        open_page(other, school.url + where)
        found = other.get_by_role("link", name=link).first
        assert fetch(other, found.get_attribute("href")).startswith(b"%PDF")
        axe(other)
