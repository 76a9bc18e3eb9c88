"""Asking SBB through the outbox, and what its answer does: a fact that is kept, and the register as SBB has it now.

Nobody waits for the line. The question is written with the press of the button; the worker asks; the answer, the
register's lines of that company and everything that depended on them (`erkenning.service_volgen`) are one transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import polars as pl
import structlog
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require, systeem
from bpv_app.kernel.clock import AMSTERDAM, Clock, toon_datum
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.plan import schrijf_register
from bpv_app.koppeling.sbb.port import ErkenningPort, SbbOnbereikbaar, SbbWeigert
from bpv_app.koppeling.sbb.queries import list_wachtend
from bpv_app.koppeling.sbb.rules import KANAAL, VERIFIEER, Antwoord, Vraag, Wijziging, als_regel, lees_regel, lees_vraag
from bpv_app.leerbedrijf import inlezen_register
from bpv_app.leerbedrijf.inlezen_wijzigingen import Mutatie, maak_wijzigingsplan
from bpv_app.leerbedrijf.opgegaan import volg as volg_bedrijf
from bpv_app.leerbedrijf.rules import Aanleiding, ErkenningRegel, Uitkomst
from bpv_app.leerbedrijf.service_erkenning import kijk_erkenning, list_regels, noteer_antwoord, tel_register
from bpv_app.outbox.rules import Aangenomen, GeenAntwoord, Geweigerd, TeLeveren
from bpv_app.outbox.rules import Uitkomst as Levering
from bpv_app.outbox.service import probeer_nu, zet_klaar

KOPPELING = systeem("SBB-koppeling")
log = structlog.get_logger(__name__)


class ZonderLeerbedrijfId(DomeinFout):
    """SBB knows companies by their number only."""

    def __init__(self) -> None:
        super().__init__(
            "zonder_leerbedrijf_id",
            Tekst(
                "Dit leerbedrijf heeft geen leerbedrijf-ID. Vul dat eerst in; dan kan SBB antwoorden.",
                "This company has no SBB company ID. Fill it in first; then SBB can answer.",
            ),
        )


def groep(leerbedrijf_id: int) -> str:
    """Questions about one company are asked one after the other."""
    return f"leerbedrijf:{leerbedrijf_id}"


def vraag_controle(
    session: Session,
    actor: Actor,
    clock: Clock,
    leerbedrijf_id: int,
    *,
    crebo: str,
    keuzedeel: str = "",
    leerweg: str = "",
    peildatum: date,
) -> bool:
    """Put a question to SBB ready. The same question that waits already is tried now; then False.

    Raises GeenRecht, NietGevonden, OngeldigeInvoer, ZonderLeerbedrijfId.
    """
    require(actor, Actie.ERKENNING_CONTROLEREN)
    bedrijf, goed_crebo, goed_keuzedeel, *_ = kijk_erkenning(
        session, actor, leerbedrijf_id, crebo=crebo, keuzedeel=keuzedeel, peildatum=peildatum, leerweg=leerweg
    )
    if not bedrijf.sbb_id:
        raise ZonderLeerbedrijfId
    vraag = Vraag(bedrijf.sbb_id, goed_crebo, goed_keuzedeel, leerweg, peildatum).als_dict()
    nu = clock.nu()
    if any(vraag.items() <= wacht.payload.items() for wacht in list_wachtend(session, leerbedrijf_id)):
        probeer_nu(session, kanaal=KANAAL, op=nu, groepen=[groep(leerbedrijf_id)])
        return False
    payload = {**vraag, "account_id": actor.account_id, "door": actor.naam[:200]}
    zet_klaar(session, kanaal=KANAAL, soort=VERIFIEER, groep=groep(leerbedrijf_id), payload=payload, op=nu)
    return True


class SbbKanaal:
    """`outbox.worker.Kanaal` for the accreditation service."""

    def __init__(self, port: ErkenningPort) -> None:
        self._port = port

    def lever(self, bericht: TeLeveren) -> Levering:
        """Ask. An answer is accepted whatever it says; only what SBB will never answer is refused."""
        try:
            antwoord = self._port.verifieer(lees_vraag(bericht.payload))
        except SbbOnbereikbaar as fout:
            return GeenAntwoord(fout.code, fout.waarom, lijn_dood=fout.lijn_dood)
        except SbbWeigert as fout:
            return Geweigerd(fout.code, fout.waarom)
        return Aangenomen(
            {
                "uitkomst": antwoord.uitkomst.value,
                "reden": antwoord.reden.nl,
                "reden_en": antwoord.reden.en,
                "erkenningen": [als_regel(r) for r in antwoord.regels],
            }
        )

    def verwerk(self, session: Session, bericht: TeLeveren, uitkomst: Aangenomen | Geweigerd, op: datetime) -> None:
        """Keep the answer, in the transaction that settles the message. A refusal stays on the message alone."""
        if isinstance(uitkomst, Geweigerd):
            return
        vraag, gezegd = lees_vraag(bericht.payload), uitkomst.antwoord
        antwoord = Antwoord(
            Uitkomst(gezegd["uitkomst"]),
            Tekst(gezegd["reden"], gezegd["reden_en"] or gezegd["reden"]),
            tuple(lees_regel(r) for r in gezegd["erkenningen"]),
        )
        _neem_regels_over(session, bericht, vraag.sbb_id, antwoord.regels, op)
        noteer_antwoord(
            session,
            leerbedrijf_id=volg_bedrijf(session, int(bericht.groep.removeprefix("leerbedrijf:"))),
            sbb_id=vraag.sbb_id,
            crebo=vraag.crebo,
            keuzedeel=vraag.keuzedeel,
            peildatum=vraag.peildatum,
            uitkomst=antwoord.uitkomst,
            reden=antwoord.reden,
            bron=f"SBB, {toon_datum(op.astimezone(AMSTERDAM).date())}, {len(antwoord.regels)} erkenningen",
            aanleiding=Aanleiding.HANDMATIG,
            op=op,
            account_id=bericht.payload.get("account_id"),
            door_naam=str(bericht.payload.get("door") or KOPPELING.naam),
        )
        log.info("sbb.antwoord", bericht=bericht.id, uitkomst=antwoord.uitkomst.value)


def _neem_regels_over(
    session: Session, bericht: TeLeveren, sbb_id: str, regels: Iterable[ErkenningRegel], op: datetime
) -> None:
    """The register's lines of this company become those SBB gave; what that ends goes as after an import."""
    inlezen_register.vergrendel(session)
    if tel_register(session) == 0:
        return  # one company is no register: all others would look as if they were not accredited
    nieuw = {_sleutel(r): r for r in regels}
    oud = {_sleutel(r): r for r in list_regels(session, [sbb_id])[sbb_id] if not r.via}
    wijzigingen = [Wijziging(0, Mutatie.GEWIJZIGD, sbb_id, r) for k, r in nieuw.items() if oud.get(k) != r]
    weg = [r for k, r in oud.items() if k not in nieuw]
    wijzigingen += [Wijziging(0, Mutatie.INGETROKKEN, sbb_id, replace(r, erkend_tot=None)) for r in weg]
    neem_wijzigingen_over(session, wijzigingen, op, {"bericht": bericht.id, "bron": "SBB"}, f"sbb:{bericht.id}")


def _sleutel(regel: ErkenningRegel) -> tuple[str, date, str]:
    return (regel.crebo, regel.erkend_van, regel.leerweg)


def neem_wijzigingen_over(
    session: Session, wijzigingen: Iterable[Wijziging], op: datetime, bron: Mapping[str, Any], naam: str
) -> int:
    """Apply changes as a file of changes would be; of two about the same line the last counts.

    Returns how many did something. The caller holds the register (`inlezen_register.vergrendel`).
    """
    laatste = {(w.sbb_id, *_sleutel(w.regel)): w for w in wijzigingen}
    if not laatste:
        return 0
    rijen = [
        {
            "rij": nummer,
            "sbb_id": w.sbb_id,
            "crebo": w.regel.crebo,
            "erkend_van": w.regel.erkend_van,
            "erkend_tot": w.regel.erkend_tot,
            "leerweg": w.regel.leerweg,
            "werkprocessen": " ".join(w.regel.werkprocessen),
            "mutatie": w.mutatie.value,
        }
        for nummer, w in enumerate(laatste.values(), 1)
    ]
    frame = pl.DataFrame(rijen, schema_overrides={"erkend_tot": pl.Date})
    plan = maak_wijzigingsplan(session, frame)
    aantal = plan.nieuw.height + plan.gewijzigd.height + plan.vervallen.height
    if aantal:
        schrijf_register(session, KOPPELING, op, plan, bron, naam)
    return aantal
