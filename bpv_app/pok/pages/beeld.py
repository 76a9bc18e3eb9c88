"""From a `PokDetail` to the few texts the screen shows, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bpv_app.kernel.clock import toon_datum, toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules import UITKOMST_LABEL, Uitkomst
from bpv_app.pok.queries_detail import PokDetail, TijdlijnRegel
from bpv_app.pok.rules import KRD_LABEL, PARTIJ_LABEL, STATUS_BETEKENIS, STATUS_LABEL, STATUS_TOON, PokStatus
from bpv_app.pok.rules_krd import STAND_LABEL, STAND_TOON

PokDetailOfNiets = PokDetail | None


@dataclass
class Veld:
    label: str
    waarde: str


@dataclass
class HandtekeningBeeld:
    partij: str
    label: str
    getekend: str
    door: str


@dataclass
class PapierBeeld:
    """A printed version or a scan, with the link to its bytes."""

    tekst: str
    href: str
    vervallen: bool


@dataclass
class KetenBeeld:
    href: str
    nummer: str
    status: str
    toon: str
    periode: str
    huidig: bool


@dataclass
class TijdlijnBeeld:
    wanneer: str
    tekst: str
    door: str


def getal(waarde: Decimal | int | None) -> str:
    """`7,5`; empty for nothing."""
    if waarde is None:
        return ""
    tekst = f"{waarde:f}"
    return (tekst.rstrip("0").rstrip(".") if "." in tekst else tekst).replace(".", ",")


def periode(begin: date | None, eind: date | None, taal: str) -> str:
    return f"{toon_datum(begin, taal)} – {toon_datum(eind, taal)}" if begin or eind else ""


def wat_nu(detail: PokDetail, vandaag: date) -> Tekst:
    """The first line: what this agreement waits for, in words."""
    if detail.status is PokStatus.AFGEDRUKT:
        mist = [PARTIJ_LABEL[h.partij] for h in detail.handtekeningen if h.getekend_op is None]
        aantal, totaal = len(mist), len(detail.handtekeningen)
        if not mist:
            return Tekst(
                "Alles is getekend, maar de erkenning klopt niet: controleer opnieuw.",
                "All signed, but the accreditation is not right: check again.",
            )
        nl, en = ", ".join(m.nl.lower() for m in mist), ", ".join(m.en.lower() for m in mist)
        dagen = (detail.begin_op - vandaag).days if detail.begin_op else 0
        wanneer = f"begint over {dagen} dagen" if dagen > 0 else "is al begonnen" if dagen < 0 else "begint vandaag"
        when = f"starts in {dagen} days" if dagen > 0 else "has started" if dagen < 0 else "starts today"
        return Tekst(
            f"Nog {aantal} van {totaal} handtekeningen ({nl}). De stage {wanneer}.",
            f"{aantal} of {totaal} signatures to go ({en}). The placement {when}.",
        )
    return STATUS_BETEKENIS[detail.status]


def velden(d: PokDetail, taal: str) -> list[Veld]:
    """Label and value of everything on the agreement; empty values are left out."""
    erkenning = ""
    if d.erkenning:
        uitkomst = UITKOMST_LABEL[Uitkomst(d.erkenning.uitkomst)].in_taal(taal)
        erkenning = f"{uitkomst}, {toon_moment(d.erkenning.op, taal)} ({d.erkenning.bron})"
    bedrijf = f"{d.leerbedrijf}, {d.locatie}" if d.locatie else d.leerbedrijf
    opleider = f"{d.opleider} ({d.opleider_contact})" if d.opleider_contact else d.opleider
    paren = (
        (Tekst("Student", "Student"), d.student),
        (Tekst("Opleiding", "Programme"), f"{d.opleiding} ({d.crebo})"),
        (Tekst("Keuzedeel", "Optional module"), d.keuzedeel),
        (
            Tekst("Leerweg", "Route"),
            " · ".join(
                x for x in (d.leerweg.in_taal(taal) if d.leerweg else "", f"niveau {d.niveau}" if d.niveau else "") if x
            ),
        ),
        (Tekst("Leerbedrijf", "Company"), bedrijf),
        (Tekst("Tekent namens het leerbedrijf", "Signs for the company"), d.tekent_via),
        (Tekst("Praktijkopleider", "Workplace supervisor"), opleider),
        (Tekst("Onderwijsbegeleider", "School supervisor"), d.begeleider),
        (Tekst("Periode", "Period"), periode(d.begin_op, d.eind_op, taal)),
        (Tekst("Afsluitdatum", "Date of agreement"), toon_datum(d.afsluitdatum, taal)),
        (Tekst("Uren (SBU)", "Hours"), getal(d.uren_totaal)),
        (
            Tekst("Per week", "Per week"),
            f"{getal(d.uren_per_week)} {'hours,' if taal == 'en' else 'uur,'} {getal(d.dagen_per_week)} "
            f"{'days' if taal == 'en' else 'dagen'}"
            if d.uren_per_week is not None
            else "",
        ),
        (Tekst("Erkenning", "Accreditation"), erkenning),
        (Tekst("Werkelijke einddatum", "Real end date"), toon_datum(d.werkelijk_eind_op, taal)),
        (Tekst("Gerealiseerde uren", "Realised hours"), getal(d.gerealiseerde_uren)),
        (Tekst("Archiefplaats", "Archive place"), d.archiefplaats),
        (Tekst("Team", "Team"), d.team),
        (Tekst("KRD-nummer", "Register number"), d.krd_nummer),
    )
    return [Veld(label.in_taal(taal), waarde) for label, waarde in paren if waarde]


def handtekeningen(d: PokDetail, taal: str) -> list[HandtekeningBeeld]:
    return [
        HandtekeningBeeld(h.partij.value, PARTIJ_LABEL[h.partij].in_taal(taal), toon_datum(h.getekend_op, taal), h.door)
        for h in d.handtekeningen
    ]


def documenten(d: PokDetail, taal: str) -> list[PapierBeeld]:
    vervallen = " (void)" if taal == "en" else " (vervallen)"
    versie = "Version" if taal == "en" else "Versie"
    return [
        PapierBeeld(
            f"{versie} {x.versie}, {toon_moment(x.gemaakt_op, taal)}{vervallen if x.vervallen else ''}",
            f"/api/poks/{d.id}/document/{x.versie}.pdf",
            x.vervallen,
        )
        for x in d.documenten
    ]


def scans(d: PokDetail, taal: str) -> list[PapierBeeld]:
    return [
        PapierBeeld(f"{s.bestandsnaam}, {toon_moment(s.op, taal)} ({s.door})", f"/api/scans/{s.id}", False)
        for s in d.scans
    ]


def keten(d: PokDetail, taal: str) -> list[KetenBeeld]:
    return [
        KetenBeeld(
            f"/poks/{k.id}",
            k.nummer,
            STATUS_LABEL[k.status].in_taal(taal),
            STATUS_TOON[k.status],
            periode(k.begin_op, k.eind_op, taal),
            k.id == d.id,
        )
        for k in d.keten
    ]


def tijdlijn(regels: tuple[TijdlijnRegel, ...], taal: str) -> list[TijdlijnBeeld]:
    return [TijdlijnBeeld(toon_moment(r.op, taal), r.tekst.in_taal(taal), r.door) for r in regels[:100]]


def krd(d: PokDetail, taal: str) -> tuple[str, str, str]:
    """The register's status, how it compares, and its colour."""
    status = KRD_LABEL[d.krd_status].in_taal(taal) if d.krd_status else "–"
    return status, STAND_LABEL[d.krd_stand].in_taal(taal), STAND_TOON[d.krd_stand]
