"""One student of the board in the person's language: the list, why, and where a move may go."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import toon_km
from bpv_app.matching.queries_waarom import Keuze, Waarom
from bpv_app.matching.queries_zet import Doel
from bpv_app.matching.rules_voorstel import GROND_LABEL, WAARSCHUWING_TEKST
from bpv_app.matching.rules_zet import OORDEEL_LABEL, Oordeel, ZetStand, beoordeel_zet, in_het_kort, verbod, waarschuw
from bpv_app.matching.verklaring import reden_zin, uitleg_zin
from bpv_app.ui.lijst import Optie

MAX_RANG = 99
"""After every rank: a place that is not on the list."""


@dataclass
class KeuzeBeeld:
    """A place for one student. `waarde`: what moving there is called in a form."""

    id: int
    rang: str
    titel: str
    vrij: str
    uitleg: str
    is_hier: bool
    uitgesloten_id: int


@dataclass
class WieBeeld:
    """The student of the open window. `vast_id` 0: no lock."""

    id: int = 0
    naam: str = ""
    onder: str = ""
    reden: str = ""
    is_gepind: bool = False
    vast_id: int = 0


def keuzes_beeld(waarom: Waarom, keuzes: Iterable[Keuze], taal: str) -> list[KeuzeBeeld]:
    """The places of one student with the sentence that goes with each."""
    hier = waarom.kaart.plaats_id
    uit = []
    for k in keuzes:
        vrij = Tekst(f"{k.vrij} vrij", f"{k.vrij} free") if k.vrij else Tekst("vol", "full")
        if k.is_weg:
            vrij = Tekst("ingetrokken", "withdrawn")
        delen = [vrij.in_taal(taal)] + ([toon_km(k.km, taal)] if k.km is not None else [])
        uitleg = uitleg_zin(k.getallen).in_taal(taal) if k.code else ""
        if k.plaats_id == hier:
            grond = waarom.kaart.grond
            uitleg = GROND_LABEL[grond].in_taal(taal) if grond else ""
        uit.append(
            KeuzeBeeld(
                id=k.plaats_id,
                rang=f"{k.rang}." if k.rang else "",
                titel=f"{k.titel}, {k.bedrijf}",
                vrij=" · ".join(delen),
                uitleg=uitleg,
                is_hier=k.plaats_id == hier,
                uitgesloten_id=k.uitgesloten_id,
            )
        )
    return uit


def wie_beeld(waarom: Waarom, taal: str) -> WieBeeld:
    """The head of a student's window."""
    k = waarom.kaart
    keuzes = Tekst(f"{k.keuzes} keuzes ingestuurd", f"{k.keuzes} choices sent in")
    if not k.keuzes:
        keuzes = Tekst("geen lijst ingestuurd", "no list sent in")
    mogelijk = Tekst(f"{k.mogelijk} plaatsen mogelijk", f"{k.mogelijk} places possible")
    return WieBeeld(
        id=k.deelnemer_id,
        naam=k.naam,
        onder=" · ".join((k.klas, f"lot {k.lot}", keuzes.in_taal(taal), mogelijk.in_taal(taal))),
        reden=reden_zin(k.reden, k.getallen).in_taal(taal) if k.plaats_id is None else "",
        is_gepind=k.is_gepind,
        vast_id=k.vast_id,
    )


@dataclass
class DoelBeeld:
    """Where the student in hand may go. `waarde`: what the form calls it; `zin`: what to mind."""

    waarde: str
    titel: str
    onder: str
    oordeel: str
    label: str
    zin: str = ""


_ORDE = {Oordeel.KAN: 0, Oordeel.LET_OP: 1, Oordeel.KAN_NIET: 2}


def doelen_beeld(doelen: Iterable[Doel], taal: str) -> list[DoelBeeld]:
    """Where a move may go, best first: possible, then with a warning, then refused; in each the own list first."""
    rij = sorted(
        (d for d in doelen if d.stand.plaats_id is not None and d.stand.plaats_id != d.stand.nu),
        key=lambda d: (_ORDE[beoordeel_zet(d.stand)], d.stand.rang or MAX_RANG, d.bedrijf, d.titel),
    )
    return [_doel_beeld(d, taal) for d in rij]


def _doel_beeld(doel: Doel, taal: str) -> DoelBeeld:
    stand = doel.stand
    vrij = max(0, (0 if stand.is_weg else stand.plekken) - stand.anderen)
    delen = [doel.bedrijf, (Tekst(f"{vrij} vrij", f"{vrij} free") if vrij else Tekst("vol", "full")).in_taal(taal)]
    if stand.rang:
        delen.append(Tekst(f"{stand.rang}e keuze", f"choice {stand.rang}").in_taal(taal))
    oordeel, label, zin = oordeel_van(stand, taal)
    return DoelBeeld(str(stand.plaats_id), doel.titel, " · ".join(delen), oordeel, label, zin)


def oordeel_van(stand: ZetStand, taal: str) -> tuple[str, str, str]:
    """The verdict on a move, its label, and the sentences that go with it."""
    oordeel, reden = beoordeel_zet(stand), verbod(stand)
    zinnen = [reden] if reden else [WAARSCHUWING_TEKST[w] for w in waarschuw(stand)]
    return oordeel.value, OORDEEL_LABEL[oordeel].in_taal(taal), " ".join(z.in_taal(taal) for z in zinnen)


def oordelen_json(doelen: Iterable[Doel], taal: str) -> str:
    """The verdict on every place, for the script that marks the cards.

    {place or "geen": [verdict, in a few words, whole sentence]}.
    """
    uit = {}
    for d in doelen:
        if d.stand.plaats_id is not None and d.stand.plaats_id == d.stand.nu:
            continue
        oordeel, label, zin = oordeel_van(d.stand, taal)
        sleutel = "geen" if d.stand.plaats_id is None else str(d.stand.plaats_id)
        uit[sleutel] = [oordeel, in_het_kort(d.stand).in_taal(taal), zin or label]
    return json.dumps(uit)


def rest_zin(doelen: Iterable[Doel], taal: str) -> str:
    """How many places fit the student and cannot be had now: under what can."""
    n = sum(
        d.stand.past and d.stand.plaats_id not in (None, d.stand.nu) and verbod(d.stand) is not None for d in doelen
    )
    if not n:
        return ""
    nl, en = ("1 plaats die past kan", "1 place that fits is") if n == 1 else (
        f"{n} plaatsen die passen kunnen", f"{n} places that fit are"
    )  # fmt: skip
    return Tekst(
        f"{nl} nu niet: vol, ingetrokken of uitgesloten.", f"{en} not possible now: full, withdrawn or blocked."
    ).in_taal(taal)


def zet_opties(doelen: Iterable[Doel], taal: str) -> list[Optie]:
    """The same for the select of the window: everything that fits, and what was refused though it fits, with why."""
    alle = list(doelen)
    past = {str(d.stand.plaats_id) for d in alle if d.stand.past or d.stand.rang}
    opties = []
    for d in doelen_beeld(alle, taal):
        if d.waarde in past:
            oordeel = d.label.lower() if d.oordeel != Oordeel.KAN else ""
            opties.append(Optie(d.waarde, " · ".join(x for x in (d.titel, d.onder, oordeel) if x)))
    return opties
