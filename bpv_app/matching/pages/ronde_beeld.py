"""What the coordinator's screen of one round shows, already in words."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_ronde import RondeTelling
from bpv_app.matching.queries_ronde_detail import AfspraakRij, Stap, VerzoekRij
from bpv_app.matching.rules_afspraak import AFSPRAAK_LABEL, VERZOEK_LABEL, VERZOEK_TOON, AfspraakSoort, VerzoekStatus
from bpv_app.matching.rules_ronde import RondeStatus
from bpv_app.matching.rules_toelating import waterval_tekst
from bpv_app.matching.service_openen import Opening
from bpv_app.matching.tables_ronde import Ronde

MAX_ZONDER = 50
WAT: dict[str, Tekst] = {
    "gemaakt": Tekst("Gemaakt", "Made"),
    "gewijzigd": Tekst("Gewijzigd", "Changed"),
    "openen": Tekst("Geopend", "Opened"),
    "laat_erbij": Tekst("Student na de opening toegevoegd", "Student added after the opening"),
    "sluiten": Tekst("Gesloten en geloot", "Closed and drawn"),
    "publiceren": Tekst("Uitslag gepubliceerd", "Result published"),
    "opnieuw_gepubliceerd": Tekst("Nieuwe uitslag na opnieuw rekenen", "New result after a re-run"),
    "in_dossiers": Tekst("Plaatsingen in dossiers gezet", "Placements put in dossiers"),
    "afronden": Tekst("Afgerond", "Finished"),
    "plaats_weg": Tekst("Plaats valt weg", "Place fell away"),
    "plaats_terug": Tekst("Plaats is terug", "Place is back"),
    "afspraak_vast": Tekst("Student vastgezet op een plaats", "Student locked to a place"),
    "afspraak_uitgesloten": Tekst("Plaats uitgesloten voor een student", "Place blocked for a student"),
    "afspraak_weg": Tekst("Afspraak weggehaald", "Agreement removed"),
    "rangschikken_open": Tekst("Bedrijven gevraagd om een volgorde", "Companies asked for an order"),
    "rangschikken_tot": Tekst("Bedrijven hebben langer of korter de tijd", "Other end for companies to order"),
    "rangschikken_dicht": Tekst("Op volgorde zetten eerder gesloten", "Ordering closed early"),
    "oordeel_akkoord": Tekst("Akkoord met 'past niet'", "Agreed with 'not suitable'"),
    "oordeel_telt_niet": Tekst("'Past niet' telt niet", "'Not suitable' does not count"),
    "verzoek_toegewezen": Tekst("Eigen plaats toegewezen", "Own place granted"),
    "verzoek_afgewezen": Tekst("Eigen plaats afgewezen", "Own place refused"),
}
"""The history in words; a test holds it beside what services write."""


@dataclass
class Teller:
    """A number with its words, leading to exactly these rows."""

    aantal: int
    label: str
    href: str
    toon: str = ""


@dataclass
class VerzoekKaart:
    """A request that waits, or was answered."""

    id: str
    student: str
    href: str
    bedrijf: str
    contact: str
    taken: str
    status: str
    toon: str
    antwoord: str
    wacht: bool


@dataclass
class AfspraakKaart:
    id: str
    student: str
    href: str
    soort: str
    toon: str
    plaats: str
    reden: str
    door: str


@dataclass
class Favoriet:
    plaats: str
    href: str
    plekken: int
    eerste: int
    totaal: int


@dataclass
class StapRegel:
    wat: str
    wanneer: str
    reden: str


@dataclass
class ZonderRegel:
    """A student for whom nothing fits, and why."""

    naam: str
    href: str
    waarom: str


def tellers(ronde_id: int, t: RondeTelling, status: RondeStatus, taal: str) -> list[Teller]:
    """The counters; each leads to the list that shows just these."""
    en = taal == "en"
    lijst = f"/rondes/studenten?ronde={ronde_id}"
    uit = [Teller(t.studenten, "students take part" if en else "studenten doen mee", lijst)]
    if status is RondeStatus.CONCEPT:
        return uit
    # Who can choose nothing is counted apart, and not as somebody who did nothing.
    niets = max(t.niets - t.zonder_mogelijkheid, 0)
    uit += [
        Teller(t.ingestuurd - t.gewijzigd, "sent in" if en else "ingestuurd", f"{lijst}&stand=ingestuurd", "success"),
        Teller(t.gewijzigd, "changed after that" if en else "daarna gewijzigd", f"{lijst}&stand=gewijzigd", "warning"),
        Teller(t.bezig, "busy" if en else "bezig", f"{lijst}&stand=bezig", "info"),
        Teller(niets, "nothing yet" if en else "nog niets", f"{lijst}&stand=niets", "error"),
        Teller(
            t.zonder_mogelijkheid,
            "no possible place" if en else "geen mogelijke plaats",
            f"{lijst}&stand=geen",
            "error",
        ),
        Teller(t.plekken, f"slots at {t.plaatsen} places" if en else f"plekken op {t.plaatsen} plaatsen", ""),
    ]
    if t.weggevallen:
        uit.append(Teller(t.weggevallen, "places fell away" if en else "plaatsen vielen weg", "", "warning"))
    return uit


def zin_van(ronde: Ronde, t: RondeTelling, taal: str) -> str:
    """The first line: where the round stands and what waits."""
    en = taal == "en"
    sluit = toon_moment(ronde.sluit_op, taal)
    match ronde.status:
        case RondeStatus.CONCEPT:
            return (
                f"{t.studenten} students would take part. Students see nothing until you open the round."
                if en
                else f"{t.studenten} studenten zouden meedoen. Studenten zien niets totdat je de ronde opent."
            )
        case RondeStatus.OPEN:
            weg = t.studenten - t.ingestuurd
            return (
                f"{t.ingestuurd} of {t.studenten} students sent in a list, {weg} did not. Closes {sluit}."
                if en
                else f"{t.ingestuurd} van {t.studenten} studenten stuurden een lijst in, {weg} nog niet. Sluit {sluit}."
            )
        case RondeStatus.GEPUBLICEERD | RondeStatus.AFGEROND:
            return (
                f"The result of {t.studenten} students is known: see places, answers and objections at Result."
                if en
                else f"De uitslag van {t.studenten} studenten is bekend. Wie welke plaats heeft, akkoord is of "
                "bezwaar maakt, staat bij Uitslag."
            )
        case _:
            return (
                f"Closed: {t.ingestuurd} of {t.studenten} students sent in a list. The lots are drawn."
                if en
                else f"Gesloten: {t.ingestuurd} van {t.studenten} studenten stuurden een lijst in. Er is geloot."
            )


def na_sluiting(ronde: Ronde, taal: str) -> str:
    """What comes after the closing, for the school."""
    en, delen = taal == "en", []
    if ronde.publiceert_op:
        op = toon_moment(ronde.publiceert_op, taal)
        delen.append(f"Result on {op}." if en else f"Uitslag op {op}.")
    if n := ronde.bezwaardagen:
        delen.append(f"{n} days to object." if en else f"{n} dagen om bezwaar te maken.")
    if ronde.moet_bevestigen:
        delen.append("Students confirm their place." if en else "Studenten bevestigen hun plaats.")
    return " ".join(delen)


def opening_zinnen(o: Opening, taal: str) -> list[str]:
    """The question before opening: what will be fixed, and who is left out."""
    en = taal == "en"
    uit = [
        f"{o.studenten} students take part. {o.plaatsen} places with {o.plekken} slots fit somebody."
        if en
        else f"{o.studenten} studenten doen mee. {o.plaatsen} plaatsen met {o.plekken} plekken passen bij iemand."
    ]
    if o.plekken < o.studenten:
        tekort = o.studenten - o.plekken
        uit.append(
            f"There are {tekort} slots fewer than students."
            if en
            else f"Er zijn {tekort} plekken minder dan studenten."
        )
    if o.rangschikkend is not None:
        r = o.rangschikkend
        uit.append(
            f"At {r} of these places the company will be asked to put its candidates in order."
            if en
            else f"Bij {r} van deze plaatsen vragen we het bedrijf om de kandidaten op volgorde te zetten."
        )
    if o.zonder:
        n = len(o.zonder)
        uit.append(
            f"For {n} {'student' if n == 1 else 'students'} no place fits:"
            if en
            else f"Voor {n} {'student' if n == 1 else 'studenten'} past geen enkele plaats:"
        )
    return uit


def ongeschikt_regels(o: Opening) -> list[str]:
    """Which places are out because the school finds the company not suitable, at most `MAX_ZONDER`."""
    return [f"{titel}, {bedrijf}: {reden}" for titel, bedrijf, reden in o.ongeschikt[:MAX_ZONDER]]


def elders_zin(o: Opening, taal: str) -> str:
    """A warning about places that two rounds would promise."""
    if not o.elders:
        return ""
    if taal == "en":
        return f"Mind: {o.elders} of these places are also in another round that is not finished."
    return f"Let op: {o.elders} van deze plaatsen zitten ook in een andere ronde die nog loopt."


def zonder_regels(o: Opening, taal: str) -> list[ZonderRegel]:
    """Those for whom nothing fits, at most `MAX_ZONDER`."""
    return [
        ZonderRegel(
            f"{z.naam or '#' + str(z.student_id)} {f'({z.klas})' if z.klas else ''}".strip(),
            f"/studenten/{z.student_id}",
            waterval_tekst(o.aanbod, z.waterval).in_taal(taal),
        )
        for z in o.zonder[:MAX_ZONDER]
    ]


def verzoek_kaart(v: VerzoekRij, taal: str) -> VerzoekKaart:
    return VerzoekKaart(
        str(v.id),
        f"{v.student} ({v.klas})" if v.klas else v.student,
        f"/studenten/{v.student_id}",
        ", ".join(x for x in (v.bedrijf, v.adres, v.woonplaats) if x),
        ", ".join(x for x in (v.contact, v.telefoon, v.email) if x),
        v.taken,
        VERZOEK_LABEL[v.status].in_taal(taal),
        VERZOEK_TOON[v.status],
        v.antwoord,
        v.status is VerzoekStatus.GEVRAAGD,
    )


def afspraak_kaart(a: AfspraakRij, taal: str) -> AfspraakKaart:
    return AfspraakKaart(
        str(a.id),
        a.student,
        f"/studenten/{a.student_id}",
        AFSPRAAK_LABEL[a.soort].in_taal(taal),
        "success" if a.soort is AfspraakSoort.VAST else "warning",
        f"{a.plaats}, {a.bedrijf}",
        a.reden,
        f"{a.door}, {toon_moment(a.op, taal)}",
    )


def stap_regel(s: Stap, taal: str) -> StapRegel:
    wat = WAT[s.wat].in_taal(taal) if s.wat in WAT else s.wat
    return StapRegel(wat, f"{toon_moment(s.op, taal)}, {s.door}", s.reden)
