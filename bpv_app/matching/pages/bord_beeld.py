"""What the board shows, in the person's language: plain values for the browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_bord import Bord, BordPlaats, Kaart, Keuze, RondeKop, Stapje, VoorstelKop, Waarom
from bpv_app.matching.queries_tekort import Tekort
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_ronde import STATUS_LABEL, STATUS_TOON
from bpv_app.matching.rules_uitleg import DOEL_LABEL, MODUS_LABEL
from bpv_app.matching.rules_voorstel import GROND_LABEL, STAP_LABEL, VOORSTEL_LABEL, VOORSTEL_TOON, VoorstelStatus
from bpv_app.matching.verklaring import reden_zin, uitleg_zin


@dataclass
class VoorstelBeeld:
    """A proposal in a list."""

    id: int
    titel: str
    status: str
    toon: str
    cijfers: str
    gerekend: str
    href: str


@dataclass
class RondeBeeld:
    """A round with its proposals. `kan`: a proposal can be computed now."""

    id: int
    naam: str
    status: str
    toon: str
    kan: bool
    modus: str
    doel: str
    voorstellen: list[VoorstelBeeld] = field(default_factory=list)


@dataclass
class KaartBeeld:
    """A student. `merken`: why here, in a word or two."""

    id: int
    naam: str
    onder: str
    merk: str
    toon: str
    veranderd: str
    reden: str = ""


@dataclass
class PlaatsBeeld:
    """A place on the board."""

    id: int
    titel: str
    bedrijf: str
    bezet: str
    toon: str
    kaarten: list[KaartBeeld] = field(default_factory=list)


@dataclass
class CijferBeeld:
    """A row of figures: a label and its numbers as text."""

    label: str
    hier: str
    ander: str = ""
    delen: str = ""


@dataclass
class KeuzeBeeld:
    """A place for one student. `waarde`: what moving there is called in a form."""

    id: int
    rang: str
    titel: str
    vrij: str
    uitleg: str
    is_hier: bool
    is_uitgesloten: bool


@dataclass
class WieBeeld:
    """The student of the open window. `vast_id` 0: no lock."""

    id: int = 0
    naam: str = ""
    onder: str = ""
    reden: str = ""
    is_gepind: bool = False
    vast_id: int = 0


@dataclass
class HelperBeeld:
    tekst: str
    href: str


@dataclass
class TekortBeeld:
    """A shortage in words, with the companies that could help."""

    tekst: str
    helpers: list[HelperBeeld] = field(default_factory=list)


@dataclass
class StapjeBeeld:
    tekst: str
    reden: str


def modus_tekst(modus: Modus, doel: Doel) -> Tekst:
    """`Garantie`, or `Optimaal: zo veel mogelijk eerste keuzes`."""
    if modus is not Modus.OPTIMAAL:
        return MODUS_LABEL[modus]
    return Tekst(
        f"{MODUS_LABEL[modus].nl}: {DOEL_LABEL[doel].nl.lower()}",
        f"{MODUS_LABEL[modus].en}: {DOEL_LABEL[doel].en.lower()}",
    )


def voorstel_titel(kop: VoorstelKop) -> Tekst:
    """`Voorstel 2 (na publicatie)`."""
    na = Tekst(" na publicatie", " after publication") if kop.is_herhaling else Tekst("", "")
    return Tekst(f"Voorstel {kop.nummer}{na.nl}", f"Proposal {kop.nummer}{na.en}")


def _cijfers(kop: VoorstelKop) -> Tekst:
    v, profiel = kop.verslag, kop.verslag.get("profiel", [])
    eerste, top3 = (profiel[0] if len(profiel) > 1 else 0), sum(profiel[:-1][:3])
    return Tekst(
        f"{v.get('geplaatst', 0)} van {v.get('studenten', 0)} geplaatst · 1e keuze {eerste} · top 3 {top3}",
        f"{v.get('geplaatst', 0)} of {v.get('studenten', 0)} placed · 1st choice {eerste} · top 3 {top3}",
    )


def voorstel_beeld(kop: VoorstelKop, taal: str) -> VoorstelBeeld:
    """A proposal in words."""
    wijze = modus_tekst(kop.modus, kop.doel).in_taal(taal)
    gerekend = Tekst(
        f"Gerekend {toon_moment(kop.gerekend_op)} · {kop.gemaakt_door}",
        f"Computed {toon_moment(kop.gerekend_op, 'en')} · {kop.gemaakt_door}",
    )
    return VoorstelBeeld(
        id=kop.id,
        titel=f"{voorstel_titel(kop).in_taal(taal)} · {wijze}",
        status=VOORSTEL_LABEL[kop.status].in_taal(taal),
        toon=VOORSTEL_TOON[kop.status],
        cijfers=_cijfers(kop).in_taal(taal),
        gerekend=gerekend.in_taal(taal),
        href=f"/matching/{kop.id}",
    )


def ronde_beeld(ronde: RondeKop, taal: str, *, kan: bool) -> RondeBeeld:
    """A round in words."""
    return RondeBeeld(
        id=ronde.id,
        naam=ronde.naam,
        status=STATUS_LABEL[ronde.status].in_taal(taal),
        toon=STATUS_TOON[ronde.status],
        kan=kan,
        modus=ronde.modus.value,
        doel=ronde.doel.value,
        voorstellen=[voorstel_beeld(v, taal) for v in ronde.voorstellen],
    )


def merk(kaart: Kaart) -> tuple[Tekst, str]:
    """What a card says about its place: the choice it is, and who put it there."""
    if kaart.plaats_id is None:
        return Tekst("Geen plaats", "No place"), "warning"
    if kaart.vast_id:
        return Tekst("Vast", "Locked"), "info"
    keuze = (
        Tekst(f"{kaart.rang}e keuze", f"choice {kaart.rang}") if kaart.rang else Tekst("Niet op lijst", "Not listed")
    )
    if kaart.is_gepind:
        return Tekst(f"{keuze.nl} · met de hand", f"{keuze.en} · by hand"), "info"
    return keuze, "success" if kaart.rang == 1 else "" if kaart.rang else "warning"


def kaart_beeld(kaart: Kaart, taal: str, namen: dict[int, str]) -> KaartBeeld:
    """A card. `namen`: titles of places, for where the student was before."""
    tekst, toon = merk(kaart)
    was = ""
    if kaart.is_veranderd:
        was = namen.get(kaart.vorige or 0, "") or ("no place" if taal == "en" else "geen plaats")
        was = f"was: {was}"
    return KaartBeeld(
        id=kaart.deelnemer_id,
        naam=kaart.naam,
        onder=" · ".join(d for d in (kaart.klas, f"lot {kaart.lot}") if d),
        merk=tekst.in_taal(taal),
        toon=toon,
        veranderd=was,
        reden=reden_zin(kaart.reden, kaart.getallen).in_taal(taal) if kaart.plaats_id is None else "",
    )


def plaats_beeld(plaats: BordPlaats, taal: str, namen: dict[int, str]) -> PlaatsBeeld:
    """A place with its cards."""
    n = len(plaats.kaarten)
    bezet = Tekst(f"{n} van {plaats.plekken} plekken", f"{n} of {plaats.plekken} slots")
    if plaats.is_weg:
        bezet = Tekst("Ingetrokken", "Withdrawn")
    toon = "error" if plaats.is_weg or n > plaats.plekken else "success" if n == plaats.plekken else ""
    return PlaatsBeeld(
        id=plaats.id,
        titel=plaats.titel,
        bedrijf=", ".join(d for d in (plaats.bedrijf, plaats.woonplaats) if d),
        bezet=bezet.in_taal(taal),
        toon=toon,
        kaarten=[kaart_beeld(k, taal, namen) for k in plaats.kaarten],
    )


def zoek(bord: Bord, tekst: str, *, veranderd: bool, vrij: bool) -> list[BordPlaats]:
    """The places that have the text in their name or among their students, and what else was asked for."""
    naald = tekst.strip().casefold()

    def past(plaats: BordPlaats) -> bool:
        hooi = [plaats.titel, plaats.bedrijf, plaats.woonplaats, *(f"{k.naam} {k.klas}" for k in plaats.kaarten)]
        return (
            (not naald or any(naald in h.casefold() for h in hooi))
            and (not veranderd or any(k.is_veranderd for k in plaats.kaarten))
            and (not vrij or plaats.vrij > 0)
        )

    return [p for p in bord.plaatsen if past(p)]


def eerste_zin(bord: Bord) -> Tekst:
    """How many have a place, how many not, and how many the first choice."""
    alle, zonder = len(bord.kaarten), len(bord.zonder)
    eerste = sum(k.rang == 1 for k in bord.kaarten)
    return Tekst(
        f"{alle - zonder} van de {alle} studenten hebben een plaats, {eerste} kregen de eerste keuze. "
        + ("Iedereen is geplaatst." if not zonder else f"{zonder} nog zonder plaats."),
        f"{alle - zonder} of {alle} students have a place, {eerste} got the first choice. "
        + ("Everybody is placed." if not zonder else f"{zonder} without a place."),
    )


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


def stap_beeld(stap: Stapje, taal: str) -> StapjeBeeld:
    """A line of the history."""
    aantal = "" if not stap.aantal else f" ({stap.aantal})"
    return StapjeBeeld(
        f"{toon_moment(stap.op, taal)} · {STAP_LABEL[stap.soort].in_taal(taal)}{aantal} · {stap.door}", stap.reden
    )


def keuzes_beeld(waarom: Waarom, keuzes: Iterable[Keuze], taal: str) -> list[KeuzeBeeld]:
    """The places of one student with the sentence that goes with each."""
    hier = waarom.kaart.plaats_id
    uit = []
    for k in keuzes:
        vrij = Tekst(f"{k.vrij} vrij", f"{k.vrij} free") if k.vrij else Tekst("vol", "full")
        if k.is_weg:
            vrij = Tekst("ingetrokken", "withdrawn")
        delen = [vrij.in_taal(taal)] + ([f"{k.km:.0f} km"] if k.km is not None else [])
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
                is_uitgesloten=bool(k.uitgesloten_id),
            )
        )
    return uit


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


def tekort_beeld(tekort: Tekort, taal: str) -> TekortBeeld:
    """`6 plekken te weinig voor 25998, rond Leiden`."""
    n = tekort.studenten
    rond = Tekst(f", rond {tekort.rond}", f", around {tekort.rond}") if tekort.rond else Tekst("", "")
    tekst = Tekst(
        f"{n} {'plek' if n == 1 else 'plekken'} te weinig voor {tekort.crebo}{rond.nl}",
        f"{n} {'slot' if n == 1 else 'slots'} short for {tekort.crebo}{rond.en}",
    )
    return TekortBeeld(
        tekst.in_taal(taal),
        [
            HelperBeeld(
                ", ".join(d for d in (h.naam, h.woonplaats) if d) + (f" ({h.km:.0f} km)" if h.km is not None else ""),
                f"/leerbedrijven/{h.leerbedrijf_id}",
            )
            for h in tekort.helpers
        ],
    )


def als_query(vraag: dict[str, str]) -> str:
    """The filter as the end of an address."""
    return f"?{urlencode(vraag)}" if vraag else ""


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


def is_concept(bord: Bord) -> bool:
    """Whether the proposal may still change."""
    return bord.kop.status is VoorstelStatus.CONCEPT
