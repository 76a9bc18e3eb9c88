"""Short ways for the POK tests to get somewhere and to see what happened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import service
from bpv_app.pok.rules import KrdStatus, Partij
from bpv_app.pok.tables import Pok, PokHistorie
from tests.pok.rolverdeling import Cast

ALLE_PARTIJEN = (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL)


def id_van(rij: Any) -> int:
    assert rij.id is not None
    return int(rij.id)


def soorten(session: Session, pok: Pok) -> list[str]:
    """The messages about a POK, in order."""
    vraag = sa.select(col(Bericht.soort)).where(col(Bericht.groep) == f"pok:{pok.id}")
    return list(session.execute(vraag.order_by(col(Bericht.volgnummer))).scalars())


def laatste_payload(session: Session, pok: Pok) -> dict[str, Any]:
    vraag = sa.select(Bericht).where(col(Bericht.groep) == f"pok:{pok.id}").order_by(col(Bericht.volgnummer).desc())
    bericht: Bericht = session.execute(vraag.limit(1)).scalar_one()
    return bericht.payload


def historie(session: Session, pok: Pok) -> list[tuple[str | None, str, str]]:
    rijen = session.execute(
        sa.select(PokHistorie).where(col(PokHistorie.pok_id) == pok.id).order_by(col(PokHistorie.id))
    ).scalars()
    return [(h.van, h.naar, h.reden) for h in rijen]


def maak_concept(session: Session, cast: Cast, clock: FixedClock, **anders: Any) -> Pok:
    return service.zet_klaar(session, cast.coordinator, clock, cast.dossier_id, cast.voortraject(**anders))


def maak_volledig(session: Session, cast: Cast, clock: FixedClock, **anders: Any) -> Pok:
    pok = maak_concept(session, cast, clock, **anders)
    return service.maak_volledig(session, cast.coordinator, clock, id_van(pok))


def druk_af(session: Session, cast: Cast, clock: FixedClock, pok: Pok | None = None) -> Pok:
    pok = pok or maak_volledig(session, cast, clock)
    resultaat = service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    assert [u.gelukt for u in resultaat.uitslagen] == [True], resultaat.uitslagen
    return pok


def teken_alles(session: Session, cast: Cast, clock: FixedClock, pok: Pok | None = None) -> Pok:
    pok = pok or druk_af(session, cast, clock)
    for partij in ALLE_PARTIJEN:
        service.registreer_handtekening(
            session, cast.studentenzaken, clock, id_van(pok), partij, clock.vandaag(), pok.document_versie
        )
    return pok


def krd_antwoordt(
    session: Session, pok: Pok, op: datetime, krd_status: KrdStatus | None, fout: tuple[str, str] = ("", "")
) -> None:
    """The register answers every waiting message of this POK: what it holds now, and why it refused if it did."""
    session.execute(
        sa.update(Bericht)
        .where(col(Bericht.groep) == f"pok:{pok.id}")
        .values(status=BerichtStatus.GEWEIGERD if fout[0] else BerichtStatus.AFGELEVERD)
    )
    service.verwerk_krd_antwoord(
        session, id_van(pok), krd_status=krd_status, krd_nummer="K1", fout_code=fout[0], fout_tekst=fout[1], op=op
    )
    session.refresh(pok)


def ander_bedrijf(session: Session, cast: Cast, *, erkend: bool = True) -> dict[str, Any]:
    """Another company with a praktijkopleider, as fields of a voortraject."""
    from tests.makers import make_contactpersoon, make_erkenning, make_leerbedrijf

    bedrijf = make_leerbedrijf(session)
    if erkend:
        make_erkenning(session, bedrijf, cast.verbintenis.crebo)
    opleider = make_contactpersoon(session, bedrijf)
    return {"leerbedrijf_id": bedrijf.id, "praktijkopleider_id": opleider.id, "locatie_id": None}


def niemand() -> Actor:
    return Actor(None, "niemand")


DAG = date(2026, 11, 26)
