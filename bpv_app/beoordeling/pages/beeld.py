"""What the screens of assessments show, in the person's language."""

from __future__ import annotations

from dataclasses import dataclass

from bpv_app.beoordeling.pages.concept import KeuzeBeeld, VraagBeeld
from bpv_app.beoordeling.queries_beoordeling import Beeld, Stap
from bpv_app.beoordeling.rules import (
    NIET_GEZIEN,
    NIET_GEZIEN_LABEL,
    STAP_LABEL,
    Oordeel,
    Trede,
    WerkprocesKeus,
    oordeel_label,
    oordeel_toon,
    wijkt_af,
)
from bpv_app.kernel.clock import toon_datum, toon_moment


@dataclass
class OordeelBeeld:
    """A werkproces with both judgements, to read."""

    code: str
    naam: str
    bedrijf: str
    bedrijf_toon: str
    bedrijf_opmerking: str
    school: str
    school_toon: str
    school_opmerking: str
    wijkt_af: bool


@dataclass
class StapBeeld:
    """A line of the history."""

    tekst: str
    reden: str


@dataclass
class KiesBeeld:
    """A werkproces that can be chosen for this placement."""

    id: str
    label: str
    aan: bool


def keuzes(schaal: tuple[Trede, ...], taal: str) -> list[KeuzeBeeld]:
    """The steps of the scale, and "not seen"."""
    return [
        *(KeuzeBeeld(trede.code, trede.naam.in_taal(taal)) for trede in schaal),
        KeuzeBeeld(NIET_GEZIEN, NIET_GEZIEN_LABEL.in_taal(taal)),
    ]


def vragen(b: Beeld, oordelen: dict[int, Oordeel], taal: str, hulp: dict[int, str] | None = None) -> list[VraagBeeld]:
    """A form field per werkproces."""
    return [
        VraagBeeld(
            f"oordeel-{w.id}",
            f"{w.code} {w.naam}",
            (hulp or {}).get(w.id, w.kerntaak_naam),
            oordelen.get(w.id, Oordeel()).oordeel,
            keuzes(b.schaal, taal),
            f"opmerking-{w.id}",
            oordelen.get(w.id, Oordeel()).opmerking,
        )
        for w in b.werkprocessen
    ]


def van_bedrijf(b: Beeld, taal: str) -> dict[int, str]:
    """Per werkproces what the company says, in one line, for beside the school's own judgement."""
    if b.bedrijf is None:
        geen = "No judgement of the company yet" if taal == "en" else "Nog geen oordeel van het bedrijf"
        return {w.id: geen for w in b.werkprocessen}
    uit = {}
    for w in b.werkprocessen:
        o = b.bedrijf.get(w.id, Oordeel())
        label = oordeel_label(b.schaal, o.oordeel).in_taal(taal)
        uit[w.id] = f"{'Company' if taal == 'en' else 'Bedrijf'}: {label}" + (f". {o.opmerking}" if o.opmerking else "")
    return uit


def regels(b: Beeld, taal: str) -> list[OordeelBeeld]:
    """Both judgements per werkproces."""
    return [_regel(b, w, taal) for w in b.werkprocessen]


def _regel(b: Beeld, w: WerkprocesKeus, taal: str) -> OordeelBeeld:
    bedrijf, school = (b.bedrijf or {}).get(w.id, Oordeel()), b.school.get(w.id, Oordeel())
    return OordeelBeeld(
        w.code,
        w.naam,
        oordeel_label(b.schaal, bedrijf.oordeel).in_taal(taal),
        oordeel_toon(b.schaal, bedrijf.oordeel),
        bedrijf.opmerking,
        oordeel_label(b.schaal, school.oordeel).in_taal(taal),
        oordeel_toon(b.schaal, school.oordeel),
        school.opmerking,
        wijkt_af(bedrijf, school),
    )


def stap(s: Stap, taal: str) -> StapBeeld:
    """`12 mrt 2027 09:14, Rachid El Amrani: School heeft besloten`."""
    return StapBeeld(f"{toon_moment(s.op, taal)}, {s.door}: {STAP_LABEL[s.stap].in_taal(taal)}", s.reden)


def stage_zin(b: Beeld, taal: str) -> str:
    """Company and period."""
    s = b.stage
    return f"{s.bedrijf}, {toon_datum(s.begin_op, taal) or '…'} – {toon_datum(s.eind_op, taal) or '…'}"
