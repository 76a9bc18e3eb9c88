"""What publishing a proposal asks and does: may it, who changes, which slot each gets. Values in, values out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_uitslag import OVERGANGEN, PlaatsingStap, PlaatsingStatus
from bpv_app.matching.rules_voorstel import VoorstelStatus

CONTROLE = "controle"
"""Where the proof of a proposal stands in its `verslag`; `MAG` in it says that it may be published (rule 7)."""
MAG = "publiceerbaar"
MAX_NAMEN = 8


class PublicerenKanNiet(DomeinFout):
    """Everything that stands in the way, at once."""

    http_status = 409

    def __init__(self, redenen: Collection[Tekst]) -> None:
        super().__init__(
            "publiceren_kan_niet",
            Tekst(
                "Publiceren kan niet. " + " ".join(r.nl for r in redenen),
                "This cannot be published. " + " ".join(r.en for r in redenen),
            ),
        )


GEEN_CONCEPT = Tekst("Dit voorstel is al gepubliceerd of vervallen.", "This proposal was published or has lapsed.")
IS_GEWIJZIGD = Tekst(
    "Sinds het rekenen is iets veranderd: met de hand, een afspraak of een plaats. Reken het voorstel opnieuw.",
    "Something changed since it was computed: by hand, a lock or block, or a place. Compute the proposal again.",
)
CONTROLE_FOUT = Tekst(
    "De controle van het voorstel zegt nee: er is ruil mogelijk of een plaats is te vol. Reken het opnieuw.",
    "The proposal's own check says no: students could swap, or a place is too full. Compute it again.",
)
BLOKKEREND = Tekst(
    "{n} keer hadden een student en een bedrijf elkaar liever gehad dan wat zij nu krijgen. In een ronde waarin "
    "bedrijven rangschikken mag dat niet. Reken het voorstel als Loting.",
    "{n} times a student and a company would rather have had each other. That may not be in a round in which companies "
    "order their candidates. Compute the proposal as Lottery.",
)
OPEN_OORDELEN = Tekst(
    "Beslis eerst over {n} keer „past niet“ van een bedrijf, op de pagina van de ronde.",
    "First decide about {n} × “not suitable” of a company, on the round's page.",
)
GEEN_HERHALING = Tekst(
    "Er is al een uitslag. Alleen een voorstel dat daarna opnieuw is gerekend, kan haar vervangen.",
    "There is a result already. Only a proposal that was computed again after it can replace it.",
)
ONVOLLEDIG = Tekst(
    "Niet elke deelnemer staat in het voorstel. Reken het opnieuw.",
    "Not every participant is in the proposal. Compute it again.",
)


@dataclass(frozen=True, slots=True)
class VoorstelStand:
    """What the guard looks at. `is_actueel`: the round still asks what this proposal answers; `uitslag`: the published
    proposal of the round and when, if there is one; `open_oordelen`: "not suitable" judgements without a decision."""

    id: int
    status: VoorstelStatus
    is_actueel: bool
    verslag: Mapping[str, Any]
    gerekend_op: datetime
    herhaling_van: int | None
    regels: int
    deelnemers: int
    uitslag: int | None = None
    uitslag_op: datetime | None = None
    open_oordelen: int = 0


def bezwaren_tegen(stand: VoorstelStand) -> tuple[Tekst, ...]:
    """Why this proposal may not be published; empty: it may. No check, or one that is not plainly good, is no."""
    if stand.status is not VoorstelStatus.CONCEPT:
        return (GEEN_CONCEPT,)
    redenen = []
    controle = stand.verslag.get(CONTROLE)
    if not stand.is_actueel:
        redenen.append(IS_GEWIJZIGD)
    elif not isinstance(controle, Mapping) or controle.get(MAG) is not True:
        blokkerend = controle.get("blokkerende_paren") if isinstance(controle, Mapping) else 0
        redenen.append(BLOKKEREND.vul(n=blokkerend) if blokkerend else CONTROLE_FOUT)
    if stand.open_oordelen:
        redenen.append(OPEN_OORDELEN.vul(n=stand.open_oordelen))
    if stand.regels != stand.deelnemers:
        redenen.append(ONVOLLEDIG)
    if stand.uitslag is not None and (
        stand.herhaling_van != stand.uitslag or stand.uitslag_op is None or stand.gerekend_op < stand.uitslag_op
    ):
        redenen.append(GEEN_HERHALING)
    return tuple(redenen)


@dataclass(frozen=True, slots=True)
class Regel:
    """A line of the proposal: participant, student, place (None: none) and the rank of that place."""

    ronde_student_id: int
    student_id: int
    plaats_id: int | None
    rang: int


@dataclass(frozen=True, slots=True)
class Huidig:
    """A placement that has not lapsed."""

    id: int
    ronde_student_id: int
    student_id: int
    plaats_id: int
    status: PlaatsingStatus


@dataclass(frozen=True, slots=True)
class Verschil:
    """What publishing changes: placements that lapse, lines that become one, and those that cannot change any more."""

    vervalt: tuple[Huidig, ...] = ()
    nieuw: tuple[Regel, ...] = ()
    zonder: tuple[Regel, ...] = ()
    vast: tuple[Huidig, ...] = field(default=())


def vergelijk(regels: Iterable[Regel], huidig: Iterable[Huidig]) -> Verschil:
    """Compare a proposal with what students have now. Who keeps the place is in none of the lists.

    `zonder`: has no place in the proposal and (still or now) none at all. `vast`: would change, but the table of
    `rules_uitslag` has no step for it (an open objection, or in a dossier already).
    """
    nu = {h.ronde_student_id: h for h in huidig}
    vervalt: list[Huidig] = []
    vast: list[Huidig] = []
    nieuw: list[Regel] = []
    zonder: list[Regel] = []
    for r in regels:
        oud = nu.get(r.ronde_student_id)
        if oud is not None and oud.plaats_id == r.plaats_id:
            continue
        if oud is not None:
            mag = oud.status in OVERGANGEN[PlaatsingStap.HERHALEN].van
            (vervalt if mag else vast).append(oud)
        (zonder if r.plaats_id is None else nieuw).append(r)
    return Verschil(tuple(vervalt), tuple(nieuw), tuple(zonder), tuple(vast))


def vast_tekst(vast: Sequence[Huidig]) -> Tekst | None:
    """Why these cannot change."""
    if not vast:
        return None
    bezwaar = sum(h.status is PlaatsingStatus.BEZWAAR for h in vast)
    dossier = len(vast) - bezwaar
    nl, en = [], []
    if bezwaar:
        nl.append(f"Een andere plaats voor {bezwaar} met een open bezwaar: beantwoord dat eerst.")
        en.append(f"Another place for {bezwaar} with an open objection: answer that first.")
    if dossier:
        nl.append(f"Een andere plaats voor {dossier} die al in een dossier staat: zet die vast in het voorstel.")
        en.append(f"Another place for {dossier} in a dossier already: lock those in the proposal.")
    return Tekst(" ".join(nl), " ".join(en))


@dataclass(frozen=True, slots=True)
class Plek:
    """A slot for a student."""

    plaats_id: int
    student_id: int
    nummer: int


def verdeel(
    aantal: Mapping[int, int], bezet: Mapping[int, Collection[int]], wensen: Iterable[tuple[int, int]]
) -> tuple[list[Plek], dict[int, int]]:
    """Give each (place, student) the lowest free number of 1 … `aantal`; also how many are short per place."""
    vrij = {p: iter(sorted(set(range(1, n + 1)) - set(bezet.get(p, ())))) for p, n in aantal.items()}
    plekken: list[Plek] = []
    tekort: dict[int, int] = {}
    for plaats_id, student_id in wensen:
        nummer = next(vrij.get(plaats_id, iter(())), None)
        if nummer is None:
            tekort[plaats_id] = tekort.get(plaats_id, 0) + 1
        else:
            plekken.append(Plek(plaats_id, student_id, nummer))
    return plekken, tekort


def noem(namen: Iterable[str]) -> str:
    """The first few names, and how many more."""
    alle = sorted(set(namen))
    meer = len(alle) - MAX_NAMEN
    return ", ".join(alle[:MAX_NAMEN]) + (f" (+{meer})" if meer > 0 else "")
