"""Who may do what to whose POK: every verb × everybody, on an own and on somebody else's object, written out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.pok import service
from bpv_app.pok.rules import EindReden, MutatieSoort, Partij, PokStatus
from bpv_app.pok.tables import Pok
from tests.makers import make_pok
from tests.pok.hulp import DAG, druk_af, id_van, maak_concept
from tests.pok.rolverdeling import Cast, make_cast

# + may, g has no right to it (but sees it), n does not find it.
# C coordinator, X coordinator of another team, B begeleider, Y another begeleider, Z studentenzaken, S the student,
# T another student, P praktijkopleider, Q of another company, A beheer, - nobody
MATRIX = """
verb                     C  X  B  Y  Z  S  T  P  Q  A  -
get_pok                  +  n  +  n  +  +  n  +  n  n  n
get_document             +  n  +  n  +  +  n  +  n  n  n
list_keten               +  n  +  n  +  +  n  +  n  n  n
maak_volledig            +  n  g  n  g  g  n  g  n  n  n
stuur_opnieuw            +  n  g  n  +  g  n  g  n  n  n
registreer_handtekening  g  n  g  n  +  g  n  g  n  n  n
verwijder_handtekening   g  n  g  n  +  g  n  g  n  n  n
controleer_opnieuw       g  n  g  n  +  g  n  g  n  n  n
voeg_scan_toe            g  n  g  n  +  g  n  g  n  n  n
zet_archiefplaats        g  n  g  n  +  g  n  g  n  n  n
voeg_belnotitie_toe      +  n  +  n  +  g  n  g  n  n  n
meld_af                  +  n  g  n  +  g  n  g  n  n  n
wijs_af                  +  n  g  n  +  g  n  g  n  n  n
zet_terug                g  n  g  n  +  g  n  g  n  n  n
sluit_af                 g  n  +  n  g  g  n  g  n  n  n
muteer                   +  n  +  n  g  g  n  g  n  n  n
"""
WIE = {
    "C": "coordinator",
    "X": "ander_team",
    "B": "begeleider",
    "Y": "andere_begeleider",
    "Z": "studentenzaken",
    "S": "student",
    "T": "andere_student",
    "P": "praktijkopleider",
    "Q": "ander_bedrijf",
    "A": "beheer",
    "-": "niemand",
}
Verb = Callable[[Session, Actor, FixedClock, int], object]
VERBS: dict[str, Verb] = {
    "get_pok": lambda s, a, c, i: service.get_pok(s, a, i),
    "get_document": lambda s, a, c, i: service.get_document(s, a, i, 1),
    "list_keten": lambda s, a, c, i: service.list_keten(s, a, i),
    "maak_volledig": lambda s, a, c, i: service.maak_volledig(s, a, c, i),
    "stuur_opnieuw": lambda s, a, c, i: service.stuur_opnieuw(s, a, c, i),
    "registreer_handtekening": lambda s, a, c, i: service.registreer_handtekening(s, a, c, i, Partij.STUDENT, DAG),
    "verwijder_handtekening": lambda s, a, c, i: service.verwijder_handtekening(s, a, c, i, Partij.SCHOOL, "x"),
    "controleer_opnieuw": lambda s, a, c, i: service.controleer_opnieuw(s, a, c, i),
    "voeg_scan_toe": lambda s, a, c, i: service.voeg_scan_toe(s, a, c, i, b"%PDF-1.7", "x.pdf"),
    "zet_archiefplaats": lambda s, a, c, i: service.zet_archiefplaats(s, a, c, i, "Kast"),
    "voeg_belnotitie_toe": lambda s, a, c, i: service.voeg_belnotitie_toe(s, a, c, i, "Jan", "Belt terug"),
    "meld_af": lambda s, a, c, i: service.meld_af(s, a, c, i, "x"),
    "wijs_af": lambda s, a, c, i: service.wijs_af(s, a, c, i, "x"),
    "zet_terug": lambda s, a, c, i: service.zet_terug(s, a, c, i, PokStatus.CONCEPT, "x"),
    "sluit_af": lambda s, a, c, i: service.sluit_af(
        s, a, c, i, service.Afsluiting(DAG, EindReden.ANDERS, Decimal(1), "x")
    ),
    "muteer": lambda s, a, c, i: service.muteer(
        s, a, c, i, MutatieSoort.OVERIG, date(2027, 2, 1), service.voortraject_van(s.get_one(Pok, i)), "x"
    ),
}


def _antwoord(session: Session, verb: Verb, actor: Actor, clock: FixedClock, pok_id: int) -> str:
    """`+` also when the status or the input is refused: the door was open. Everything is undone."""
    punt = session.begin_nested()
    try:
        verb(session, actor, clock, pok_id)
    except NietGevonden as fout:
        # Inside a step something else may be missing (the signature to strike out): the POK itself is what counts.
        gezien = actor.is_systeem or _ziet(session, actor, pok_id)
        return "+" if gezien and verb is VERBS["verwijder_handtekening"] and not isinstance(fout, GeenRecht) else "n"
    except GeenRecht:
        return "g"
    except DomeinFout:
        return "+"
    finally:
        if punt.is_active:
            punt.rollback()
        session.expire_all()
    return "+"


def _ziet(session: Session, actor: Actor, pok_id: int) -> bool:
    try:
        service.get_pok(session, actor, pok_id)
    except NietGevonden:
        return False
    return True


def test_every_verb_for_everybody(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok_id = id_van(druk_af(session, cast, clock))
    session.flush()
    kop, *regels = MATRIX.strip().splitlines()
    letters = kop.split()[1:]
    verwacht = {regel.split()[0]: dict(zip(letters, regel.split()[1:], strict=True)) for regel in regels}
    actors = cast.wie()
    gekregen = {
        naam: {letter: _antwoord(session, verb, actors[WIE[letter]], clock, pok_id) for letter in letters}
        for naam, verb in VERBS.items()
    }
    assert gekregen == verwacht


def test_what_does_not_exist_answers_like_what_is_not_yours(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    for pok_id in (0, -1, 2**31 - 1, 2**70):
        for naam, verb in VERBS.items():
            if naam == "muteer":
                continue  # its helper reads the row itself
            with pytest.raises(NietGevonden):
                verb(session, cast.studentenzaken, clock, pok_id)


@dataclass(frozen=True)
class _Zicht:
    student: bool
    praktijkopleider: bool


def test_a_student_and_a_company_see_what_was_really_made(session: Session, clock: FixedClock) -> None:
    """Not the school's drafts, and not what never left the school."""
    cast = make_cast(session)
    zicht = {}
    for status in PokStatus:
        pok = make_pok(session, status, opleider=cast.opleider, student_id=cast.leerling.id, zonder_erkenning=True)
        zicht[status] = _Zicht(
            _ziet(session, cast.student, id_van(pok)), _ziet(session, cast.praktijkopleider, id_van(pok))
        )
    wel, niet = _Zicht(True, True), _Zicht(False, False)
    assert zicht == {
        PokStatus.CONCEPT: niet,
        PokStatus.VOLLEDIG: wel,
        PokStatus.AFGEDRUKT: wel,
        PokStatus.DEFINITIEF: wel,
        PokStatus.AFGEROND: wel,
        PokStatus.AFGEMELD: niet,
        PokStatus.AFGEWEZEN: niet,
        PokStatus.VERVANGEN: wel,
    }


def _met(cast: Cast, *rollen: RolToewijzing) -> Actor:
    return Actor(cast.begeleider.account_id, "Twee petten", rollen)


def test_two_roles_add_up_but_never_stretch_each_others_scope(session: Session, clock: FixedClock) -> None:
    """Guiding here and coordinating elsewhere does not make a coordinator here."""
    cast = make_cast(session)
    pok_id = id_van(maak_concept(session, cast, clock))
    elders = RolToewijzing(Rol.COORDINATOR, team_id=cast.ander_team.toewijzingen[0].team_id)
    begeleider = RolToewijzing(Rol.ONDERWIJSBEGELEIDER)
    beide = _met(cast, elders, begeleider)
    assert service.get_pok(session, beide, pok_id).id == pok_id
    for verb in ("maak_volledig", "meld_af", "stuur_opnieuw"):
        with pytest.raises(GeenRecht):
            VERBS[verb](session, beide, clock, pok_id)
    with pytest.raises(GeenRecht):
        service.zet_klaar(session, beide, clock, cast.dossier_id, cast.voortraject())
    hier = RolToewijzing(Rol.COORDINATOR, team_id=cast.dossier.team_id)
    assert service.maak_volledig(session, _met(cast, hier, begeleider), clock, pok_id).status == "volledig"


def test_a_role_without_a_scope_sees_nothing(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok_id = id_van(druk_af(session, cast, clock))
    for rol in (Rol.STUDENT, Rol.PRAKTIJKOPLEIDER, Rol.ONDERWIJSBEGELEIDER):
        assert not _ziet(session, Actor(None, "x", (RolToewijzing(rol),)), pok_id)
