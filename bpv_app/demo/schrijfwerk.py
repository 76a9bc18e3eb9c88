"""What every step of the demo writes besides the status: history, stored check, register message, audit, call note."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlmodel import SQLModel

from bpv_app.demo.bedrijven import Bedrijf
from bpv_app.demo.boek import Boek, id_van, tabel_van
from bpv_app.demo.lot import Lot
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.leerbedrijf.rules import Aanleiding, Oordeel
from bpv_app.leerbedrijf.service_erkenning import beoordeel
from bpv_app.leerbedrijf.tables import Contactpersoon, Erkenning, ErkenningControle, Leerbedrijf
from bpv_app.matching.tables import Plaats
from bpv_app.outbox.rules import BerichtStatus
from bpv_app.outbox.tables import Bericht
from bpv_app.pok import krd_bericht
from bpv_app.pok.rules import EIND_LABEL, PokStatus
from bpv_app.pok.rules_krd import gebeurtenis
from bpv_app.pok.tables import Pok, PokBelnotitie, PokDocument, PokHistorie, PokScan
from bpv_app.toegang.audit import leesbaar
from bpv_app.toegang.tables import Account, AuditSoort
from bpv_app.uren.tables import UrenDag, UrenWeek


@dataclass(slots=True)
class Druktaak:
    """An agreement to be printed; together with the others of the same moment it is one print run."""

    actor: Actor
    op: datetime
    pok: Pok
    document: PokDocument
    erkenning: str


@dataclass(slots=True)
class Schrijfwerk:
    """Keeps the book, and what still has to be printed or drawn."""

    boek: Boek
    drukwerk: list[Druktaak] = field(default_factory=list)
    scans: list[tuple[PokScan, Pok]] = field(default_factory=list)
    audit: list[dict[str, Any]] = field(default_factory=list)
    _oordelen: dict[int, Oordeel] = field(default_factory=dict)
    _berichten: dict[int, int] = field(default_factory=dict)

    # --- history and audit ------------------------------------------------------------------------------------------

    def historie(self, actor: Actor, op: datetime, pok: Pok, van: PokStatus | None, reden: str) -> None:
        """One line of history; `pok` already has its new status."""
        self.boek.noteer(
            PokHistorie,
            pok_id=id_van(pok),
            van=van,
            naar=pok.status,
            op=op,
            account_id=actor.account_id,
            door_naam=actor.naam,
            reden=reden,
        )

    def audit_gemaakt(self, actor: Actor, op: datetime, rij: SQLModel, *velden: str) -> None:
        """A row was made, with the fields that say which one it is."""
        nieuw = {veld: leesbaar(getattr(rij, veld)) for veld in velden if getattr(rij, veld) is not None}
        self._audit(actor, op, AuditSoort.GEMAAKT, rij, {}, nieuw)

    def audit_status(self, actor: Actor, op: datetime, rij: Pok | UrenWeek | Plaats, van: StrEnum) -> None:
        """The status of an agreement, of a week of hours or of a place changed."""
        self._audit(actor, op, AuditSoort.GEWIJZIGD, rij, {"status": van.value}, {"status": rij.status.value})

    def audit_dag(self, actor: Actor, op: datetime, dag_id: int, omschrijving: str, nieuw: dict[str, Any]) -> None:
        """A day of hours was written: one line for the whole day."""
        self._regel(actor, op, AuditSoort.GEMAAKT, UrenDag, dag_id, {}, nieuw, omschrijving)

    def _audit(
        self, actor: Actor, op: datetime, soort: AuditSoort, rij: Any, oud: dict[str, Any], nieuw: dict[str, Any]
    ) -> None:
        self._regel(actor, op, soort, type(rij), rij.id, oud, nieuw)

    def _regel(
        self, actor: Actor, op: datetime, soort: AuditSoort, tabel: type[SQLModel], object_id: int | None,
        oud: dict[str, Any], nieuw: dict[str, Any], omschrijving: str = "",
    ) -> None:  # fmt: skip
        self.audit.append(
            {
                "op": op,
                "account_id": actor.account_id,
                "naam": actor.naam,
                "soort": soort,
                "tabel": tabel_van(tabel).name,
                "object_id": object_id,
                "omschrijving": omschrijving,
                "oud": oud,
                "nieuw": nieuw,
            }
        )

    # --- accreditation ----------------------------------------------------------------------------------------------

    def controle(
        self,
        actor: Actor,
        op: datetime,
        bedrijf: Bedrijf,
        crebo: str,
        peildatum: date,
        aanleiding: Aanleiding,
        pok: Pok | None = None,
    ) -> Oordeel:
        """Ask the register as it is, and keep question and answer."""
        aantal = len(self.boek.alle(Erkenning))
        oordeel = beoordeel(
            bedrijf.rij, bedrijf.regels, crebo=crebo, keuzedeel="", peildatum=peildatum, is_register_leeg=not aantal
        )
        self.boek.noteer(
            ErkenningControle,
            leerbedrijf_id=id_van(bedrijf.rij),
            sbb_id=bedrijf.rij.sbb_id or "",
            crebo=crebo,
            peildatum=peildatum,
            uitkomst=oordeel.uitkomst,
            reden=oordeel.reden.nl,
            reden_en=oordeel.reden.en,
            bron=f"register {aantal} regels, {op.astimezone(AMSTERDAM).date().isoformat()}",
            aanleiding=aanleiding,
            op=op,
            account_id=actor.account_id,
            door_naam=actor.naam,
            pok_id=pok.id if pok else None,
        )
        if pok is not None:
            self._oordelen[id_van(pok)] = oordeel
        return oordeel

    # --- register ---------------------------------------------------------------------------------------------------

    def meld_krd(self, lot: Lot, op: datetime, reden: str) -> None:
        """The message about the new status, to be delivered when the app starts.

        As in the app: a lapsed agreement the register never heard of is not told.
        """
        pok = lot.huidig
        eerder = self._berichten.get(id_van(pok), 0)
        if not eerder and pok.status is not PokStatus.VOLLEDIG:
            return
        self._berichten[id_van(pok)] = eerder + 1
        bericht = self._inhoud(lot, pok, reden)
        self.boek.noteer(
            Bericht,
            kanaal=krd_bericht.KANAAL,
            soort=gebeurtenis(pok.status),
            groep=krd_bericht.groep(id_van(pok)),
            onderwerp_id=pok.id,
            volgnummer=eerder + 1,
            sleutel=uuid4().hex,
            payload=krd_bericht.als_payload(bericht),
            status=BerichtStatus.WACHT,
            volgende_op=op,
            aangemaakt_op=op,
        )

    def _inhoud(self, lot: Lot, pok: Pok, reden: str) -> krd_bericht.KrdBericht:
        student, verbintenis = lot.leerling.student, lot.leerling.verbintenis
        bedrijf = self.boek.alle(Leerbedrijf)[(pok.leerbedrijf_id or 0) - 1]
        opleider = self.boek.alle(Contactpersoon)[(pok.praktijkopleider_id or 0) - 1]
        begeleider = self.boek.alle(Account)[(pok.onderwijsbegeleider_id or 0) - 1]
        voorganger = self.boek.alle(Pok)[pok.voorganger_id - 1] if pok.voorganger_id else None
        return krd_bericht.KrdBericht(
            status=pok.status,
            nummer=pok.nummer,
            volgnummer=pok.volgnummer,
            document_versie=pok.document_versie,
            verbintenis=krd_bericht.VerbintenisDeel(
                student_sleutel=student.krd_sleutel or "",
                studentnummer=student.studentnummer or "",
                volgnummer=verbintenis.volgnummer,
                begin=verbintenis.begin_op,
                gepland_eind=verbintenis.gepland_eind_op,
                werkelijk_eind=verbintenis.werkelijk_eind_op,
            ),
            leerbedrijf=krd_bericht.BedrijfDeel(
                sbb_id=bedrijf.sbb_id or "",
                naam=bedrijf.naam,
                actief_van=bedrijf.actief_van,
                actief_tot=bedrijf.actief_tot,
            ),
            crebo=pok.crebo,
            keuzedeel=pok.keuzedeel,
            leerweg=pok.leerweg or "",
            afsluitdatum=pok.afsluitdatum,
            begin=pok.begin_op,
            gepland_eind=pok.eind_op,
            werkelijk_eind=pok.werkelijk_eind_op,
            eind_reden=EIND_LABEL[pok.eind_reden].nl if pok.eind_reden else "",
            uren_totaal=pok.uren_totaal,
            uren_per_week=pok.uren_per_week,
            dagen_per_week=pok.dagen_per_week,
            gerealiseerde_uren=pok.gerealiseerde_uren,
            praktijkopleider=opleider.naam,
            onderwijsbegeleider=begeleider.naam,
            reden=reden,
            vervangt=voorganger.nummer if voorganger else "",
        )

    # --- paper ------------------------------------------------------------------------------------------------------

    def te_drukken(self, actor: Actor, op: datetime, pok: Pok, document: PokDocument) -> None:
        """Remember to print this; the sentence of the check just made goes on the paper."""
        self.drukwerk.append(Druktaak(actor, op, pok, document, self._oordelen[id_van(pok)].reden.nl))

    def scan(self, actor: Actor, op: datetime, pok: Pok) -> None:
        """A scan of the signed paper, to be drawn later."""
        rij = self.boek.voeg(
            PokScan(
                pok_id=id_van(pok),
                document_versie=pok.document_versie,
                sha256="",
                bestandsnaam=f"scan {pok.nummer}.png",
                mime="image/png",
                bytes_aantal=0,
                op=op,
                account_id=actor.account_id,
                door_naam=actor.naam,
            )
        )
        self.scans.append((rij, pok))

    def belnotitie(
        self, actor: Actor, op: datetime, pok: Pok, met_wie: str, notitie: str, opnieuw: date | None = None
    ) -> None:
        """A call about an unsigned agreement."""
        assert pok.status is PokStatus.AFGEDRUKT
        rij = self.boek.voeg(
            PokBelnotitie(
                pok_id=id_van(pok),
                op=op,
                account_id=actor.account_id,
                door_naam=actor.naam,
                met_wie=met_wie,
                notitie=notitie,
                opnieuw_bellen_op=opnieuw,
            )
        )
        self.audit_gemaakt(actor, op, rij, "pok_id")
