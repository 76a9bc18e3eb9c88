"""Attachments: judged by content, drawn anew without place data, kept and served after a check, over HTTP."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import Session, col
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bpv_app import opslag
from bpv_app.db import transaction
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.toegang.rules import UPLOAD_ACCOUNT
from bpv_app.toegang.tables import Audit
from bpv_app.uren import service_bijlage
from bpv_app.uren.bijlage import MAX_PIXELS, Bestand, verwerk
from bpv_app.uren.routes import ROUTES
from bpv_app.uren.rules import WeekStatus
from bpv_app.uren.rules_logboek import MagNiet
from bpv_app.uren.service_bijlage import TeVeelBijlagen, WeekVast
from bpv_app.uren.tables import UrenBijlage, UrenWeek
from bpv_app.uren.tables_logboek import LogboekBijlage
from tests.makers import make_logboek_item, make_uren_bijlage, make_uren_dag, make_uren_week
from tests.uren.cast_logboek import Cast, later, make_cast

GPS = {1: "N", 2: (52.0, 9.0, 36.0), 3: "E", 4: (4.0, 29.0, 24.0)}
PDF = b"%PDF-1.7\n%%EOF"
FOTO = Bestand(b"foto", "image/jpeg", "foto.jpg")


def foto(breed: int = 400, hoog: int = 300, soort: str = "JPEG", **opties: Any) -> bytes:
    """A photo: left half red, right half blue."""
    beeld = Image.new("RGB", (breed, hoog), (0, 0, 255))
    beeld.paste((255, 0, 0), (0, 0, breed // 2, hoog))
    uit = io.BytesIO()
    beeld.save(uit, soort, **opties)
    return uit.getvalue()


def telefoonfoto(orientatie: int = 1, breed: int = 400, hoog: int = 300) -> bytes:
    """As a phone makes it: where, when, with what, and a comment."""
    exif = Image.Exif()
    exif[0x0112] = orientatie
    exif[0x010F] = "Telefoonmaker"
    exif[0x0132] = "2026:12:08 10:00:00"
    exif.get_ifd(0x8825).update(GPS)
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>52,9.6N</exif:GPSLatitude></x:xmpmeta>'
    return foto(breed, hoog, exif=exif, comment=b"Breestraat 12, Leiden", xmp=xmp)


def bekijk(inhoud: bytes) -> Image.Image:
    beeld = Image.open(io.BytesIO(inhoud))
    beeld.load()
    return beeld


def test_no_place_nor_camera_leaves_with_a_photo() -> None:
    voor = telefoonfoto()
    assert Image.open(io.BytesIO(voor)).getexif().get_ifd(0x8825)[2] == (52.0, 9.0, 36.0)
    for spoor in (b"Exif", b"Telefoonmaker", b"2026:12:08", b"Breestraat", b"GPSLatitude"):
        assert spoor in voor
    na = verwerk(voor, "IMG_0001.JPG", 15)
    for spoor in (b"Exif", b"Telefoonmaker", b"2026:12:08", b"Breestraat", b"GPS", b"xmp", b"http"):
        assert spoor not in na.inhoud
    assert not dict(bekijk(na.inhoud).getexif())
    assert (na.soort, na.naam) == ("image/jpeg", "IMG_0001.jpg")


def test_a_photo_that_was_taken_on_its_side_stands_upright() -> None:
    beeld = bekijk(verwerk(telefoonfoto(orientatie=6), "x.jpg", 15).inhoud)  # 6: turn a quarter to the right
    assert beeld.size == (300, 400)
    boven, onder = beeld.getpixel((150, 50)), beeld.getpixel((150, 350))
    assert isinstance(boven, tuple)
    assert isinstance(onder, tuple)
    assert boven[0] > 200 > 50 > boven[2]  # the red half was on the left, so it is on top now
    assert onder[2] > 200 > 50 > onder[0]


@pytest.mark.parametrize(
    ("erin", "eruit"), [((4000, 3000), (1600, 1200)), ((3000, 4000), (1200, 1600)), ((1600, 10), (1600, 10))]
)
def test_a_photo_is_shrunk_to_1600_pixels_and_never_enlarged(erin: tuple[int, int], eruit: tuple[int, int]) -> None:
    assert bekijk(verwerk(foto(*erin), "x.jpg", 15).inhoud).size == eruit


@pytest.mark.parametrize("soort", ["JPEG", "PNG", "WEBP"])
def test_the_content_says_what_a_file_is_and_not_its_name(soort: str) -> None:
    na = verwerk(foto(soort=soort), "rapport.pdf", 15)
    assert (na.soort, na.naam) == ("image/jpeg", "rapport.jpg")
    assert bekijk(na.inhoud).format == "JPEG"


def test_what_is_transparent_becomes_white() -> None:
    uit = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(uit, "PNG")
    assert bekijk(verwerk(uit.getvalue(), "x.png", 15).inhoud).getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("wijze", ["1", "L", "P", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_taken(wijze: str) -> None:
    uit = io.BytesIO()
    Image.new(wijze, (20, 20)).save(uit, "JPEG" if wijze == "CMYK" else "PNG")
    assert bekijk(verwerk(uit.getvalue(), "x", 15).inhoud).size == (20, 20)


def test_a_pdf_is_kept_as_it_is() -> None:
    assert verwerk(PDF, "../../etc/Verslag week 1.PDF", 15) == Bestand(PDF, "application/pdf", "Verslag week 1.pdf")


def _png(breed: int, hoog: int) -> bytes:
    """A PNG of that size on paper: a few bytes that would become gigabytes."""
    kop = struct.pack(">IIBBBBB", breed, hoog, 1, 0, 0, 0, 0)
    uit = b"\x89PNG\r\n\x1a\n"
    for naam, inhoud in ((b"IHDR", kop), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")):
        uit += struct.pack(">I", len(inhoud)) + naam + inhoud + struct.pack(">I", zlib.crc32(naam + inhoud))
    return uit


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"", "leeg_bestand"),
        (b"MZ\x90\x00 program", "soort_bestand"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "soort_bestand"),
        (b"<html><script>alert(1)</script>", "soort_bestand"),
        (b"GIF89a", "soort_bestand"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0heic", "heic"),
        (b"\0\0\0\x18ftypmp42", "soort_bestand"),
        (b"\xff\xd8\xff\xe0 not really a photo", "beschadigd"),
        (foto()[:2000], "beschadigd"),
        (b"RIFF\x10\0\0\0WEBPVP8 broken", "beschadigd"),
        (_png(20_000, 2_501), "te_veel_pixels"),
        (_png(200_000, 200_000), "te_veel_pixels"),
        (b"%PDF-" + b"x" * (1024 * 1024), "te_groot"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_reason(inhoud: bytes, code: str) -> None:
    with pytest.raises(DomeinFout) as fout:
        verwerk(inhoud, "foto.jpg", 1)
    assert fout.value.code == code
    assert "niets bewaard" in fout.value.tekst.nl or code == "leeg_bestand"


def test_just_under_the_limit_of_pixels_is_still_a_photo() -> None:
    assert MAX_PIXELS == 20_000 * 2_500
    with pytest.raises(DomeinFout) as fout:
        verwerk(_png(20_000, 2_500), "x.png", 15)
    assert fout.value.code == "beschadigd"  # it is looked at, and has no content


def test_an_iphone_owner_is_told_what_to_do() -> None:
    with pytest.raises(DomeinFout) as fout:
        verwerk(b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC", 15)
    assert "Meest compatibel" in fout.value.tekst.nl
    assert "Most Compatible" in fout.value.tekst.en


# S student, T another student, P praktijkopleider, Q of another company, B begeleider, Y another begeleider,
# C coordinator, X coordinator of another team, Z studentenzaken, A beheer, - nobody
DAG_MATRIX = """
verb      S  T  P  Q  B  Y  C  X  Z  A  -
attach    +  n  g  g  g  g  g  g  g  g  g
download  +  n  +  n  +  n  +  n  +  g  g
detach    +  n  g  g  g  g  g  g  g  g  g
"""
WIE = ("student", "andere_student", "opleider", "andere_opleider", "begeleider", "andere_begeleider", "coordinator",
       "ander_team", "studentenzaken", "beheer", "niemand")  # fmt: skip
FOUT: dict[str, type[DomeinFout] | None] = {"+": None, "g": GeenRecht, "n": NietGevonden}


def _doe(session: Session, verb: str, actor: Actor, dag_id: int, bijlage_id: int) -> type[DomeinFout] | None:
    stap = session.begin_nested()
    try:
        match verb:
            case "attach":
                service_bijlage.voeg_dagbijlage_toe(session, actor, later(), dag_id, FOTO)
            case "download":
                service_bijlage.get_dagbijlage(session, actor, bijlage_id)
            case _:
                service_bijlage.verwijder_dagbijlage(session, actor, bijlage_id)
    except DomeinFout as fout:
        return type(fout)
    else:
        return None
    finally:
        stap.rollback()
        session.expire_all()


def test_attachments_of_a_day_for_everybody(session: Session) -> None:
    cast = make_cast(session)
    dag = make_uren_dag(session, make_uren_week(session, cast.pok))
    bijlage = make_uren_bijlage(session, dag, sha256=opslag.bewaar(b"inhoud"))
    dag_id, bijlage_id = dag.id or 0, bijlage.id or 0
    fout = []
    for regel in DAG_MATRIX.strip().splitlines()[1:]:
        verb, *cellen = regel.split()
        for wie, cel in zip(WIE, cellen, strict=True):
            gaf = _doe(session, verb, getattr(cast, wie), dag_id, bijlage_id)
            if gaf is not FOUT[cel]:
                fout.append((verb, wie, cel, gaf))
            if _doe(session, verb, getattr(cast, wie), 987_654_321, 2**40) not in (NietGevonden, GeenRecht):
                fout.append((verb, wie, "nothing", gaf))
    assert fout == []


@pytest.mark.parametrize("status", list(WeekStatus))
def test_a_day_changes_until_its_week_is_approved(session: Session, status: WeekStatus) -> None:
    cast = make_cast(session)
    week = make_uren_week(session, cast.pok, status=status)
    dag = make_uren_dag(session, week)
    bijlage = make_uren_bijlage(session, dag)
    versie, gelezen = week.versie, (dag.id or 0, bijlage.id or 0)
    if status is WeekStatus.GOEDGEKEURD:
        with pytest.raises(WeekVast):
            service_bijlage.voeg_dagbijlage_toe(session, cast.student, later(), gelezen[0], FOTO)
        with pytest.raises(WeekVast):
            service_bijlage.verwijder_dagbijlage(session, cast.student, gelezen[1])
        assert (week.versie, week.wijzigingen) == (versie, 0)
        return
    service_bijlage.voeg_dagbijlage_toe(session, cast.student, later(), gelezen[0], FOTO)
    service_bijlage.verwijder_dagbijlage(session, cast.student, gelezen[1])
    assert (week.versie, week.wijzigingen) == (versie + 2, 2)  # who approves sees that the week is another one


def test_who_studies_and_works_at_the_school_adds_nothing_to_days_or_entries_of_others(session: Session) -> None:
    cast = make_cast(session)
    beide = Actor(
        cast.coordinator.account_id, "Beide", (*cast.andere_student.toewijzingen, *cast.coordinator.toewijzingen)
    )
    dag = make_uren_dag(session, make_uren_week(session, cast.pok))
    bijlage = make_uren_bijlage(session, dag, sha256=opslag.bewaar(b"inhoud"))
    item = make_logboek_item(session, cast.pok)
    assert service_bijlage.get_dagbijlage(session, beide, bijlage.id or 0)[1] == b"inhoud"
    with pytest.raises(NietGevonden):
        service_bijlage.voeg_dagbijlage_toe(session, beide, later(), dag.id or 0, FOTO)
    with pytest.raises(NietGevonden):
        service_bijlage.verwijder_dagbijlage(session, beide, bijlage.id or 0)
    with pytest.raises(MagNiet):
        service_bijlage.voeg_bijlage_toe(session, beide, later(), item.id or 0, FOTO)


def test_ten_attachments_is_the_most(session: Session) -> None:
    cast = make_cast(session)
    item = make_logboek_item(session, cast.pok)
    dag = make_uren_dag(session, make_uren_week(session, cast.pok))
    for _ in range(10):
        service_bijlage.voeg_bijlage_toe(session, cast.student, later(), item.id or 0, FOTO)
        service_bijlage.voeg_dagbijlage_toe(session, cast.student, later(), dag.id or 0, FOTO)
    with pytest.raises(TeVeelBijlagen):
        service_bijlage.voeg_bijlage_toe(session, cast.student, later(), item.id or 0, FOTO)
    with pytest.raises(TeVeelBijlagen):
        service_bijlage.voeg_dagbijlage_toe(session, cast.student, later(), dag.id or 0, FOTO)


class Web:
    """A browser that is logged in as whoever the test says."""

    def __init__(self, client: TestClient, motor: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client, self.motor, self.als = client, motor, Actor(None, "niemand")
        monkeypatch.setattr("bpv_app.toegang.web.actor_van_request", lambda _request: self.als)
        with transaction(op=motor) as session:
            self.cast: Cast = make_cast(session)
            self.item = make_logboek_item(session, self.cast.pok).id
            dag = make_uren_dag(session, make_uren_week(session, self.cast.pok))
            self.dag, self.week = dag.id, dag.week_id

    def upload(self, adres: str, inhoud: bytes, naam: str = "foto.jpg", accept: str = "text/html") -> Any:
        return self.client.post(adres, files={"bestand": (naam, inhoud)}, headers={"Accept": accept})

    def rijen(self, tabel: type[LogboekBijlage] | type[UrenBijlage]) -> list[Any]:
        with transaction(op=self.motor) as session:
            return list(session.execute(sa.select(tabel)).scalars())


@pytest.fixture
def web(motor: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setattr("bpv_app.db.engine", lambda: motor)
    monkeypatch.setattr("bpv_app.kernel.clock.klok", FixedClock(later().nu()))
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost:3000", follow_redirects=False) as client:
        yield Web(client, motor, monkeypatch)


def test_a_photo_goes_in_by_form_and_comes_out_without_its_place(web: Web) -> None:
    web.als = web.cast.student
    antwoord = web.upload(f"/api/logboek/{web.item}/bijlage", telefoonfoto(), "Op de bouw.jpg")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, f"/logboek/{web.item}")
    (rij,) = web.rijen(LogboekBijlage)
    web.als = web.cast.opleider
    foto_ = web.client.get(f"/api/logboek/bijlage/{rij.id}")
    assert foto_.headers["content-type"] == "image/jpeg"
    assert foto_.headers["x-content-type-options"] == "nosniff"
    assert foto_.headers["cache-control"] == "private, no-store"
    assert foto_.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert foto_.headers["content-disposition"] == (
        "inline; filename=\"bijlage.jpg\"; filename*=UTF-8''Op%20de%20bouw.jpg"
    )
    assert len(foto_.content) == rij.bytes_aantal
    assert b"Exif" not in foto_.content
    with transaction(op=web.motor) as session:
        gezien = session.execute(sa.select(Audit).where(col(Audit.soort) == "ingezien")).scalars().all()
        assert [(a.tabel, a.object_id, a.account_id) for a in gezien] == [
            ("logboek_bijlage", rij.id, web.cast.opleider.account_id)
        ]


def test_a_pdf_is_downloaded_and_not_shown_inside_the_app(web: Web) -> None:
    web.als = web.cast.student
    antwoord = web.upload(f"/api/uren/dag/{web.dag}/bijlage", PDF, "Röntgen ş.pdf", "application/json")
    assert antwoord.status_code == 201
    gegeven = antwoord.json()
    assert (gegeven["naam"], gegeven["soort"]) == ("Röntgen ş.pdf", "application/pdf")
    assert gegeven["adres"] == f"/api/uren/bijlage/{gegeven['id']}"
    pdf = web.client.get(gegeven["adres"])
    assert pdf.content == PDF
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith('attachment; filename="bijlage.pdf"; filename*=UTF-8')


def test_removing_goes_back_to_where_one_was(web: Web) -> None:
    web.als = web.cast.student
    een = web.upload(f"/api/logboek/{web.item}/bijlage", foto(), accept="application/json").json()["id"]
    twee = web.upload(f"/api/uren/dag/{web.dag}/bijlage", foto(), accept="application/json").json()["id"]
    weg = web.client.post(f"/api/logboek/bijlage/{een}/verwijder")
    assert (weg.status_code, weg.headers["location"]) == (303, f"/logboek/{web.item}")
    weg = web.client.post(f"/api/uren/bijlage/{twee}/verwijder")
    assert (weg.status_code, weg.headers["location"]) == (303, "/uren?dag=2026-12-07")
    assert web.client.post(f"/api/uren/bijlage/{twee}/verwijder").status_code == 404
    assert web.rijen(LogboekBijlage) == web.rijen(UrenBijlage) == []


def test_the_form_of_a_day_goes_back_to_that_day(web: Web) -> None:
    web.als = web.cast.student
    antwoord = web.upload(f"/api/uren/dag/{web.dag}/bijlage", foto())
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, "/uren?dag=2026-12-07")
    with transaction(op=web.motor) as session:
        assert session.get_one(UrenWeek, web.week).wijzigingen == 1


@pytest.mark.parametrize("adres", ["/api/logboek/{item}/bijlage", "/api/uren/dag/{dag}/bijlage"])
def test_strangers_and_wrong_files_leave_nothing(web: Web, adres: str) -> None:
    pad = adres.format(item=web.item, dag=web.dag)
    for wie, status in (("andere_student", 404), ("opleider", 403), ("coordinator", 403), ("niemand", 403)):
        web.als = getattr(web.cast, wie)
        assert web.upload(pad, foto()).status_code == status, wie
    web.als = web.cast.student
    assert web.upload(adres.format(item=987_654_321, dag=987_654_321), foto()).status_code == 404
    assert web.upload(adres.format(item="x", dag="x"), foto()).status_code == 404
    heic = web.upload(pad, b"\0\0\0\x18ftypheic\0\0\0\0", accept="application/json")
    assert (heic.status_code, heic.json()["code"]) == (415, "heic")
    assert web.client.post(pad, data={"bestand": "geen bestand"}).status_code == 413
    assert web.client.post(pad, content=b"x").status_code == 413
    groot = web.client.post(pad, content=b"x", headers={"Content-Length": str(2**40)})
    assert groot.status_code == 413
    assert web.upload(pad, b"%PDF-" + b"x" * (15 * 1024 * 1024)).status_code == 413
    assert web.rijen(LogboekBijlage) == web.rijen(UrenBijlage) == []


def test_uploads_are_counted(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpv_app.uren.routes.UPLOAD_ACCOUNT", replace(UPLOAD_ACCOUNT, maximum=1))
    web.als = web.cast.student
    assert web.upload(f"/api/logboek/{web.item}/bijlage", foto()).status_code == 303
    assert web.upload(f"/api/uren/dag/{web.dag}/bijlage", foto()).status_code == 429


def test_the_bytes_lie_outside_the_web_root_under_their_own_hash(web: Web) -> None:
    web.als = web.cast.student
    web.upload(f"/api/logboek/{web.item}/bijlage", PDF, "x.pdf")
    (rij,) = web.rijen(LogboekBijlage)
    pad: Path = opslag._pad(rij.sha256)
    assert pad.read_bytes() == PDF
    assert "documenten" in pad.parts
