"""What the coordinator's screen of a result shows, already in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_uitslag import Antwoord, PlaatsingRij, UitslagTelling, Voorstelkeuze
from bpv_app.matching.queries_zonder import ZonderRij
from bpv_app.matching.rules import Reden
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_uitslag import STAP_LABEL, STATUS_LABEL, STATUS_TOON, PlaatsingStatus
from bpv_app.matching.tables_ronde import Ronde

REDEN_KORT: dict[Reden, Tekst] = {
    Reden.GEEN_MOGELIJKE_PLAATS: Tekst("geen plaats past", "no place fits"),
    Reden.GEEN_LIJST: Tekst("geen lijst ingestuurd", "no list sent in"),
    Reden.LIJST_VOL: Tekst("alles op de lijst is vol", "everything on the list is full"),
    Reden.TEKORT: Tekst("te weinig plekken", "too few slots"),
    Reden.AFSPRAAK_BOTST: Tekst("vaste afspraken namen de plekken", "agreements took the slots"),
}


@dataclass
class Teller:
    """A number that leads to exactly these rows."""

    aantal: int
    label: str
    href: str


@dataclass
class VoorstelKaart:
    """A proposal that could be published; `waarom_niet` empty: it can."""

    id: str
    naam: str
    wat: str
    waarom_niet: str = ""
    versie: str = ""


@dataclass
class BezwaarKaart:
    """An objection that waits."""

    id: str
    versie: str
    student: str
    href: str
    plaats: str
    tekst: str
    op: str = ""


@dataclass
class PlaatsingRegel:
    """A row of the list."""

    id: str
    student: str
    href: str
    klas: str
    plaats: str
    plaats_href: str
    keuze: str
    status: str
    toon: str
    dossier: str
    mag_vervallen: bool


@dataclass
class Zonder:
    """A student without a place."""

    naam: str
    href: str
    waarom: str


@dataclass
class StapRegel:
    """A line of what happened."""

    wat: str
    wanneer: str
    reden: str


def zin_van(ronde: Ronde, telling: UitslagTelling) -> Tekst:
    """The first line: what waits."""
    if ronde.status is RondeStatus.GESLOTEN:
        return Tekst("Er is nog geen uitslag. Kies een voorstel.", "There is no result yet. Choose a proposal.")
    if ronde.status not in (RondeStatus.GEPUBLICEERD, RondeStatus.AFGEROND):
        return Tekst("Deze ronde is nog niet gesloten.", "This round is not closed yet.")
    nl, en = [], []
    if telling.bezwaar:
        wacht = "bezwaar wacht" if telling.bezwaar == 1 else "bezwaren wachten"
        waits = "objection waits" if telling.bezwaar == 1 else "objections wait"
        nl.append(f"{telling.bezwaar} {wacht} op antwoord")
        en.append(f"{telling.bezwaar} {waits} for an answer")
    if telling.weg:
        nl.append(f"van {telling.weg} is de plaats weggevallen")
        en.append(f"the place of {telling.weg} fell away")
    if telling.kan_in_dossier:
        nl.append(f"{telling.kan_in_dossier} {'kan' if telling.kan_in_dossier == 1 else 'kunnen'} in een dossier")
        en.append(f"{telling.kan_in_dossier} can go into a dossier")
    if not nl:
        nl.append(f"{telling.geplaatst} studenten hebben een plaats, {telling.zonder} niet")
        en.append(f"{telling.geplaatst} students have a place, {telling.zonder} do not")
    return Tekst(f"{', '.join(nl).capitalize()}.", f"{', '.join(en).capitalize()}.")


def tellers(nr: int, x: UitslagTelling, taal: str) -> list[Teller]:
    """The counts; each leads to its rows on this screen."""
    basis = f"/rondes/{nr}/uitslag"
    delen = (
        (x.toegewezen, STATUS_LABEL[PlaatsingStatus.TOEGEWEZEN], f"{basis}?status=toegewezen#plaatsingen"),
        (x.bevestigd, STATUS_LABEL[PlaatsingStatus.BEVESTIGD], f"{basis}?status=bevestigd#plaatsingen"),
        (x.bezwaar, STATUS_LABEL[PlaatsingStatus.BEZWAAR], f"{basis}?status=bezwaar#plaatsingen"),
        (x.in_dossier, STATUS_LABEL[PlaatsingStatus.IN_DOSSIER], f"{basis}?status=in_dossier#plaatsingen"),
        (x.zonder, Tekst("Zonder plaats", "Without a place"), f"{basis}#zonder"),
    )
    return [Teller(n, label.in_taal(taal), href) for n, label, href in delen]


def voorstel_kaart(v: Voorstelkeuze, waarom: Sequence[Tekst], taal: str) -> VoorstelKaart:
    """A proposal in words."""
    naam = f"{Tekst('Voorstel', 'Proposal').in_taal(taal)} {v.nummer}" + (f": {v.naam}" if v.naam else "")
    wat = Tekst(
        f"{v.geplaatst} van {v.deelnemers} studenten hebben een plaats. Gerekend {toon_moment(v.gerekend_op)}.",
        f"{v.geplaatst} of {v.deelnemers} students have a place. Computed {toon_moment(v.gerekend_op, 'en')}.",
    )
    return VoorstelKaart(str(v.id), naam, wat.in_taal(taal), " ".join(w.in_taal(taal) for w in waarom), str(v.versie))


def bezwaar_kaart(r: PlaatsingRij, taal: str) -> BezwaarKaart:
    """An objection in words."""
    return BezwaarKaart(
        str(r.id), str(r.versie), f"{r.student} {r.klas}".strip(), f"/studenten/{r.student_id}",
        f"{r.plaats}, {r.bedrijf}", r.bezwaar, toon_moment(r.bezwaar_op, taal),
    )  # fmt: skip


def plaatsing_regel(r: PlaatsingRij, taal: str) -> PlaatsingRegel:
    """A row in words."""
    van_lijst = (
        Tekst(f"{r.rang}e keuze", f"choice {r.rang}") if r.rang else Tekst("niet op de lijst", "not on the list")
    )
    vast = (PlaatsingStatus.IN_DOSSIER, PlaatsingStatus.VERVALLEN)
    return PlaatsingRegel(
        id=str(r.id),
        student=r.student,
        href=f"/studenten/{r.student_id}",
        klas=r.klas,
        plaats=f"{r.plaats}, {r.bedrijf}",
        plaats_href=f"/plaatsen/{r.plaats_id}",
        keuze=van_lijst.in_taal(taal),
        status=STATUS_LABEL[r.status].in_taal(taal),
        toon=STATUS_TOON[r.status],
        dossier=f"/dossiers/{r.dossier_id}" if r.dossier_id else "",
        mag_vervallen=r.status not in vast,
    )


def zonder_regel(z: ZonderRij, taal: str) -> Zonder:
    """A student without a place, and why."""
    waarom = REDEN_KORT[z.reden].in_taal(taal) if z.reden else ""
    return Zonder(f"{z.student} {z.klas}".strip(), f"/studenten/{z.student_id}", waarom)


def stap_regel(x: Antwoord, taal: str) -> StapRegel:
    """A line of history."""
    return StapRegel(
        f"{x.student}: {STAP_LABEL[x.stap].in_taal(taal).lower()}", f"{toon_moment(x.op, taal)} · {x.door}", x.reden
    )
