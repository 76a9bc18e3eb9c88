"""An RO delivery on its way in: bytes → records → what would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.codering import OnleesbaarBestand, decodeer
from bpv_app.kernel.inlezen import MAX_MELDINGEN, Melding, Uitkomst, neem_vingerafdruk
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.duo.rules import OVERGESLAGEN, RoBestand, lees_ro
from bpv_app.koppeling.duo.rules_schoon import schoon_ro
from bpv_app.koppeling.pseudoniem import bsn_pseudoniem
from bpv_app.student import inlezen_krd
from bpv_app.student.inlezen_krd_schrijven import voer_uit


def schone_ro(inhoud: bytes) -> bytes:
    """The delivery without BSNs, as UTF-8. Raises OnleesbaarBestand when it is no text or holds no record at all."""
    schoon = schoon_ro(decodeer(inhoud)[0], bsn_pseudoniem)
    if not lees_ro(schoon, bsn_pseudoniem).records:
        raise OnleesbaarBestand(
            Tekst(
                "Dit is geen RO-bestand: er staat geen enkele regel als VLP|…, PER|… of ISG|… in.",
                "This is not an RO file: it holds no line such as VLP|…, PER|… or ISG|….",
            )
        )
    return schoon.encode()


@dataclass(slots=True)
class RoPlan:
    """What taking over the delivery would do."""

    uitkomst: Uitkomst
    plan: inlezen_krd.KrdPlan

    def voer_uit(self, session: Session, actor: Actor, op: datetime, bron: Mapping[str, Any]) -> None:
        voer_uit(session, actor, op, self.plan, bron)


def maak_roplan(session: Session, actor: Actor, schoon: bytes, vandaag: date) -> RoPlan:
    """Compare a delivery (without BSNs) with what we have. Reads only."""
    ro = lees_ro(schoon.decode(), bsn_pseudoniem)
    plan = inlezen_krd.maak_plan(session, actor, ro.personen, vandaag)
    eigen = plan.uitkomst
    weigeringen = sorted((*ro.weigeringen, *eigen.geweigerd), key=lambda m: m.regel)
    tellingen = replace(eigen.tellingen, geweigerd=eigen.tellingen.geweigerd + ro.geweigerd)
    uitkomst = replace(
        eigen,
        tellingen=tellingen,
        geweigerd=tuple(weigeringen[:MAX_MELDINGEN]),
        waarschuwingen=(*_brin(ro), *ro.waarschuwingen[:MAX_MELDINGEN]),
        extra=(*eigen.extra, *_records(ro)),
        vingerafdruk=neem_vingerafdruk((eigen.vingerafdruk.encode(), schoon)),
    )
    return RoPlan(uitkomst, plan)


def _brin(ro: RoBestand) -> list[Melding]:
    """A delivery for another school is worth a warning; a group of schools may have several BRINs."""
    eigen = instellingen().school_brin.upper()
    return [
        Melding(
            kop.regel,
            Tekst(
                f"Deze levering is van BRIN {kop.brin}; deze school heeft {eigen}.",
                f"This delivery is of BRIN {kop.brin}; this school has {eigen}.",
            ),
            "VLP",
        )
        for kop in ro.koppen
        if kop.brin and kop.brin[:4] != eigen[:4]
    ]


def _records(ro: RoBestand) -> list[tuple[Tekst, int]]:
    return [
        (Tekst(f"Overgeslagen records {soort}", f"Skipped records {soort}"), aantal)
        for soort, aantal in ro.records.items()
        if soort in OVERGESLAGEN
    ]
