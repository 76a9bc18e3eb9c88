"""The report as the screen shows it, in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpv_app.dossier.rules_momenten import DEELNEMER_LABEL, Deelnemer
from bpv_app.gesprek.queries_verslag import AfspraakRegel, KopieRegel, ReactieRegel, VerslagDetail
from bpv_app.gesprek.rules import MomentStatus
from bpv_app.gesprek.rules_verslag import (
    AFSPRAAK_LABEL,
    ANTWOORD_LABEL,
    REACTIE_LABEL,
    SCHAAL,
    WIJZIGING_LABEL,
    ReactieSoort,
    VerslagStatus,
    Vraag,
    VraagSoort,
)
from bpv_app.gesprek.rules_zorgvierkant import LICHT_LABEL, LICHT_TOON, VERLOOP_LABEL, Kwadrant, Licht, verloop
from bpv_app.gesprek.service_zorg import ZorgDetail
from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.lijst import Optie

NIET_BESPROKEN = Tekst("Niet besproken", "Not talked about")


@dataclass
class VraagBeeld:
    """A question with its answer. `op_rij`: the choices stand beside each other."""

    sleutel: str = ""
    tekst: str = ""
    waarde: str = ""
    is_tekst: bool = True
    op_rij: bool = False
    alleen_school: bool = False
    verplicht: bool = False
    keuzes: list[Optie] = field(default_factory=list)


@dataclass
class AfspraakBeeld:
    id: int
    kop: str
    tekst: str
    klaar: bool
    is_eerder: bool


@dataclass
class ReactieBeeld:
    wie: str
    wat: str
    toon: str
    tekst: str
    op: str


@dataclass
class WijzigingBeeld:
    soort: str
    wat: str


@dataclass
class KopieBeeld:
    kop: str
    wijzigingen: list[WijzigingBeeld] = field(default_factory=list)
    reacties: list[ReactieBeeld] = field(default_factory=list)


@dataclass
class KwadrantBeeld:
    """One quadrant to fill in."""

    nummer: str
    naam: str
    licht: str
    notitie: str


@dataclass
class LichtBeeld:
    """A light in the trend: in words, coloured as well."""

    tekst: str
    toon: str
    notitie: str


@dataclass
class VerloopBeeld:
    """A quadrant over the conversations."""

    naam: str
    lichten: list[LichtBeeld] = field(default_factory=list)


def keuzes_van(vraag: Vraag, taal: str) -> list[Optie]:
    """The answers a question can have; none for free text."""
    if vraag.soort is VraagSoort.SCHAAL:
        ends = {"1": Tekst("1 (slecht)", "1 (bad)"), "5": Tekst("5 (heel goed)", "5 (very good)")}
        return [Optie(n, ends[n].in_taal(taal) if n in ends else n) for n in SCHAAL]
    if vraag.soort is VraagSoort.JA_NEE:
        return [Optie(waarde, label.in_taal(taal)) for waarde, label in ANTWOORD_LABEL.items()]
    return [Optie(keuze, keuze) for keuze in vraag.keuzes]


def vraag_beeld(vraag: Vraag, antwoord: str, taal: str) -> VraagBeeld:
    """A question on the screen."""
    return VraagBeeld(
        vraag.sleutel,
        vraag.in_taal(taal),
        antwoord,
        vraag.soort is VraagSoort.TEKST,
        vraag.soort is not VraagSoort.KEUZE,
        vraag.alleen_school,
        vraag.verplicht,
        keuzes_van(vraag, taal),
    )


def afspraak_kop(a: AfspraakRegel, taal: str) -> str:
    """`Afspraak, student, vóór 12 mrt 2027, uit Startgesprek`."""
    delen = [AFSPRAAK_LABEL[a.soort].in_taal(taal), DEELNEMER_LABEL[a.eigenaar].in_taal(taal).lower()]
    if a.voor:
        delen.append(Tekst("vóór ", "before ").in_taal(taal) + toon_datum(a.voor, taal))
    if a.is_eerder:
        delen.append(Tekst("uit ", "from ").in_taal(taal) + a.uit)
    return ", ".join(delen)


def afspraak_beeld(a: AfspraakRegel, taal: str) -> AfspraakBeeld:
    """An agreement on the screen."""
    return AfspraakBeeld(a.id, afspraak_kop(a, taal), a.tekst, a.klaar, a.is_eerder)


def reactie_beeld(r: ReactieRegel, taal: str) -> ReactieBeeld:
    """What somebody said."""
    return ReactieBeeld(
        f"{r.naam} ({DEELNEMER_LABEL[r.deelnemer].in_taal(taal).lower()})",
        REACTIE_LABEL[r.soort].in_taal(taal),
        "success" if r.soort is ReactieSoort.AKKOORD else "warning",
        r.tekst,
        toon_moment(r.op, taal),
    )


def wijziging_beelden(wijzigingen: Sequence[tuple[str, str]], taal: str) -> list[WijzigingBeeld]:
    """What changed since the version before."""
    return [WijzigingBeeld(WIJZIGING_LABEL[soort].in_taal(taal), wat) for soort, wat in wijzigingen]


def kopie_beeld(k: KopieRegel, taal: str) -> KopieBeeld:
    """A shared version."""
    kop = Tekst(
        f"Versie {k.nummer}, gedeeld op {toon_moment(k.gedeeld_op)} door {k.gedeeld_door}",
        f"Version {k.nummer}, shared on {toon_moment(k.gedeeld_op, 'en')} by {k.gedeeld_door}",
    )
    return KopieBeeld(
        kop.in_taal(taal), wijziging_beelden(k.wijzigingen, taal), [reactie_beeld(r, taal) for r in k.reacties]
    )


def stand_zin(d: VerslagDetail, taal: str) -> str:
    """The screen's first line: of whom, and where the report stands."""
    wie = ", ".join(deel for deel in (d.moment.student, d.leerbedrijf) if deel)
    if not d.mag_schrijven:
        stand = Tekst("Dit verslag verandert niet meer.", "This report does not change any more.")
    elif d.status is VerslagStatus.GEDEELD and d.is_gewijzigd:
        stand = Tekst(
            "Gedeeld, en daarna gewijzigd. Deel het opnieuw als student en bedrijf dit moeten weten.",
            "Shared, and changed since. Share it again when student and company have to know.",
        )
    elif d.status is VerslagStatus.GEDEELD:
        stand = Tekst("Gedeeld met student en bedrijf.", "Shared with student and company.")
    else:
        stand = Tekst("Nog niet gedeeld.", "Not shared yet.")
    return f"{wie.removesuffix('.')}. {stand.in_taal(taal)}"


def gehouden_zin(d: VerslagDetail, taal: str) -> str:
    """When it was and who was there; empty when that is not recorded."""
    m = d.moment
    if m.status is not MomentStatus.GEHOUDEN:
        return ""
    namen = ", ".join(DEELNEMER_LABEL[Deelnemer(a)].in_taal(taal).lower() for a in m.aanwezig)
    return Tekst(
        f"Gehouden op {toon_datum(m.gehouden_op)} met {namen}.",
        f"Held on {toon_datum(m.gehouden_op, 'en')} with {namen}.",
    ).in_taal(taal)


def kwadrant_beelden(kwadranten: Sequence[Kwadrant]) -> list[KwadrantBeeld]:
    """The quadrants to fill in."""
    return [
        KwadrantBeeld(str(n), k.naam, k.licht.value if k.licht else "", k.notitie) for n, k in enumerate(kwadranten, 1)
    ]


def licht_beeld(licht: Licht | None, eerder: Licht | None, notitie: str, taal: str, *, eerste: bool) -> LichtBeeld:
    """A light with what it did since the conversation before."""
    if licht is None:
        return LichtBeeld(NIET_BESPROKEN.in_taal(taal), "", notitie)
    tekst = LICHT_LABEL[licht].in_taal(taal)
    if not eerste and eerder is not None:
        tekst = f"{tekst} ({VERLOOP_LABEL[verloop(eerder, licht)].in_taal(taal)})"
    return LichtBeeld(tekst, LICHT_TOON[licht], notitie)


def verloop_beelden(d: ZorgDetail, taal: str) -> tuple[list[str], list[VerloopBeeld]]:
    """The trend: a column per conversation, a row per quadrant under the name it has now."""
    koppen = [f"{r.moment}, {toon_datum(r.op, taal)}" for r in d.verloop]
    rijen = []
    for n, kwadrant in enumerate(d.kwadranten):
        reeks = [r.kwadranten[n] for r in d.verloop]
        rijen.append(
            VerloopBeeld(
                kwadrant.naam,
                [
                    licht_beeld(k.licht, reeks[i - 1].licht if i else None, k.notitie, taal, eerste=i == 0)
                    for i, k in enumerate(reeks)
                ],
            )
        )
    return koppen, rijen
