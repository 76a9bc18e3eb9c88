"""Paper that comes back as a pile: reading, giving to the POK, the worklist, and who may see it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, NietGevonden, OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.pok import service, service_stapel, stapel_lezen
from bpv_app.pok.queries_stapel import get_detail, list_stapels
from bpv_app.pok.rules import Onvolledig, PokStatus
from bpv_app.pok.rules_bestand import BestandFout
from bpv_app.pok.rules_qr import QrCode
from bpv_app.pok.rules_stapel import TE_DOEN, PaginaLezing, PaginaUitkomst, PokPapier, beoordeel, groepeer
from bpv_app.pok.tables import Pok, PokScan
from bpv_app.pok.tables_stapel import ScanPagina
from bpv_app.taak.rules import TaakBeeld
from bpv_app.taak.worker import TaakWorker
from tests.makers import make_actor, make_team
from tests.pok.hulp import druk_af, id_van, maak_volledig
from tests.pok.rolverdeling import Cast, make_cast
from tests.pok.scanner import als_pdf, scan, witte_pagina

CODE = QrCode("2026-00412", 2, "1", 1)
PAPIER = PokPapier(PokStatus.AFGEDRUKT, 2, True)


@pytest.mark.parametrize(
    ("lezing", "papier", "eerder", "uitkomst"),
    [
        (PaginaLezing(1, (CODE,), False), PAPIER, (), "toegewezen"),
        (PaginaLezing(1, (), True), None, (), "leeg"),
        (PaginaLezing(1, (), False), None, (), "geen_code"),
        (PaginaLezing(1, (CODE,), False), None, (), "onbekend"),
        (PaginaLezing(1, (QrCode("2026-00412", 3, "1", 1),), False), PAPIER, (), "onbekend"),
        (PaginaLezing(1, (QrCode("2026-00412", 1, "1", 1),), False), PAPIER, (), "oude_versie"),
        (PaginaLezing(1, (CODE,), False), PokPapier(PokStatus.VOLLEDIG, 2, False), (), "oude_versie"),
        (PaginaLezing(1, (CODE,), False), PokPapier(PokStatus.VERVANGEN, 2, True), (), "vervallen"),
        (PaginaLezing(1, (CODE,), False), PokPapier(PokStatus.AFGEMELD, 2, True), (), "vervallen"),
        (PaginaLezing(1, (CODE,), False), PokPapier(PokStatus.DEFINITIEF, 2, True), (), "toegewezen"),
        (PaginaLezing(1, (CODE, QrCode("2026-00413", 1, "1", 1)), False), PAPIER, (), "tegenstrijdig"),
        (PaginaLezing(7, (CODE,), False), PAPIER, (CODE,), "dubbel"),
    ],
)
def test_a_page_is_only_given_away_when_all_is_certain(
    lezing: PaginaLezing, papier: PokPapier | None, eerder: tuple[QrCode, ...], uitkomst: str
) -> None:
    assert beoordeel(lezing, papier, eerder) == uitkomst


@given(st.permutations(range(12)))
def test_the_order_of_the_pile_does_not_matter(volgorde: list[int]) -> None:
    paginas = [(i + 1, QrCode("2026-00001", 1, str(1 + n // 4), 1 + n % 4)) for i, n in enumerate(volgorde)]
    groepen = groepeer(paginas)
    assert set(groepen) == {("2026-00001", 1, "1"), ("2026-00001", 1, "2"), ("2026-00001", 1, "3")}
    op_nr = dict(paginas)
    assert all([op_nr[nr].pagina for nr in nrs] == [1, 2, 3, 4] for nrs in groepen.values())


def test_of_many_noisy_pages_nearly_all_are_read_and_none_wrongly() -> None:
    """Two dozen here; `python -m benchmarks pok_scan` reads 2,000."""
    from benchmarks.pok_scan import lees_stapel

    telling = lees_stapel(90001, 16) + lees_stapel(90002, 8)
    assert (telling.fout, telling.goed >= 23) == (0, True), telling


def test_an_empty_back_is_empty_and_a_text_without_a_code_is_not() -> None:
    toeval = random.Random(1)
    los = Image.new("L", (1654, 2339), 250)
    for y in range(200, 2100, 40):
        los.paste(30, (200, y, 1400, y + 12))
    uit = io.BytesIO()
    los.save(uit, "JPEG")
    pdf = als_pdf([witte_pagina(toeval), uit.getvalue()])
    assert [(p.codes, p.is_leeg) for p in stapel_lezen.lees_paginas(pdf, [1, 2])] == [((), True), ((), False)]


@pytest.mark.parametrize(
    "inhoud",
    [
        b"%PDF-1.7\n not really",
        b"hello",
        b"\xff\xd8\xff broken jpeg",
        b"\x89PNG\r\n\x1a\n broken",
    ],
)
def test_a_damaged_or_strange_file_is_refused(inhoud: bytes) -> None:
    with pytest.raises(BestandFout):
        stapel_lezen.tel_paginas(inhoud)


def test_a_pdf_with_a_password_is_refused() -> None:
    uit = io.BytesIO()
    with pikepdf.new() as doel:
        doel.add_blank_page()
        doel.save(uit, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(BestandFout, match="stapel_onleesbaar"):
        stapel_lezen.tel_paginas(uit.getvalue())


def test_a_page_of_three_metres_does_not_fill_the_memory() -> None:
    uit = io.BytesIO()
    with pikepdf.new() as doel:
        doel.add_blank_page(page_size=(14000, 14000))
        doel.save(uit)
    assert stapel_lezen.lees_paginas(uit.getvalue(), [1]) == (PaginaLezing(1, (), True),)


# --- the whole way ----------------------------------------------------------------------------------------------------


class Gedrukt:
    """Two printed POKs and what the scanner makes of them."""

    def __init__(self, motor: Engine, clock: FixedClock) -> None:
        self.motor, self.clock = motor, clock
        with transaction(systeem(), op=motor) as session:
            self.cast: Cast = make_cast(session)
            self.pok_id = id_van(druk_af(session, self.cast, clock))
            pok, _, self.papier = service.get_document(session, self.cast.studentenzaken, self.pok_id, 1)
            self.nummer = pok.nummer
        self.wie: Actor = self.cast.studentenzaken
        self.toeval = random.Random(3)
        schoon = stapel_lezen.lees_paginas(self.papier, range(1, stapel_lezen.tel_paginas(self.papier) + 1))
        self.bladen = {p.codes[0].tekst(): p.nr for p in schoon if p.codes}

    def exemplaar(self, deel: str) -> list[bytes]:
        """The pages of one copy as the scanner sees them, in order."""
        codes = sorted(c for c in self.bladen if c.split(":")[3] == deel)
        return scan(self.papier, [self.bladen[c] for c in codes], self.toeval, erg=0)

    def lever_in(self, plaatjes: list[bytes], naam: str = "stapel.pdf", wie: Actor | None = None) -> int:
        pdf = als_pdf(plaatjes)
        with transaction(wie or self.wie, op=self.motor) as session:
            paginas = stapel_lezen.tel_paginas(pdf)
            return service_stapel.bewaar_stapel(session, wie or self.wie, self.clock, pdf, naam, paginas)[0]

    def lees(self) -> None:
        worker = TaakWorker({service_stapel.SOORT: service_stapel.StapelLezen()}, op=self.motor, clock=self.clock)
        assert worker.ronde()

    def uitkomsten(self, stapel_id: int) -> list[str]:
        with lezen(op=self.motor) as session:
            vraag = sa.select(col(ScanPagina.uitkomst)).where(col(ScanPagina.stapel_id) == stapel_id)
            return [str(u) for u in session.execute(vraag.order_by(col(ScanPagina.nr))).scalars()]

    def scans(self) -> list[PokScan]:
        with lezen(op=self.motor) as session:
            vraag = sa.select(PokScan).where(col(PokScan.pok_id) == self.pok_id).order_by(col(PokScan.id))
            return list(session.execute(vraag).scalars())

    def doe(self, werk: Callable[[Session], Any]) -> Any:
        with transaction(self.wie, op=self.motor) as session:
            return werk(session)


@pytest.fixture
def gedrukt(motor: Engine, clock: FixedClock) -> Gedrukt:
    return Gedrukt(motor, clock)


def test_a_mixed_pile_finds_its_way_and_the_rest_waits_for_somebody(gedrukt: Gedrukt) -> None:
    een, twee = gedrukt.exemplaar("1"), gedrukt.exemplaar("2")
    assert len(een) >= 4
    los = scan(gedrukt.papier, [1], gedrukt.toeval, erg=0)
    with Image.open(io.BytesIO(los[0])) as blad:
        zonder_voet = blad.crop((0, 0, blad.width, int(blad.height * 0.5))).rotate(0)
        uit = io.BytesIO()
        zonder_voet.save(uit, "JPEG")
    stapel = [twee[1], witte_pagina(gedrukt.toeval), een[0], uit.getvalue(), *een[1:], twee[0], een[0]]
    stapel_id = gedrukt.lever_in(stapel)
    gedrukt.lees()
    uitkomsten = gedrukt.uitkomsten(stapel_id)
    assert uitkomsten[1] == "leeg"
    assert uitkomsten[-1] == "dubbel"
    assert uitkomsten.count("toegewezen") == len(een) + 2
    scans = gedrukt.scans()
    assert sorted(stapel_lezen.tel_paginas(opslag.lees(s.sha256)) for s in scans) == sorted([2, len(een)])
    for deel in scans:
        codes = [p.codes[0] for p in stapel_lezen.lees_paginas(opslag.lees(deel.sha256), range(1, 3))]
        assert [c.pagina for c in codes] == [1, 2], "the copy's own order, not the pile's"
        assert {c.nummer for c in codes} == {gedrukt.nummer}
    with lezen(gedrukt.wie, op=gedrukt.motor) as session:
        detail = get_detail(session, gedrukt.wie, stapel_id)
    assert [p.uitkomst for p in detail.te_doen] == [u for u in uitkomsten if u in TE_DOEN]
    assert [(p.nummer, p.is_te_tekenen) for p in detail.poks] == [(gedrukt.nummer, True)]


def test_paper_of_an_old_version_or_of_a_replaced_pok_waits_for_somebody(gedrukt: Gedrukt) -> None:
    oud = gedrukt.exemplaar("1")[:1]

    def opnieuw(session: Session) -> None:
        service.zet_terug(session, gedrukt.wie, gedrukt.clock, gedrukt.pok_id, PokStatus.VOLLEDIG, "Fout.")

    gedrukt.doe(opnieuw)
    stapel_id = gedrukt.lever_in(oud)
    gedrukt.lees()
    assert gedrukt.uitkomsten(stapel_id) == ["oude_versie"]
    assert gedrukt.scans() == []


def test_a_pok_that_changes_between_reading_and_the_end_gets_nothing(gedrukt: Gedrukt) -> None:
    stapel_id = gedrukt.lever_in(gedrukt.exemplaar("1"))

    class Tussendoor(service_stapel.StapelLezen):
        """When the pages are being cut, somebody puts the POK back."""

        def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> Any:
            uit = super().bereid_voor(session, actor, taak)
            if uit and isinstance(uit[0], service_stapel.Knipsel):
                session.rollback()
                with transaction(gedrukt.wie, op=gedrukt.motor) as ander:
                    service.zet_terug(ander, gedrukt.wie, gedrukt.clock, gedrukt.pok_id, PokStatus.VOLLEDIG, "Fout.")
            return uit

    TaakWorker({service_stapel.SOORT: Tussendoor()}, op=gedrukt.motor, clock=gedrukt.clock).ronde()
    assert set(gedrukt.uitkomsten(stapel_id)) == {"oude_versie"}
    assert gedrukt.scans() == []


def test_the_worklist_puts_pages_with_a_pok_or_aside_and_each_only_once(gedrukt: Gedrukt) -> None:
    klad = Image.new("L", (1000, 1400), 240)
    klad.paste(20, (100, 100, 900, 700))
    uit = io.BytesIO()
    klad.save(uit, "JPEG")
    stapel_id = gedrukt.lever_in([uit.getvalue()] * 3)
    with pytest.raises(DomeinFout, match="stapel_niet_gelezen"):
        gedrukt.doe(lambda s: service_stapel.wijs_toe(s, gedrukt.wie, gedrukt.clock, stapel_id, [1], gedrukt.nummer))
    gedrukt.lees()
    with lezen(gedrukt.wie, op=gedrukt.motor) as session:
        ids = [p.id for p in get_detail(session, gedrukt.wie, stapel_id).te_doen]
    gedrukt.doe(lambda s: service_stapel.wijs_toe(s, gedrukt.wie, gedrukt.clock, stapel_id, ids[:2], gedrukt.nummer))
    (deel,) = gedrukt.scans()
    assert stapel_lezen.tel_paginas(opslag.lees(deel.sha256)) == 2
    with pytest.raises(DomeinFout, match="pagina_afgehandeld"):
        gedrukt.doe(lambda s: service_stapel.leg_weg(s, gedrukt.wie, gedrukt.clock, stapel_id, ids[:1], "dubbel"))
    with pytest.raises(Onvolledig):
        gedrukt.doe(lambda s: service_stapel.leg_weg(s, gedrukt.wie, gedrukt.clock, stapel_id, ids[2:], "  "))
    with pytest.raises(OngeldigeInvoer):
        gedrukt.doe(lambda s: service_stapel.wijs_toe(s, gedrukt.wie, gedrukt.clock, stapel_id, ids[2:], "2026-99999"))
    with pytest.raises(NietGevonden):
        gedrukt.doe(lambda s: service_stapel.leg_weg(s, gedrukt.wie, gedrukt.clock, stapel_id, [99999], "klad"))
    assert gedrukt.doe(lambda s: service_stapel.leg_weg(s, gedrukt.wie, gedrukt.clock, stapel_id, ids[2:], "klad")) == 1
    assert gedrukt.uitkomsten(stapel_id) == ["met_de_hand", "met_de_hand", "weggelegd"]
    with lezen(gedrukt.wie, op=gedrukt.motor) as session:
        assert [s.te_doen for s in list_stapels(session, gedrukt.wie)] == [0]


def test_a_photo_of_one_page_is_a_pile_of_one(gedrukt: Gedrukt) -> None:
    foto = gedrukt.exemplaar("1")[0]
    with transaction(gedrukt.wie, op=gedrukt.motor) as session:
        stapel_id, _ = service_stapel.bewaar_stapel(session, gedrukt.wie, gedrukt.clock, foto, "foto.jpg", 1)
    gedrukt.lees()
    assert gedrukt.uitkomsten(stapel_id) == ["toegewezen"]
    (deel,) = gedrukt.scans()
    assert (deel.mime, opslag.lees(deel.sha256)) == ("image/jpeg", foto)


def test_a_pile_is_for_who_brought_it_and_for_who_registers_for_the_whole_school(gedrukt: Gedrukt) -> None:
    stapel_id = gedrukt.lever_in(gedrukt.exemplaar("1")[:1])
    gedrukt.lees()
    with transaction(systeem(), op=gedrukt.motor) as session:
        andere_school_breed = make_actor(session, Rol.STUDENTENZAKEN)
        ander_team = make_actor(session, Rol.STUDENTENZAKEN, team_id=make_team(session).id)
        buiten = [make_actor(session, rol) for rol in (Rol.STUDENT, Rol.BEHEER, Rol.ONDERWIJSBEGELEIDER)]
        pagina_id = session.execute(sa.select(col(ScanPagina.id))).scalar_one()
    with lezen(op=gedrukt.motor) as session:
        assert get_detail(session, andere_school_breed, stapel_id).paginas == 1
        for wie in (ander_team, *buiten):
            assert list_stapels(session, wie) == []
            for vraag in (
                lambda s, w: get_detail(s, w, stapel_id),
                lambda s, w: service_stapel.get_plaatje(s, w, pagina_id),
            ):
                with pytest.raises(DomeinFout):
                    vraag(session, wie)


def test_a_team_gets_no_paper_of_another_team(gedrukt: Gedrukt) -> None:
    """Who registers for one team scans a page of another: unknown to them, and nothing is written there."""
    with transaction(systeem(), op=gedrukt.motor) as session:
        ander_team = make_actor(session, Rol.STUDENTENZAKEN, team_id=make_team(session).id)
    stapel_id = gedrukt.lever_in(gedrukt.exemplaar("1")[:1], wie=ander_team)
    gedrukt.lees()
    assert gedrukt.uitkomsten(stapel_id) == ["onbekend"]
    assert gedrukt.scans() == []
    with lezen(ander_team, op=gedrukt.motor) as session:
        (pagina,) = get_detail(session, ander_team, stapel_id).te_doen
    assert (pagina.pok_id, pagina.nummer) == (0, "")


def test_an_unprinted_pok_takes_no_paper_by_hand(gedrukt: Gedrukt, clock: FixedClock) -> None:
    klad = witte_pagina(gedrukt.toeval)
    with Image.open(io.BytesIO(klad)) as blad:
        blad.paste(10, (300, 300, 1200, 1200))
        uit = io.BytesIO()
        blad.save(uit, "JPEG")
    stapel_id = gedrukt.lever_in([uit.getvalue()])
    gedrukt.lees()
    clock.moment += timedelta(days=1)
    with transaction(systeem(), op=gedrukt.motor) as session:
        ander: Pok = maak_volledig(session, make_cast(session), clock)
        nummer = ander.nummer
    with lezen(gedrukt.wie, op=gedrukt.motor) as session:
        ids = [p.id for p in get_detail(session, gedrukt.wie, stapel_id).te_doen]
    with pytest.raises(DomeinFout):
        gedrukt.doe(lambda s: service_stapel.wijs_toe(s, gedrukt.wie, gedrukt.clock, stapel_id, ids, nummer))
    assert PaginaUitkomst.GEEN_CODE in gedrukt.uitkomsten(stapel_id)
