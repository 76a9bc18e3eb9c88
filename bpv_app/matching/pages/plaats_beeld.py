"""A place as the browser shows it: facts, cards, who holds the slots, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.ligging.rules import toon_km
from bpv_app.matching.queries_aanbod import AanbodKop
from bpv_app.matching.queries_plaats import Telling
from bpv_app.matching.queries_plaats_detail import PlaatsDetail
from bpv_app.matching.queries_plaats_regels import PlaatsRegel
from bpv_app.matching.rules_plaats import (
    CLAIM_LABEL,
    GEBEURTENIS_LABEL,
    HERKOMST_LABEL,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    STATUS_TOON,
    ClaimSoort,
    PlaatsStatus,
)
from bpv_app.matching.rules_plaats_invoer import toon_bedrag
from bpv_app.matching.rules_plaats_stap import Stap, vraag_bij
from bpv_app.matching.rules_plaats_tonen import (
    toon_dagen,
    toon_eisen,
    toon_leerweg,
    toon_niveau,
    toon_periode,
    toon_plekken,
)

MIJN_PLEK = {
    ClaimSoort.GERESERVEERD: Tekst("Voor jou gereserveerd", "Reserved for you"),
    ClaimSoort.BEZET: Tekst("Dit is jouw plek", "This is your place"),
}


@dataclass
class Feit:
    """A label with its value."""

    label: str
    waarde: str


@dataclass
class PlaatsKaart:
    """A place as a card, for a student or a company."""

    id: str
    href: str
    titel: str
    bedrijf: str
    waar: str
    plekken: str
    plek_toon: str
    taken: str
    status: str
    toon: str
    mijn: str
    feiten: list[Feit] = field(default_factory=list)


@dataclass
class StapBeeld:
    """A step that may be taken now; `vraag` names the consequence."""

    naam: str
    label: str
    vraag: str
    met_reden: bool
    hoofd: bool


@dataclass
class ClaimBeeld:
    """A slot that is held."""

    student_id: str
    naam: str
    href: str
    soort: str
    toon: str
    wanneer: str
    is_gereserveerd: bool
    is_eigen: bool


@dataclass
class GebeurtenisBeeld:
    wanneer: str
    door: str
    tekst: str


def _waar(r: PlaatsRegel, taal: str) -> str:
    return " · ".join(deel for deel in (r.woonplaats, toon_km(r.km, taal)) if deel)


def _als_gevuld(paren: Sequence[tuple[Tekst, str]], taal: str) -> list[Feit]:
    return [Feit(label.in_taal(taal), waarde) for label, waarde in paren if waarde]


def kaart_feiten(r: PlaatsRegel, taal: str) -> list[Feit]:
    """What matters on a card; what was not said is left out."""
    return _als_gevuld(
        (
            (Tekst("Wanneer", "When"), toon_periode(r.van, r.tot).in_taal(taal)),
            (Tekst("Dagen", "Days"), toon_dagen(r.dagen, r.dagen_per_week).in_taal(taal)),
            (Tekst("Je moet", "You need"), toon_eisen(r.min_leeftijd, r.rijbewijs).in_taal(taal)),
            (Tekst("Vergoeding", "Allowance"), _per_maand(r.vergoeding, taal)),
        ),
        taal,
    )


def _per_maand(centen: int | None, taal: str) -> str:
    return toon_bedrag(centen) + Tekst(" per maand", " a month").in_taal(taal) if centen else ""


def plaats_kaart(r: PlaatsRegel, taal: str, mijn: ClaimSoort | None = None) -> PlaatsKaart:
    """The card in the person's language."""
    return PlaatsKaart(
        id=str(r.id),
        href=f"/plaatsen/{r.id}",
        titel=r.titel,
        bedrijf=r.bedrijf,
        waar=_waar(r, taal),
        plekken=toon_plekken(r.bezetting, r.status).in_taal(taal),
        plek_toon="success" if r.open else "",
        taken=r.taken,
        status=STATUS_LABEL[r.status].in_taal(taal),
        toon=STATUS_TOON[r.status],
        mijn=MIJN_PLEK[mijn].in_taal(taal) if mijn else "",
        feiten=kaart_feiten(r, taal),
    )


def feiten(d: PlaatsDetail, taal: str) -> list[Feit]:
    """All facts of a place; what was not said is left out.

    A student is not told who brought it in, and who guides only once there is a slot: a name is personal data.
    """
    r = d.regel
    begeleider = "" if d.is_student and d.mijn is None else r.opleider
    adres = ", ".join(
        deel
        for deel in (r.locatie, f"{r.straat} {r.huisnummer}".strip(), f"{toon_postcode(r.postcode)} {r.woonplaats}")
        if deel.strip()
    )
    opleidingen = ", ".join(f"{o.naam} ({o.crebo})" if o.naam else o.crebo for o in r.opleidingen)
    ja = Tekst("ja", "yes").in_taal(taal)
    door = (
        f"{HERKOMST_LABEL[r.herkomst].in_taal(taal)}: {r.aangemaakt_door}, {toon_datum(r.aangemaakt_op.date(), taal)}"
    )
    paren = [
        (Tekst("Adres", "Address"), " · ".join(deel for deel in (adres, toon_km(r.km, taal)) if deel)),
        (Tekst("Wanneer", "When"), toon_periode(r.van, r.tot).in_taal(taal)),
        (Tekst("Plekken", "Slots"), toon_plekken(r.bezetting, r.status).in_taal(taal)),
        (Tekst("Opleidingen", "Programmes"), opleidingen),
        (Tekst("Leerweg", "Learning route"), toon_leerweg(r.leerweg).in_taal(taal)),
        (Tekst("Niveau", "Level"), toon_niveau(r.niveau_min, r.niveau_max)),
        (Tekst("Dagen", "Days"), toon_dagen(r.dagen, r.dagen_per_week).in_taal(taal)),
        (Tekst("Eisen", "Requirements"), toon_eisen(r.min_leeftijd, r.rijbewijs).in_taal(taal)),
        (Tekst("Vergoeding", "Allowance"), _per_maand(r.vergoeding, taal)),
        (Tekst("Begeleider", "Supervisor"), begeleider),
    ]
    if not d.is_student:
        paren += [
            (Tekst("Hoogstens gekozen door", "Chosen by at most"), str(r.max_keuzes or "")),
            (Tekst("Bedrijf kiest de volgorde", "Company orders the candidates"), ja if r.bedrijf_rangschikt else ""),
            (Tekst("Ingebracht", "Brought in"), door),
        ]
    return _als_gevuld(paren, taal)


def zin(d: PlaatsDetail) -> Tekst:
    """The first line: how it stands, in words."""
    r, b = d.regel, d.regel.bezetting
    if d.is_student:
        plekken = toon_plekken(b, r.status)
        mijn = MIJN_PLEK[d.mijn] if d.mijn else None
        nl, en = (f"{getattr(mijn, taal)}. " if mijn else "" for taal in ("nl", "en"))
        return Tekst(f"{nl}{r.bedrijf}: {plekken.nl}.", f"{en}{r.bedrijf}: {plekken.en}.")
    if r.status is PlaatsStatus.INGETROKKEN and b.vergeven:
        n = b.vergeven
        return Tekst(
            f"Ingetrokken, maar {n} {'student heeft' if n == 1 else 'studenten hebben'} er nog een plek. De school "
            "zoekt een vervangende plek.",
            f"Withdrawn, but {n} {'student still has' if n == 1 else 'students still have'} a slot. The school looks "
            "for another place.",
        )
    if r.status is PlaatsStatus.AANGEBODEN and r.open == 0:
        return Tekst(
            f"Vol: {b.gereserveerd} gereserveerd, {b.bezet} bezet.",
            f"Full: {b.gereserveerd} reserved, {b.bezet} taken.",
        )
    betekenis = STATUS_BETEKENIS[r.status]
    if r.status in (PlaatsStatus.CONCEPT, PlaatsStatus.INGETROKKEN):
        return betekenis
    nl = f"{r.open} van de {b.aantal} open, {b.gereserveerd} gereserveerd, {b.bezet} bezet. {betekenis.nl}"
    en = f"{r.open} of {b.aantal} open, {b.gereserveerd} reserved, {b.bezet} taken. {betekenis.en}"
    return Tekst(nl, en)


def stappen(d: PlaatsDetail, taal: str) -> list[StapBeeld]:
    """The buttons: from the life cycle's table, with this place's own consequence in the question."""
    return [
        StapBeeld(
            o.stap.value,
            o.label.in_taal(taal),
            vraag_bij(o.stap, d.regel.bezetting).in_taal(taal),
            o.reden,
            o.stap in (Stap.BIED_AAN, Stap.HEROPEN),
        )
        for o in d.stappen
    ]


def claims(d: PlaatsDetail, taal: str) -> list[ClaimBeeld]:
    """Who holds the slots, as far as this reader may know."""
    onbekend = Tekst("Student van een ander team", "Student of another team")
    if not d.mag_toewijzen:
        onbekend = Tekst("Een student", "A student")
    return [
        ClaimBeeld(
            str(c.student_id) if c.is_eigen else "",
            f"{c.naam} ({c.klas})" if c.klas else c.naam or onbekend.in_taal(taal),
            f"/studenten/{c.student_id}" if c.is_eigen else "",
            CLAIM_LABEL[c.soort].in_taal(taal),
            "success" if c.soort is ClaimSoort.BEZET else "info",
            toon_datum(c.op.date(), taal),
            c.soort is ClaimSoort.GERESERVEERD,
            c.is_eigen,
        )
        for c in d.claims
    ]


def gebeurtenissen(d: PlaatsDetail, taal: str) -> list[GebeurtenisBeeld]:
    """The history, newest first."""
    uit = []
    for g in d.gebeurtenissen:
        tekst = GEBEURTENIS_LABEL[g.wat].in_taal(taal).capitalize()
        if g.aantal is not None:
            tekst += f" ({g.aantal})"
        if g.naam:
            tekst += f": {g.naam}"
        uit.append(GebeurtenisBeeld(toon_moment(g.op, taal), g.door_naam, f"{tekst}. {g.reden}".strip()))
    return uit


def telling_zin(telling: Telling) -> Tekst:
    """The first line of the coordinator's list."""
    n = telling.aangeboden
    nl = (
        f"{n} {'plaats wordt' if n == 1 else 'plaatsen worden'} aangeboden, met {telling.open} open plekken. "
        f"{telling.gereserveerd} gereserveerd, {telling.bezet} bezet."
    )
    en = (
        f"{n} {'place is' if n == 1 else 'places are'} offered, with {telling.open} open slots. "
        f"{telling.gereserveerd} reserved, {telling.bezet} taken."
    )
    if telling.te_vervangen:
        nl += f" Bij {telling.te_vervangen} ingetrokken is een vervangende plek nodig."
        en += f" At {telling.te_vervangen} withdrawn another place is needed."
    if telling.zonder_erkenning:
        nl += f" Bij {telling.zonder_erkenning} is de erkenning vervallen."
        en += f" At {telling.zonder_erkenning} the accreditation has ended."
    return Tekst(nl, en)


def aanbod_zin(kop: AanbodKop) -> Tekst:
    """The first line of the student's list."""
    if not kop.opleidingen:
        return Tekst(
            "We weten nog niet welke opleiding je doet. Vraag het je begeleider.",
            "We do not know your programme yet. Ask your supervisor.",
        )
    voor = ", ".join(kop.opleidingen)
    n, m = kop.plaatsen, kop.open
    return Tekst(
        f"{n} {'plaats' if n == 1 else 'plaatsen'} voor {voor}, {m} met een open plek.",
        f"{n} {'place' if n == 1 else 'places'} for {voor}, {m} with an open slot.",
    )
