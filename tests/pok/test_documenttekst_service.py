"""The school's own texts: drafts, adopting them once, and what is printed with them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from PIL import Image
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from bpv_app import opslag
from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.pok import service
from bpv_app.pok.logo import verwerk_logo
from bpv_app.pok.queries_documenttekst import get_huisstijl, get_tekst, list_teksten
from bpv_app.pok.rules_documenttekst import KanNietGelden, StaatVast, TekstInvoer, TekstSoort, TekstStand
from bpv_app.pok.rules_huisstijl import lees_huisstijl
from bpv_app.pok.service_document import school_nu
from bpv_app.pok.service_documenttekst import (
    GeldtAl,
    TeVeelConcepten,
    bewaar_concept,
    maak_concept,
    stel_vast,
    trek_in,
    verwijder_concept,
)
from bpv_app.pok.service_huisstijl import bewaar_huisstijl, zet_logo
from bpv_app.pok.service_voorbeeld import maak_herinneringsbrief, maak_voorbeeld, vind_nummer
from bpv_app.student.rules import Leerweg
from tests.pok.hulp import druk_af, id_van, maak_volledig
from tests.pok.rolverdeling import make_cast

BEHEER = Actor(None, "Bea Beheer", (RolToewijzing(Rol.BEHEER),))
ZAKEN = Actor(None, "Zoë Zaken", (RolToewijzing(Rol.STUDENTENZAKEN),))
COORDINATOR = Actor(None, "Cor", (RolToewijzing(Rol.COORDINATOR),))
VOORWAARDEN = "Inleiding van de school.\n\n## Begrippen\n\n1. Eerste lid.\n- Een punt\n\nGewone regel.\n"
BRIEF = "# Over {leerbedrijf}\n\nDag {student}, jouw school heet {school}.\n"


def teksten_van(inhoud: bytes) -> list[str]:
    pdf = pdfium.PdfDocument(io.BytesIO(inhoud))
    return [" ".join(bladzij.get_textpage().get_text_bounded().split()) for bladzij in pdf]


def concept(session: Session, clock: FixedClock, soort: TekstSoort, tekst: str, **anders: Any) -> int:
    nummer = maak_concept(session, BEHEER, clock, soort)
    velden: dict[str, Any] = {"leerweg": None, "tekst": tekst, "geldig_van": clock.vandaag()}
    bewaar_concept(session, BEHEER, clock, nummer, TekstInvoer(**{**velden, **anders}), None)
    return nummer


def geldt(session: Session, clock: FixedClock, soort: TekstSoort, tekst: str, **anders: Any) -> str:
    if soort is TekstSoort.VOORWAARDEN:
        anders.setdefault("studentenraad_op", clock.vandaag())
    return stel_vast(session, BEHEER, clock, concept(session, clock, soort, tekst, **anders), None)


def test_only_the_administrator_changes_texts(session: Session, clock: FixedClock) -> None:
    nummer = concept(session, clock, TekstSoort.VOORWAARDEN, VOORWAARDEN)
    invoer = TekstInvoer(None, VOORWAARDEN)
    for wie in (ZAKEN, COORDINATOR):
        for werk in (
            lambda wie=wie: maak_concept(session, wie, clock, TekstSoort.VOORWAARDEN),
            lambda wie=wie: bewaar_concept(session, wie, clock, nummer, invoer, None),
            lambda wie=wie: stel_vast(session, wie, clock, nummer, None),
            lambda wie=wie: verwijder_concept(session, wie, nummer, None),
            lambda wie=wie: trek_in(session, wie, clock, nummer),
            lambda wie=wie: zet_logo(session, wie, clock, b""),
        ):
            with pytest.raises(GeenRecht):
                werk()
    assert get_tekst(session, ZAKEN, nummer).tekst == VOORWAARDEN
    with pytest.raises(GeenRecht):
        list_teksten(session, COORDINATOR, clock.vandaag())
    with pytest.raises(NietGevonden):
        get_tekst(session, BEHEER, 2**40)


def test_terms_without_the_student_council_cannot_hold(session: Session, clock: FixedClock) -> None:
    nummer = concept(session, clock, TekstSoort.VOORWAARDEN, VOORWAARDEN)
    with pytest.raises(KanNietGelden, match="studentenraad"):
        stel_vast(session, BEHEER, clock, nummer, None)
    assert list_teksten(session, BEHEER, clock.vandaag())[0].stand is TekstStand.CONCEPT


def test_an_adopted_version_never_changes(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        assert geldt(session, clock, TekstSoort.VOORWAARDEN, VOORWAARDEN) == f"{clock.vandaag().year}-2"
        (rij,) = list_teksten(session, BEHEER, clock.vandaag())
        assert rij.stand is TekstStand.GELDT
        invoer = TekstInvoer(None, "## Anders\n1. Ja")
        for werk in (
            lambda: bewaar_concept(session, BEHEER, clock, rij.id, invoer, None),
            lambda: stel_vast(session, BEHEER, clock, rij.id, None),
            lambda: verwijder_concept(session, BEHEER, rij.id, None),
        ):
            with pytest.raises(StaatVast):
                werk()
        with pytest.raises(GeldtAl):
            trek_in(session, BEHEER, clock, rij.id)
    with pytest.raises(DatabaseError, match="does not change"), transaction(op=motor) as session:
        session.execute(sa.text("UPDATE documenttekst SET tekst = 'x'"))


def test_who_saves_over_somebody_else_is_told(session: Session, clock: FixedClock) -> None:
    nummer = maak_concept(session, BEHEER, clock, TekstSoort.BRIEF_STUDENT)
    gezien = get_tekst(session, BEHEER, nummer).versie
    bewaar_concept(session, BEHEER, clock, nummer, TekstInvoer(None, BRIEF), gezien)
    with pytest.raises(Verouderd):
        bewaar_concept(session, BEHEER, clock, nummer, TekstInvoer(None, BRIEF + "x"), gezien)
    with pytest.raises(Verouderd):
        stel_vast(session, BEHEER, clock, nummer, gezien)
    assert get_tekst(session, BEHEER, nummer).tekst == BRIEF


def test_before_its_first_day_a_version_can_be_a_draft_again(session: Session, clock: FixedClock) -> None:
    straks = clock.vandaag() + timedelta(days=30)
    geldt(session, clock, TekstSoort.VOORWAARDEN, VOORWAARDEN, geldig_van=straks)
    (rij,) = list_teksten(session, BEHEER, clock.vandaag())
    assert rij.stand is TekstStand.STRAKS
    nieuw = get_tekst(session, BEHEER, trek_in(session, BEHEER, clock, rij.id))
    assert (nieuw.tekst, nieuw.geldig_van, nieuw.nummer) == (VOORWAARDEN, straks, None)
    assert [r.stand for r in list_teksten(session, BEHEER, clock.vandaag())] == [TekstStand.CONCEPT]


def test_a_letter_that_does_not_fit_or_cannot_be_printed_is_refused(session: Session, clock: FixedClock) -> None:
    nummer = maak_concept(session, BEHEER, clock, TekstSoort.BRIEF_STUDENT)
    for tekst, deel in ((BRIEF + "regel\n\n" * 47, "past niet op één bladzijde"), (BRIEF + "王", "王 (U+738B)")):
        with pytest.raises(OngeldigeInvoer) as fout:
            bewaar_concept(session, BEHEER, clock, nummer, TekstInvoer(None, tekst), None)
        assert deel in fout.value.velden["tekst"].nl


def test_there_is_an_end_to_drafts(session: Session, clock: FixedClock) -> None:
    for _ in range(20):
        maak_concept(session, BEHEER, clock, TekstSoort.HERINNERING)
    with pytest.raises(TeVeelConcepten):
        maak_concept(session, BEHEER, clock, TekstSoort.HERINNERING)


def test_the_version_of_the_day_is_printed_and_the_paper_keeps_it(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    nummer = geldt(session, clock, TekstSoort.VOORWAARDEN, VOORWAARDEN)
    geldt(session, clock, TekstSoort.BRIEF_STUDENT, BRIEF)
    geldt(session, clock, TekstSoort.BRIEF_VOOGD, BRIEF.replace("Over", "Voor ouders over"))
    druk_af(session, cast, clock, pok)
    _, _, eerst = service.get_document(session, cast.studentenzaken, id_van(pok), 1)
    bladen = teksten_van(eerst)
    assert f"Over {cast.leerbedrijf.naam}" in bladen[0]
    assert f"Dag {cast.leerling.naam}, jouw school heet ROC" in bladen[0]
    assert f"Algemene Voorwaarden (versie {nummer})" in bladen[2]
    assert "staan in de Algemene Voorwaarden" in bladen[2]
    assert f"versie {nummer} Inleiding van de school. 1 Begrippen 1.1 Eerste lid. • Een punt Gewone regel." in bladen[3]
    geldt(session, clock, TekstSoort.VOORWAARDEN, "## Anders\n1. Nieuw lid.", leerweg=Leerweg.BOL)
    assert service.get_document(session, cast.studentenzaken, id_van(pok), 1)[2] == eerst
    ander = make_cast(session)
    druk_af(session, ander, clock, nieuwe := maak_volledig(session, ander, clock))
    _, _, later = service.get_document(session, ander.studentenzaken, id_van(nieuwe), 1)
    assert "1.1 Nieuw lid." in teksten_van(later)[3]


def test_a_preview_is_a_real_pdf_that_nobody_can_register(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    nummers = {soort: maak_concept(session, BEHEER, clock, soort) for soort in TekstSoort}
    for soort, nummer in nummers.items():
        # beheer may see no student: an invented one. Who prints sees the newest agreement.
        verzonnen = maak_voorbeeld(session, BEHEER, clock, nummer)
        echt = maak_voorbeeld(session, cast.studentenzaken, clock, nummer)
        assert verzonnen.van is None
        assert echt.van == (pok.id, pok.nummer)
        for voorbeeld in (verzonnen, echt):
            bladen = teksten_van(voorbeeld.inhoud)
            assert all("POK VOORBEELD, versie 1" in blad for blad in bladen), soort
            assert not any(pok.nummer in blad for blad in bladen)
        assert cast.leerling.naam not in " ".join(teksten_van(verzonnen.inhoud))
        assert any(cast.leerling.naam in blad for blad in teksten_van(echt.inhoud))
    assert vind_nummer(session, BEHEER, pok.nummer) is None
    assert vind_nummer(session, cast.studentenzaken, pok.nummer) == pok.id
    with pytest.raises(NietGevonden):
        maak_voorbeeld(session, BEHEER, clock, nummers[TekstSoort.HERINNERING], id_van(pok))
    with pytest.raises(GeenRecht):
        maak_voorbeeld(session, cast.coordinator, clock, nummers[TekstSoort.HERINNERING])


def test_the_reminder_letter_is_for_paper_that_is_out(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    with pytest.raises(DomeinFout, match="niet compleet"):
        maak_herinneringsbrief(session, cast.studentenzaken, clock, id_van(pok))
    druk_af(session, cast, clock, pok)
    nummer, inhoud = maak_herinneringsbrief(session, cast.studentenzaken, clock, id_van(pok))
    (blad,) = teksten_van(inhoud)
    assert nummer == pok.nummer
    assert "Herinnering: de praktijkovereenkomst van" in blad
    with pytest.raises(NietGevonden):
        maak_herinneringsbrief(session, cast.andere_begeleider, clock, id_van(pok))
    with pytest.raises(GeenRecht):
        maak_herinneringsbrief(session, cast.student, clock, id_van(pok))


def plaatje(soort: str = "PNG", maat: tuple[int, int] = (1200, 300), mode: str = "RGBA") -> bytes:
    uit = io.BytesIO()
    Image.new(mode, maat, (11, 90, 134, 255)[: len(mode)]).save(uit, soort)
    return uit.getvalue()


def test_the_house_style_is_printed_and_empty_fields_follow_the_settings(session: Session, clock: FixedClock) -> None:
    form = {"naam": "ROC De Wadden", "retour_adres": "Antwoordnummer 7, 8800 AA Harlingen", "functie": "directeur"}
    bewaar_huisstijl(session, BEHEER, clock, lees_huisstijl(form), 0)
    school = school_nu(session)
    assert (school.naam, school.retouradres.straat, school.functie) == (
        "ROC De Wadden",
        "Antwoordnummer 7",
        "directeur",
    )
    assert school.ondertekenaar == "de directeur onderwijs"
    with pytest.raises(Verouderd):
        bewaar_huisstijl(session, BEHEER, clock, lees_huisstijl({"naam": "Anders"}), 0)
    zet_logo(session, BEHEER, clock, verwerk_logo(plaatje()))
    logo = school_nu(session).logo
    assert logo is not None
    assert (logo.breedte, logo.hoogte) == (600, 150)
    cast = make_cast(session)
    druk_af(session, cast, clock, pok := maak_volledig(session, cast, clock))
    _, _, inhoud = service.get_document(session, cast.studentenzaken, id_van(pok), 1)
    beeld = pdfium.PdfDocument(io.BytesIO(inhoud))[0].render(scale=2).to_pil().convert("RGB")
    punt = 72 / 25.4 * 2
    assert beeld.getpixel((int(170 * punt), int(17 * punt))) == (11, 90, 134)
    zet_logo(session, BEHEER, clock, b"")
    assert school_nu(session).logo is None


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"", "leeg_bestand"),
        (b"GIF89a" + b"x" * 100, "soort_bestand"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "soort_bestand"),
        (plaatje()[:200], "kapot"),
        (plaatje(maat=(10, 10)), "te_klein"),
        (plaatje(maat=(6000, 5000), mode="RGB"), "te_veel_pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (2 * 1024 * 1024), "te_groot"),
    ],
)
def test_a_logo_is_judged_by_its_content(inhoud: bytes, code: str) -> None:
    with pytest.raises(DomeinFout) as fout:
        verwerk_logo(inhoud)
    assert fout.value.code == code


def test_nothing_hidden_is_kept_of_a_logo() -> None:
    uit = io.BytesIO()
    Image.new("RGB", (300, 100), "red").save(uit, "JPEG", exif=b"Exif\x00\x00geheim", comment=b"geheim")
    bewaard = verwerk_logo(uit.getvalue() + b"geheim <script>")
    assert bewaard.startswith(b"\x89PNG")
    assert b"geheim" not in bewaard


def test_a_logo_that_was_changed_on_disk_is_said_so(session: Session, clock: FixedClock) -> None:
    zet_logo(session, BEHEER, clock, verwerk_logo(plaatje(maat=(301, 101))))
    huisstijl = get_huisstijl(session)
    assert huisstijl is not None
    opslag._pad(huisstijl.logo_sha256).write_bytes(b"anders")
    with pytest.raises(DomeinFout, match="niet te lezen"):
        school_nu(session)


def test_the_last_field_of_the_house_style_is_checked_too() -> None:
    with pytest.raises(OngeldigeInvoer) as fout:
        lees_huisstijl({"naam": "x" * 121, "adres": "ergens", "email": "geen adres"})
    assert set(fout.value.velden) == {"naam", "adres", "email"}
    invoer = lees_huisstijl({"naam": "  ROC \n X "})
    assert invoer == replace(invoer, naam="ROC X")
