"""A pile of scanned paper of the demo's student administration: one copy found its POK, one page waits for somebody."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random

import pikepdf
import sqlalchemy as sa
from PIL import Image
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.demo.drukwerk import teken_scan
from bpv_app.demo.school import DEMO_NAMEN
from bpv_app.kernel.clock import Clock, FixedClock
from bpv_app.kernel.rechten import Rol
from bpv_app.pok import stapel_lezen
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.service_stapel import SOORT, StapelLezen, bewaar_stapel
from bpv_app.pok.tables import Pok, PokDocument
from bpv_app.taak.rules import LOPEND, TaakBeeld
from bpv_app.taak.tables import Taak
from bpv_app.taak.worker import noteer
from bpv_app.toegang.service import actor_van_account
from bpv_app.toegang.tables import Account

EXEMPLAAR = "2"
"""The student's copy comes back first."""


def lees_stapel(session: Session, clock: Clock, r: Random) -> None:
    """Bring a pile in and read it, as the app itself would."""
    vraag = (
        sa.select(Pok, PokDocument)
        .join(PokDocument, col(PokDocument.pok_id) == col(Pok.id))
        .where(col(Pok.status) == PokStatus.AFGEDRUKT, col(PokDocument.document_versie) == col(Pok.document_versie))
        .order_by(col(Pok.id))
        .limit(1)
    )
    pok, document = session.execute(vraag).one()
    naam = DEMO_NAMEN[Rol.STUDENTENZAKEN][0]
    account_id = session.execute(sa.select(col(Account.id)).where(col(Account.gebruikersnaam) == naam)).scalar_one()
    wie = actor_van_account(session, account_id)
    klok = FixedClock(clock.nu() - timedelta(hours=2))
    stapel = _stapel(opslag.lees(document.sha256), document.paginas, teken_scan(pok, "", [], r))
    paginas = stapel_lezen.tel_paginas(stapel)
    _, taak_id = bewaar_stapel(session, wie, klok, stapel, "scan-studentenzaken.pdf", paginas)
    werk, taak = StapelLezen(), session.get(Taak, taak_id)
    assert taak is not None
    taak.begonnen_op = klok.nu()
    while taak.status in LOPEND:
        beeld = TaakBeeld(taak_id, SOORT, taak.invoer, taak.stand, taak.gedaan, taak.totaal)
        noteer(session, taak, werk.doe(session, wie, klok, beeld, werk.bereid_voor(session, wie, beeld)), klok.nu())
    session.flush()


def _stapel(papier: bytes, paginas: int, los: bytes) -> bytes:
    """Two pages of a copy and a page without a code."""
    nummers: list[int] = []
    for nr in range(1, paginas + 1):
        (lezing,) = stapel_lezen.lees_paginas(papier, [nr])
        nummers += [nr for code in lezing.codes if code.deel == EXEMPLAAR]
        if len(nummers) == 2:
            break
    uit = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(papier)) as bron,
        pikepdf.open(_als_pdf(los)) as blad,
        pikepdf.new() as doel,
    ):
        for nr in nummers:
            doel.pages.append(bron.pages[nr - 1])
        doel.pages.append(blad.pages[0])
        doel.save(uit, deterministic_id=True)
    return uit.getvalue()


def _als_pdf(plaatje: bytes) -> io.BytesIO:
    uit = io.BytesIO()
    with Image.open(io.BytesIO(plaatje)) as beeld:
        beeld.save(uit, "PDF", resolution=75.0)
    uit.seek(0)
    return uit
