"""`ErkenningPort` on the register that was imported as a file: for a school without a link with SBB."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import col

from bpv_app.db import lezen
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.nummers import schoon_postcode
from bpv_app.kernel.zoek import patronen, vouw
from bpv_app.koppeling.sbb.port import MAX_GEVONDEN, SbbWeigert
from bpv_app.koppeling.sbb.rules import Antwoord, Bedrijf, Details, Pagina, Vraag
from bpv_app.leerbedrijf.rules import ErkenningRegel, beoordeel_erkenning
from bpv_app.leerbedrijf.service_erkenning import list_regels, tel_register
from bpv_app.leerbedrijf.tables import Erkenning, Leerbedrijf

_ACTOR = systeem("register")


def _bedrijf(rij: Leerbedrijf) -> Bedrijf:
    return Bedrijf(rij.sbb_id or "", rij.naam, rij.postcode, rij.plaats, rij.kvk)


class RegisterPort:
    """Answers from our own database: nothing goes over a line, so it is always there and never newer than the file."""

    def __init__(self, clock: Clock, *, op: Engine | None = None) -> None:
        self._clock, self._engine = clock, op

    def identificeer(self, naam: str, postcode: str) -> list[Bedrijf]:
        try:
            goed = schoon_postcode(postcode)
        except ValueError:
            raise SbbWeigert("postcode", "Geef een Nederlandse postcode.") from None
        gezocht = vouw(naam)
        gevonden = self._lees(col(Leerbedrijf.postcode) == goed)
        return [_bedrijf(rij) for rij in sorted(gevonden, key=lambda rij: gezocht not in vouw(rij.naam))]

    def verifieer(self, vraag: Vraag) -> Antwoord:
        with lezen(_ACTOR, op=self._engine) as session:
            regels = list_regels(session, [vraag.sbb_id])[vraag.sbb_id]
            oordeel = beoordeel_erkenning(
                regels,
                vraag.crebo,
                vraag.keuzedeel,
                vraag.peildatum,
                sbb_id=vraag.sbb_id,
                is_register_leeg=tel_register(session) == 0,
                leerweg=vraag.leerweg,
            )
        return Antwoord(oordeel.uitkomst, oordeel.reden, _eigen(regels))

    def abonneer(self, sbb_ids: Collection[str]) -> None:
        """The file is about every company already."""

    def wijzigingen(self, na: int) -> Pagina:
        """None: what changes comes in with the next file."""
        return Pagina(na, (), na)

    def details(self, sbb_id: str) -> Details | None:
        with lezen(_ACTOR, op=self._engine) as session:
            regels = _eigen(list_regels(session, [sbb_id]).get(sbb_id, []))
            rij = session.execute(sa.select(Leerbedrijf).where(col(Leerbedrijf.sbb_id) == sbb_id)).scalar_one_or_none()
            if rij is None:
                return Details(Bedrijf(sbb_id, sbb_id), regels) if regels else None
            return Details(_bedrijf(rij), regels)

    def zoek(self, tekst: str, crebo: str) -> list[Bedrijf]:
        waar: list[Any] = [col(Leerbedrijf.zoektekst).like(p, escape="\\") for p in patronen(tekst)]
        if crebo:
            vandaag = self._clock.vandaag()
            waar.append(
                sa.exists().where(
                    col(Erkenning.sbb_id) == col(Leerbedrijf.sbb_id),
                    col(Erkenning.crebo) == crebo,
                    col(Erkenning.erkend_van) <= vandaag,
                    sa.or_(col(Erkenning.erkend_tot).is_(None), col(Erkenning.erkend_tot) >= vandaag),
                )
            )
        return [_bedrijf(rij) for rij in self._lees(*waar)]

    def _lees(self, *waar: Any) -> list[Leerbedrijf]:
        vraag = (
            sa.select(Leerbedrijf)
            .where(col(Leerbedrijf.sbb_id).is_not(None), col(Leerbedrijf.opgegaan_in_id).is_(None), *waar)
            .order_by(col(Leerbedrijf.zoektekst), col(Leerbedrijf.id))
            .limit(MAX_GEVONDEN)
        )
        with lezen(_ACTOR, op=self._engine) as session:
            rijen = list(session.execute(vraag).scalars())
            session.expunge_all()
            return rijen


def _eigen(regels: list[ErkenningRegel]) -> tuple[ErkenningRegel, ...]:
    """Without the lines that only stand for another crebo: those are no lines of the register."""
    return tuple(r for r in regels if not r.via)
