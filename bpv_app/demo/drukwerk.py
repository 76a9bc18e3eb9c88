"""The paper of the demo: real print runs with their documents, and scans of signed agreements."""

from __future__ import annotations

import io
import tempfile
from itertools import groupby
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw
from sqlmodel import Session

from bpv_app import opslag
from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.schrijfwerk import Druktaak, Schrijfwerk
from bpv_app.kernel.clock import FixedClock
from bpv_app.pok.rules import PARTIJ_LABEL
from bpv_app.pok.rules_afdruk import postvolgorde
from bpv_app.pok.service_document import maak_document
from bpv_app.pok.tables import Pok, PokAfdruk, PokHandtekening
from bpv_app.student.tables import Student

BLAD = (620, 877)
"""A4 at 75 dots per inch: enough to see what it is."""


def druk_alles(session: Session, boek: Boek, werk: Schrijfwerk) -> None:
    """Print what the stories asked for: one run per moment and person, in the order of the post.

    The students, companies and accounts must be in the database already; the agreements need not.
    """
    studenten = boek.alle(Student)

    def sleutel(taak: Druktaak) -> tuple[str, int, str, str]:
        student = studenten[taak.pok.student_id - 1]
        return postvolgorde(student.postcode, student.huisnummer, student.achternaam, taak.pok.nummer)

    def run(taak: Druktaak) -> tuple[str, int]:
        return taak.op.isoformat(), taak.actor.account_id or 0

    for _, taken in groupby(sorted(werk.drukwerk, key=run), key=run):
        _druk_run(session, boek, sorted(taken, key=sleutel))


def _druk_run(session: Session, boek: Boek, taken: list[Druktaak]) -> None:
    eerste = taken[0]
    klok = FixedClock(eerste.op)
    with tempfile.TemporaryDirectory(prefix="bpv-demo-") as map_:
        pad = Path(map_) / "afdruk.pdf"
        from bpv_app.pok.document import BatchSchrijver

        with BatchSchrijver(pad, gemaakt_op=eerste.op) as batch:
            for taak in taken:
                versie = taak.document.document_versie
                afdruk = batch.voeg_toe(maak_document(session, klok, taak.pok, versie, taak.erkenning)).afdruk
                taak.document.sha256 = opslag.bewaar(afdruk.inhoud)
                taak.document.bytes_aantal = len(afdruk.inhoud)
                taak.document.paginas = afdruk.paginas
        inhoud = pad.read_bytes()
    rij = boek.voeg(
        PokAfdruk(
            sha256=opslag.bewaar(inhoud),
            aantal=len(taken),
            paginas=sum(taak.document.paginas for taak in taken),
            bytes_aantal=len(inhoud),
            gemaakt_op=eerste.op,
            account_id=eerste.actor.account_id,
            door_naam=eerste.actor.naam,
        )
    )
    for taak in taken:
        taak.document.afdruk_id = id_van(rij)


def scan_alles(boek: Boek, werk: Schrijfwerk, r: Random) -> None:
    """Draw the scans: a sheet with the agreement's number and a scribble for everybody who signed."""
    studenten = boek.alle(Student)
    for scan, pok in werk.scans:
        namen = [
            f"{PARTIJ_LABEL[h.partij].nl}, {h.getekend_op.day}-{h.getekend_op.month}-{h.getekend_op.year}"
            for h in boek.alle(PokHandtekening)
            if h.pok_id == pok.id and h.document_versie == scan.document_versie
        ]
        inhoud = teken_scan(pok, studenten[pok.student_id - 1].naam, namen, r)
        scan.sha256, scan.bytes_aantal = opslag.bewaar(inhoud), len(inhoud)


def teken_scan(pok: Pok, naam: str, ondertekend: list[str], r: Random) -> bytes:
    """A grey PNG that looks like a page from the scanner."""
    blad = Image.new("L", BLAD, 244)
    pen = ImageDraw.Draw(blad)
    # Pillow's own letter has no Ł or Đ: a scan shows a letter it cannot read as a question mark.
    leesbaar = naam.encode("latin-1", "replace").decode("latin-1")
    pen.text((60, 60), f"PRAKTIJKOVEREENKOMST {pok.nummer}", fill=30)
    pen.text((60, 84), f"versie {pok.document_versie}   {leesbaar}", fill=50)
    for regel in range(24):
        y = 130 + 18 * regel
        pen.line((60, y, 60 + r.randint(320, 500), y), fill=170, width=2)
    for n, handtekening in enumerate(ondertekend):
        y = 600 + 66 * n
        pen.text((60, y), handtekening, fill=50)
        pen.line((60, y + 50, 330, y + 50), fill=120)
        krabbel = [(80 + 12 * i, y + 34 + r.randint(-14, 12)) for i in range(r.randint(9, 17))]
        pen.line(krabbel, fill=20, width=2, joint="curve")
    uit = io.BytesIO()
    blad.save(uit, "PNG", optimize=False)
    return uit.getvalue()
