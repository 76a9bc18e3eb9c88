"""What the company's screen shows: display strings in the reader's language, made from the detail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.kenmerk_velden import kenmerk_waarden
from bpv_app.leerbedrijf.queries import LeerbedrijfDetail
from bpv_app.leerbedrijf.rules import AANLEIDING_LABEL, UITKOMST_LABEL, Uitkomst
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.rules_kenmerken import toon_sectoren, toon_talen
from bpv_app.pok.queries_bedrijf import PlaatsingRegel
from bpv_app.pok.rules import EIND_LABEL, STATUS_LABEL, STATUS_TOON

UITKOMST_TOON = {
    Uitkomst.ERKEND: "success",
    Uitkomst.DEELS: "warning",
    Uitkomst.NIET_ERKEND: "error",
    Uitkomst.ONBEKEND: "warning",
}


@dataclass
class LocatieBeeld:
    id: str
    naam: str
    adres: str
    vestiging: str
    is_actief: bool


@dataclass
class ContactBeeld:
    id: str
    naam: str
    wat: str
    bereik: str
    is_actief: bool
    mag_link: bool


@dataclass
class ErkenningBeeld:
    crebo: str
    periode: str
    is_geldig: bool


@dataclass
class ControleBeeld:
    wanneer: str
    vraag: str
    uitkomst: str
    toon: str
    reden: str
    bron: str
    door: str


@dataclass
class PlaatsingBeeld:
    nummer: str
    href: str
    student: str
    periode: str
    status: str
    toon: str
    meer: str


def adres(straat: str, huisnummer: str, postcode: str, plaats: str) -> str:
    """One line; empty parts are left out."""
    delen = (f"{straat} {huisnummer}".strip(), f"{toon_postcode(postcode)} {plaats}".strip())
    return ", ".join(d for d in delen if d)


def periode(van: date | None, tot: date | None, taal: str) -> str:
    """`1 jan 2026 – 31 jul 2026`; an open end says so."""
    los = Tekst("heden", "now").in_taal(taal)
    return f"{toon_datum(van, taal) or '…'} – {toon_datum(tot, taal) or los}"


def kerngegevens(d: LeerbedrijfDetail, taal: str) -> dict[str, str]:
    """The labels' values in the block on top."""
    actief = Tekst("Ja", "Yes") if d.is_actief else Tekst("Nee", "No")
    tot = periode(d.actief_van, d.actief_tot, taal) if d.actief_van or d.actief_tot else ""
    return {
        "sbb_id": d.sbb_id,
        "kvk": d.kvk,
        "adres": adres(d.straat, d.huisnummer, d.postcode, d.plaats),
        "telefoon": d.telefoon,
        "email": d.email,
        "website": d.website,
        "sectoren": toon_sectoren(d.sectoren, taal),
        "talen": toon_talen(d.talen, taal),
        "actief": f"{actief.in_taal(taal)} ({tot})" if tot else actief.in_taal(taal),
        "bijgewerkt": toon_moment(d.bijgewerkt_op, taal),
    }


def formulierwaarden(d: LeerbedrijfDetail) -> dict[str, str]:
    """The company as its form shows it."""
    tekst = ("naam", "sbb_id", "kvk", "straat", "huisnummer", "plaats", "telefoon", "email", "website")
    return {n: str(getattr(d, n)) for n in tekst} | {
        **kenmerk_waarden(d.sectoren, d.talen),
        "postcode": toon_postcode(d.postcode),
        "actief_van": d.actief_van.isoformat() if d.actief_van else "",
        "actief_tot": d.actief_tot.isoformat() if d.actief_tot else "",
    }


def zin(d: LeerbedrijfDetail, plaatsingen: Iterable[PlaatsingRegel], vandaag: date) -> Tekst:
    """The first line: accredited for how much, how many trainees now."""
    nu = sum(p.is_nu for p in plaatsingen)
    crebos = len({e.crebo for e in d.erkenningen if e.is_geldig})
    if not d.sbb_id:
        erkend = Tekst(
            "Heeft nog geen leerbedrijf-ID: er kan geen POK worden gemaakt.",
            "Has no SBB company ID yet: no agreement can be made.",
        )
    elif not d.is_actief:
        erkend = Tekst(f"Niet actief op {toon_datum(vandaag)}.", f"Not active on {toon_datum(vandaag, 'en')}.")
    elif crebos:
        erkend = Tekst(
            f"Erkend voor {crebos} {'crebo' if crebos == 1 else 'crebo’s'}.",
            f"Accredited for {crebos} {'crebo' if crebos == 1 else 'crebos'}.",
        )
    else:
        erkend = Tekst("Staat niet als erkend in het register.", "Not accredited according to the register.")
    return Tekst(
        f"{erkend.nl} Nu {nu} {'stagiair' if nu == 1 else 'stagiairs'} van jouw teams of studenten.",
        f"{erkend.en} Now {nu} {'trainee' if nu == 1 else 'trainees'} of your teams or students.",
    )


def locaties(d: LeerbedrijfDetail) -> list[LocatieBeeld]:
    return [
        LocatieBeeld(
            str(x.id), x.naam, adres(x.straat, x.huisnummer, x.postcode, x.plaats), x.vestigingsnummer, x.is_actief
        )
        for x in d.locaties
    ]


def contacten(d: LeerbedrijfDetail, mag_link: bool, taal: str) -> list[ContactBeeld]:
    namen = {x.id: x.naam for x in d.locaties}
    uit = []
    for x in d.contactpersonen:
        rollen = [x.functie] if x.functie else []
        if x.is_praktijkopleider:
            rollen.append(Tekst("praktijkopleider", "workplace supervisor").in_taal(taal))
        if x.keurt_uren:
            rollen.append(Tekst("keurt uren van collega's", "approves colleagues' hours").in_taal(taal))
        if x.is_tekenbevoegd:
            rollen.append(Tekst("mag tekenen", "may sign").in_taal(taal))
        if x.locatie_id in namen:
            rollen.append(namen[x.locatie_id])
        bereik = " · ".join(w for w in (x.email, x.telefoon) if w)
        kan = mag_link and x.is_actief and (x.is_praktijkopleider or x.keurt_uren)
        uit.append(ContactBeeld(str(x.id), x.naam, ", ".join(rollen), bereik, x.is_actief, kan))
    return uit


def erkenningen(d: LeerbedrijfDetail, taal: str) -> list[ErkenningBeeld]:
    return [ErkenningBeeld(e.crebo, periode(e.erkend_van, e.erkend_tot, taal), e.is_geldig) for e in d.erkenningen]


def controles(d: LeerbedrijfDetail, taal: str) -> list[ControleBeeld]:
    return [
        ControleBeeld(
            toon_moment(c.op, taal),
            " ".join(
                w for w in (c.crebo, c.keuzedeel, Tekst("op", "on").in_taal(taal), toon_datum(c.peildatum, taal)) if w
            ),
            UITKOMST_LABEL[c.uitkomst].in_taal(taal),
            UITKOMST_TOON[c.uitkomst],
            c.reden.in_taal(taal),
            f"{AANLEIDING_LABEL[c.aanleiding].in_taal(taal)}; {c.bron}",
            c.door_naam,
        )
        for c in d.controles
    ]


def _meer(p: PlaatsingRegel, taal: str) -> str:
    """For which crebo, who guided it, and how it ended."""
    delen = [f"crebo {p.crebo}" if p.crebo else "", p.begeleider]
    if p.eind_reden is not None:
        op = f" {toon_datum(p.geeindigd_op, taal)}" if p.geeindigd_op else ""
        delen.append(f"{EIND_LABEL[p.eind_reden].in_taal(taal)}{op}")
    return " · ".join(deel for deel in delen if deel)


def plaatsingen(regels: Iterable[PlaatsingRegel], is_nu: bool, taal: str) -> list[PlaatsingBeeld]:
    return [
        PlaatsingBeeld(
            p.nummer,
            f"/poks/{p.pok_id}",
            p.student,
            f"{toon_datum(p.begin_op, taal) or '…'} – {toon_datum(p.eind_op, taal) or '…'}",
            STATUS_LABEL[p.status].in_taal(taal),
            STATUS_TOON[p.status],
            _meer(p, taal),
        )
        for p in regels
        if p.is_nu is is_nu
    ]
