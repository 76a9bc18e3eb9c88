"""The figures of a board in the person's language: profile, teams, differences, shortages, the proof."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.kernel.tekst import Tekst
from bpv_app.ligging.rules import toon_km
from bpv_app.matching.queries_bord import Bord
from bpv_app.matching.queries_matching import VoorstelKop
from bpv_app.matching.queries_tekort import Tekort


@dataclass
class CijferBeeld:
    """A row of figures: a label and its numbers as text."""

    label: str
    hier: str
    ander: str = ""
    delen: str = ""


@dataclass
class HelperBeeld:
    tekst: str
    href: str


@dataclass
class TekortBeeld:
    """A shortage in words, with the companies that could help."""

    tekst: str
    helpers: list[HelperBeeld] = field(default_factory=list)


def profiel_regels(kop: VoorstelKop, taal: str) -> list[CijferBeeld]:
    """Per choice how many got it, here and in the profile with most first choices: the price of what was chosen."""
    hier, optimum = kop.verslag.get("profiel", []), kop.verslag.get("optimum", [])
    regels = []
    for n in range(max(len(hier), len(optimum)) - 1):
        label = f"choice {n + 1}" if taal == "en" else f"{n + 1}e keuze"
        regels.append(CijferBeeld(label, _op(hier[:-1], n), _op(optimum[:-1], n)))
    buiten = "not on the list" if taal == "en" else "niet op de lijst"
    regels.append(CijferBeeld(buiten, str(hier[-1]) if hier else "0", str(optimum[-1]) if optimum else "0"))
    return [r for r in regels if r.hier != "0" or r.ander != "0"]


def _op(rij: list[int], n: int) -> str:
    return str(rij[n]) if n < len(rij) else "0"


def team_regels(bord: Bord) -> list[CijferBeeld]:
    """Per team: placed of all, first choice, top 3."""
    return [
        CijferBeeld(t.team or "–", f"{t.geplaatst} / {t.studenten}", str(t.eerste), str(t.top3)) for t in bord.teams
    ]


def verschil_regels(hier: Bord, ander: Bord, taal: str) -> list[CijferBeeld]:
    """Who has another place in the other proposal: name, here, there."""
    namen = {p.id: f"{p.titel}, {p.bedrijf}" for p in (*hier.plaatsen, *ander.plaatsen)}
    geen = "no place" if taal == "en" else "geen plaats"
    daar = {k.deelnemer_id: k for k in ander.kaarten}
    return [
        CijferBeeld(
            k.naam,
            _met_rang(namen.get(k.plaats_id or 0, geen), k.rang),
            _met_rang(namen.get(daar[k.deelnemer_id].plaats_id or 0, geen), daar[k.deelnemer_id].rang),
        )
        for k in sorted(hier.kaarten, key=lambda k: k.naam)
        if k.deelnemer_id in daar and daar[k.deelnemer_id].plaats_id != k.plaats_id
    ]


def _met_rang(naam: str, rang: int) -> str:
    return f"{naam} ({rang})" if rang else naam


def tekort_beeld(tekort: Tekort, taal: str) -> TekortBeeld:
    """`6 plekken te weinig voor 25998, rond Leiden`."""
    n = tekort.studenten
    rond = Tekst(f", rond {tekort.rond}", f", around {tekort.rond}") if tekort.rond else Tekst("", "")
    opleiding = f"{tekort.opleiding} ({tekort.crebo})" if tekort.opleiding else tekort.crebo
    tekst = Tekst(
        f"{n} {'plek' if n == 1 else 'plekken'} te weinig voor {opleiding}{rond.nl}",
        f"{n} {'slot' if n == 1 else 'slots'} short for {opleiding}{rond.en}",
    )
    return TekortBeeld(
        tekst.in_taal(taal),
        [
            HelperBeeld(
                ", ".join(d for d in (h.naam, h.woonplaats) if d)
                + (f" ({toon_km(h.km, taal)})" if h.km is not None else ""),
                f"/leerbedrijven/{h.leerbedrijf_id}",
            )
            for h in tekort.helpers
        ],
    )


def controle_regels(kop: VoorstelKop, taal: str) -> list[str]:
    """What was checked, in sentences: the proof that goes with the proposal."""
    v, c = kop.verslag, kop.verslag.get("controle", {})
    if not c:
        return []
    teksten = [
        Tekst(
            f"{v['geplaatst']} geplaatst; meer dan {v['maximum']} kan niet met deze plaatsen en afspraken.",
            f"{v['geplaatst']} placed; more than {v['maximum']} is not possible with these places and agreements.",
        ),
        Tekst("Geen plaats heeft meer studenten dan plekken.", "No place has more students than slots.")
        if not c["over_capaciteit"]
        else Tekst(f"{c['over_capaciteit']} plaatsen zijn te vol.", f"{c['over_capaciteit']} places are too full."),
        Tekst("Geen twee studenten zouden allebei willen ruilen.", "No two students would both want to swap.")
        if not c["ruilparen"]
        else Tekst(
            f"{c['ruilparen']} paren studenten zouden allebei willen ruilen: zo kan dit niet gepubliceerd worden.",
            f"{c['ruilparen']} pairs of students would both want to swap: this cannot be published.",
        ),
    ]
    if kop.is_herhaling:
        n = c["gewijzigd"]
        teksten.append(
            Tekst(
                f"{n} studenten krijgen iets anders dan er gepubliceerd is.",
                f"{n} students get something else than what was published.",
            )
        )
    return [x.in_taal(taal) for x in teksten]
