"""Tell the school that a party objects to a new bpv-blad, or takes that back: its begeleider and its coordinators."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bpv_app.config import instellingen
from bpv_app.kernel.clock import Clock, toon_datum
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_manen_mensen import Mens, list_mensen
from bpv_app.pok.queries_post import lees_post
from bpv_app.pok.rules import PARTIJ_LABEL, Partij
from bpv_app.pok.rules_reactie import Reactie
from bpv_app.pok.service_basis import id_van
from bpv_app.pok.tables import Pok
from bpv_app.pok.tables_wijziging import PokBezwaar
from bpv_app.post.rules import Sjabloon
from bpv_app.post.service import verstuur

_WIE: dict[Partij, Tekst] = {
    Partij.STUDENT: Tekst("De student", "The student"),
    Partij.VOOGD: Tekst("De ouder of voogd", "The parent or guardian"),
    Partij.LEERBEDRIJF: Tekst("Het leerbedrijf", "The company"),
    Partij.SCHOOL: PARTIJ_LABEL[Partij.SCHOOL],
}
_BEZWAAR_NU = Tekst(
    "Overleg met de partijen. Daarna handelt de coördinator het bezwaar af bij de POK.",
    "Talk to the parties. Then the coordinator deals with the objection at the agreement.",
)
_TERUG_NU = Tekst("Over dit bezwaar hoef je niets meer te doen.", "Nothing is left to do about this objection.")


@dataclass(frozen=True, slots=True)
class _Rond:
    """Who has to do with one agreement, at the school."""

    team_id: int
    student_id: int
    opleider_id: int | None
    begeleider_id: int | None


def meld_reactie(session: Session, clock: Clock, pok: Pok, reactie: PokBezwaar) -> None:
    """One mail to everybody at the school who deals with it; not to who registered it just now."""
    post = lees_post(session, pok)
    is_terug = reactie.reactie is Reactie.TERUG
    wie = _WIE[reactie.partij]
    dag = reactie.ontvangen_op
    for mens in _school(session, pok):
        if mens.account_id == reactie.account_id:
            continue
        en = mens.taal == "en"
        wat = (
            Tekst("neemt het bezwaar terug", "takes the objection back")
            if is_terug
            else Tekst("maakt bezwaar", "objects")
        )
        hoe = (
            Tekst(f"Zelf gedaan in de app op {toon_datum(dag)}.", f"Done in the app on {toon_datum(dag, 'en')}.")
            if reactie.is_online
            else Tekst(
                f"Binnengekomen op {toon_datum(dag)}, vastgelegd door {reactie.door_naam}.",
                f"Received on {toon_datum(dag, 'en')}, registered by {reactie.door_naam}.",
            )
        )
        verstuur(
            session,
            clock,
            sjabloon=Sjabloon.BPVBLAD_REACTIE,
            taal=mens.taal,
            aan=mens.email,
            naam=mens.naam,
            velden={
                "naam": mens.aanspreken,
                "student": post.student.naam,
                "bedrijf": post.bedrijf,
                "school": instellingen().school_naam,
                "nummer": pok.nummer,
                "wie": wie.en if en else wie.nl,
                "wat": wat.en if en else wat.nl,
                "reden": reactie.reden,
                "hoe": hoe.en if en else hoe.nl,
                "wat_nu": (_TERUG_NU if is_terug else _BEZWAAR_NU).in_taal(mens.taal),
            },
            sleutel=f"bpvblad-reactie:{id_van(reactie)}:{mens.account_id}",
            account_id=mens.account_id,
            over=("pok", id_van(pok)),
            team_id=pok.team_id,
            begeleider_id=pok.onderwijsbegeleider_id,
            doel=f"/poks/{id_van(pok)}",
        )


def _school(session: Session, pok: Pok) -> list[Mens]:
    """The begeleider and the coordinators of the team, each once."""
    rond = _Rond(pok.team_id or 0, pok.student_id, None, pok.onderwijsbegeleider_id)
    mensen = list_mensen(session, [rond])
    alle = [*mensen.begeleiders.values(), *mensen.coordinatoren.get(rond.team_id, ())]
    return list({m.account_id: m for m in alle}.values())
