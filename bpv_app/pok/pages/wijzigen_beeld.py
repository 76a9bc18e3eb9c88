"""An amendment in words for the POK's screen: what changed, what the parties said, what this person may do with it."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.kernel.clock import toon_datum
from bpv_app.pok.queries_wijziging import BezwaarRegel, WijzigingRegel
from bpv_app.pok.rules import MUTATIE_LABEL, PARTIJ_LABEL
from bpv_app.pok.rules_bezwaar import STAND_LABEL, STAND_TOON, WijzigingStand
from bpv_app.pok.rules_mutatie import GEVOLG_LABEL
from bpv_app.pok.rules_reactie import REACTIE_LABEL, Reactie

_REACTIE_TOON = {Reactie.AKKOORD: "success", Reactie.BEZWAAR: "error", Reactie.TERUG: ""}


@dataclass
class ReactieBeeld:
    """What a party said: agreed, objected or taken back; who, when and by which road; why."""

    wat: str
    toon: str
    wie: str
    reden: str


def _reactie_beeld(b: BezwaarRegel, taal: str) -> ReactieBeeld:
    en = taal == "en"
    door = ("in the app" if en else "zelf in de app") if b.is_online else b.door
    wie = f"{PARTIJ_LABEL[b.partij].in_taal(taal)}, {toon_datum(b.ontvangen_op, taal)}, {door}"
    return ReactieBeeld(REACTIE_LABEL[b.reactie].in_taal(taal), _REACTIE_TOON[b.reactie], wie, b.reden)


@dataclass
class WijzigingBeeld:
    """An amendment in words; `mag_*`: what this person may do with it now."""

    id: str
    titel: str
    gevolg: str
    stand: str
    toon: str
    regels: list[str]
    reden: str
    wie: str
    href: str
    href_tekst: str
    opvolger: str
    opvolger_href: str
    bezwaren: list[ReactieBeeld]
    afhandeling: str
    mag_bezwaar: bool
    mag_afhandelen: bool
    mag_handhaven: bool


def wijziging_beeld(w: WijzigingRegel, pok_id: int, taal: str, meldt: bool, handelt: bool) -> WijzigingBeeld:
    en = taal == "en"
    is_open = w.stand in (WijzigingStand.TERMIJN, WijzigingStand.BEZWAAR)
    regels = [f"{label.in_taal(taal)}: {voor} → {na}" for label, voor, na in w.voor_na]
    if w.ingang:
        regels.append(f"{'From' if en else 'Vanaf'} {toon_datum(w.ingang, taal)}")
    if w.bezwaar_tot:
        tot = toon_datum(w.bezwaar_tot, taal)
        regels.append(f"Objections until {tot}" if en else f"Bezwaar kan tot en met {tot}")
    if w.op_verzoek:
        regels.append("At the student's request" if en else "Op verzoek van de student")
    afhandeling = f"{w.afhandeling} ({w.afgehandeld_door})" if w.afgehandeld_door else ""
    return WijzigingBeeld(
        id=str(w.id),
        titel=MUTATIE_LABEL[w.soort].in_taal(taal),
        gevolg=GEVOLG_LABEL[w.gevolg].in_taal(taal),
        stand=STAND_LABEL[w.stand].in_taal(taal) if w.document_versie else "",
        toon=STAND_TOON[w.stand],
        regels=regels,
        reden=w.reden,
        wie=f"{w.door}, {toon_datum(w.op.date(), taal)}",
        href=f"/api/poks/{pok_id}/document/{w.document_versie}.pdf" if w.document_versie else "",
        href_tekst=(f"Open version {w.document_versie}" if en else f"Open versie {w.document_versie}"),
        opvolger=w.opvolger,
        opvolger_href=f"/poks/{w.opvolger_id}" if w.opvolger_id else "",
        bezwaren=[_reactie_beeld(b, taal) for b in w.bezwaren],
        afhandeling=afhandeling,
        mag_bezwaar=is_open and meldt,
        mag_afhandelen=is_open and handelt,
        mag_handhaven=w.stand is WijzigingStand.BEZWAAR and handelt,
    )
