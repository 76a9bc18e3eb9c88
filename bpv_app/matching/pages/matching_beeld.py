"""Rounds and proposals in the person's language: plain values for the browser."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.queries_matching import RondeKop, VoorstelKop
from bpv_app.matching.rules import Doel, Modus
from bpv_app.matching.rules_ronde import STATUS_LABEL, STATUS_TOON
from bpv_app.matching.rules_uitleg import DOEL_LABEL, MODUS_LABEL
from bpv_app.matching.rules_voorstel import VOORSTEL_LABEL, VOORSTEL_TOON


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
