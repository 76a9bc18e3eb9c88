"""Signed paper comes back as a pile: uploaded, read beside the request, and what is left worked off, in the browser."""

from __future__ import annotations

import io
import random
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bpv_app.pok import stapel_lezen
from tests.browser.conftest import NewPage
from tests.browser.pages import axe, log_in, open_page, wait_loaded
from tests.pok.scanner import als_pdf, scan, witte_pagina
from tests.server import Server, start_server


@pytest.fixture(scope="module")
def school(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo school with its worker: reading goes on beside the request."""
    with start_server(tmp_path_factory.mktemp("stapel")) as server:
        yield server


def printed(server: Server, which: int) -> tuple[str, bytes, list[int]]:
    """A printed POK that waits for signatures: its number, its paper, and the pages of its first copy."""
    folder = Path(server.log).parent
    with sqlite3.connect(f"file:{folder / 'bpv.db'}?mode=ro", uri=True) as connection:
        nummer, sha = connection.execute(
            "SELECT p.nummer, d.sha256 FROM pok p JOIN pok_document d ON d.pok_id = p.id "
            "AND d.document_versie = p.document_versie WHERE p.status = 'afgedrukt' ORDER BY p.id LIMIT 1 OFFSET ?",
            (which,),
        ).fetchone()
    paper = (folder / "documenten" / sha[:2] / sha).read_bytes()
    pages = stapel_lezen.lees_paginas(paper, range(1, stapel_lezen.tel_paginas(paper) + 1))
    return nummer, paper, [p.nr for p in pages for code in p.codes if code.deel == "1"]


def without_code() -> bytes:
    sheet = Image.new("L", (1240, 1754), 245)
    sheet.paste(40, (200, 300, 900, 320))
    sheet.paste(40, (200, 360, 800, 380))
    out = io.BytesIO()
    sheet.save(out, "JPEG")
    return out.getvalue()


def upload(page: Page, server: Server, name: str, mime: str, content: bytes) -> None:
    open_page(page, f"{server.url}/poks/scans")
    page.get_by_label("Bestand van de scanner, of een foto").set_input_files(
        {"name": name, "mimeType": mime, "buffer": content}
    )
    page.get_by_role("button", name="Lees de stapel").click()
    page.wait_for_url(re.compile(r"/poks/scans/\d+$"))
    wait_loaded(page)


def test_a_pile_is_read_and_what_is_left_is_put_with_its_pok(school: Server, new_page: NewPage) -> None:
    toeval = random.Random(4)
    nummer, paper, copy = printed(school, 3)
    pile = [without_code(), *scan(paper, list(reversed(copy)), toeval), witte_pagina(toeval), without_code()]
    page = new_page()
    log_in(page, school.url, "studentenzaken@demo.bpv")
    upload(page, school, "terug.pdf", "application/pdf", als_pdf(pile))
    expect(page.get_by_text(f"{len(pile)} bladzijden gelezen: {len(copy)} bij 1 POK gezet, 2 moet")).to_be_visible(
        timeout=60_000
    )
    axe(page)
    row = page.get_by_role("listitem").filter(has_text=nummer)
    expect(row).to_contain_text(f"1 exemplaar, {len(copy)} bladzijden")
    page.get_by_label("Bladzijde 1", exact=True).check()
    page.get_by_role("button", name="Doe dit").click()
    expect(page.locator("#melding")).to_contain_text("geen POK met dit nummer")  # no number typed: nothing is lost
    expect(page.get_by_label("Bladzijde 1", exact=True)).to_be_checked()
    page.get_by_label("Nummer van de POK").fill(nummer)
    page.get_by_role("button", name="Doe dit").click()
    expect(page.locator("#melding")).to_contain_text(f"Bij POK {nummer} gezet")
    page.get_by_label(f"Bladzijde {len(pile)}", exact=True).check()
    page.get_by_label("Leg weg").check()
    page.get_by_label("Waarom leg je ze weg?").fill("Kladpapier")
    page.get_by_role("button", name="Doe dit").click()
    expect(page.get_by_text("Er is niets over.")).to_be_visible()
    expect(row).to_contain_text("2 exemplaren")
    row.get_by_role("link", name=nummer).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(nummer)
    open_page(page, f"{school.url}/taken")
    expect(page.get_by_role("link", name=re.compile("Scans lezen: terug.pdf"))).to_contain_text("Klaar")


def test_a_photo_of_one_page_from_a_phone(school: Server, new_page: NewPage) -> None:
    nummer, paper, copy = printed(school, 4)
    (photo,) = scan(paper, copy[:1], random.Random(5))
    page = new_page(size="phone")
    log_in(page, school.url, "studentenzaken@demo.bpv")
    upload(page, school, "foto.jpg", "image/jpeg", photo)
    expect(page.get_by_text("1 bladzijde gelezen: 1 bij 1 POK gezet. Er is niets over.")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("listitem").filter(has_text=nummer)).to_be_visible()
    axe(page)


def test_a_file_that_is_no_scan_is_refused_with_the_reason(school: Server, new_page: NewPage) -> None:
    page = new_page()
    log_in(page, school.url, "studentenzaken@demo.bpv")
    open_page(page, f"{school.url}/poks/scans")
    page.get_by_label("Bestand van de scanner, of een foto").set_input_files(
        {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 broken"}
    )
    page.get_by_role("button", name="Lees de stapel").click()
    expect(page.get_by_text("Dit bestand is beschadigd")).to_be_visible()
