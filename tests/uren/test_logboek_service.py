"""The logbook's verbs: own, somebody else's and no entry, for everybody; versions; what the audit may know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.kernel.rechten import Rol
from bpv_app.pok.rules import PokStatus
from bpv_app.toegang.tables import Audit
from bpv_app.uren import service_bijlage, service_logboek
from bpv_app.uren.bijlage import Bestand
from bpv_app.uren.queries_logboek import get_logboek_detail, list_stages, list_vragen
from bpv_app.uren.rules import Beoordelaar, Regio
from bpv_app.uren.rules_logboek import Antwoord, LogboekInvoer, LogboekStatus, MagNiet, Toestand
from bpv_app.uren.tables import TeamUren
from bpv_app.uren.tables_logboek import LogboekBijlage, LogboekItem, LogboekReactie
from tests.makers import make_actor, make_logboek_bijlage, make_logboek_item, make_pok
from tests.uren.cast_logboek import Cast, later, make_cast

# + may, m sees it but this cannot be done, g has no right at all, n does not find it.
# S student, T another student, P praktijkopleider, Q of another company, B begeleider, Y another begeleider,
# C coordinator, X coordinator of another team, Z studentenzaken, A beheer, - nobody
MATRIX = """
verb        state      S  T  P  Q  B  Y  C  X  Z  A  -
see         concept    +  n  n  n  n  n  n  n  g  g  g
see         gedeeld    +  n  +  n  +  n  +  n  g  g  g
see         besproken  +  n  +  n  +  n  +  n  g  g  g
edit        concept    +  n  g  g  g  g  g  g  g  g  g
edit        gedeeld    +  n  g  g  g  g  g  g  g  g  g
edit        besproken  m  n  g  g  g  g  g  g  g  g  g
share       concept    +  n  g  g  g  g  g  g  g  g  g
share       gedeeld    m  n  g  g  g  g  g  g  g  g  g
throw_away  concept    +  n  g  g  g  g  g  g  g  g  g
throw_away  gedeeld    m  n  g  g  g  g  g  g  g  g  g
comment     concept    m  n  n  n  n  n  n  n  g  g  g
comment     gedeeld    +  n  +  n  +  n  +  n  g  g  g
comment     besproken  +  n  +  n  +  n  +  n  g  g  g
discuss     concept    m  n  n  n  n  n  n  n  g  g  g
discuss     gedeeld    m  n  +  n  +  n  m  n  g  g  g
discuss     besproken  m  n  m  n  m  n  m  n  g  g  g
reopen      gedeeld    m  n  m  n  m  n  m  n  g  g  g
reopen      besproken  m  n  +  n  +  n  m  n  g  g  g
attach      concept    +  n  g  g  g  g  g  g  g  g  g
attach      gedeeld    +  n  g  g  g  g  g  g  g  g  g
attach      besproken  m  n  g  g  g  g  g  g  g  g  g
download    concept    +  n  n  n  n  n  n  n  g  g  g
download    gedeeld    +  n  +  n  +  n  +  n  g  g  g
download    besproken  +  n  +  n  +  n  +  n  g  g  g
detach      concept    +  n  g  g  g  g  g  g  g  g  g
detach      gedeeld    +  n  g  g  g  g  g  g  g  g  g
detach      besproken  m  n  g  g  g  g  g  g  g  g  g
"""
WIE = {
    "S": "student",
    "T": "andere_student",
    "P": "opleider",
    "Q": "andere_opleider",
    "B": "begeleider",
    "Y": "andere_begeleider",
    "C": "coordinator",
    "X": "ander_team",
    "Z": "studentenzaken",
    "A": "beheer",
    "-": "niemand",
}
FOUT: dict[str, type[DomeinFout] | None] = {"+": None, "m": MagNiet, "g": GeenRecht, "n": NietGevonden}
INVOER = LogboekInvoer(date(2026, 12, 8), titel="Tweede dag", tekst="Gemeten.")
FOTO = Bestand(b"foto", "image/jpeg", "foto.jpg")
Verb = Callable[[Session, Actor, FixedClock, int, int], object]
VERBS: dict[str, Verb] = {
    "see": lambda s, a, c, i, b: get_logboek_detail(s, a, i),
    "edit": lambda s, a, c, i, b: service_logboek.wijzig_item(s, a, c, i, INVOER),
    "share": lambda s, a, c, i, b: service_logboek.deel_item(s, a, c, i),
    "throw_away": lambda s, a, c, i, b: service_logboek.verwijder_item(s, a, i),
    "comment": lambda s, a, c, i, b: service_logboek.reageer(s, a, c, i, "Mooi."),
    "discuss": lambda s, a, c, i, b: service_logboek.bespreek(s, a, c, i),
    "reopen": lambda s, a, c, i, b: service_logboek.heropen(s, a, i),
    "attach": lambda s, a, c, i, b: service_bijlage.voeg_bijlage_toe(s, a, c, i, FOTO),
    "download": lambda s, a, c, i, b: service_bijlage.get_bijlage(s, a, b),
    "detach": lambda s, a, c, i, b: service_bijlage.verwijder_bijlage(s, a, b),
}


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


def id_van(rij: Any) -> int:
    assert rij.id is not None
    return int(rij.id)


def maak(session: Session, cast: Cast, toestand: Toestand) -> LogboekItem:
    status = LogboekStatus.CONCEPT if toestand is Toestand.CONCEPT else LogboekStatus.GEDEELD
    besproken = {"besproken_op": later().nu(), "besproken_door": "Jan"} if toestand is Toestand.BESPROKEN else {}
    return make_logboek_item(session, cast.pok, status, **besproken)


def uitslag(session: Session, verb: Verb, actor: Actor, item_id: int, bijlage_id: int) -> type[DomeinFout] | None:
    """What the verb answers; whatever it did is undone."""
    stap = session.begin_nested()
    try:
        verb(session, actor, later(), item_id, bijlage_id)
    except DomeinFout as fout:
        return type(fout)
    else:
        return None
    finally:
        stap.rollback()
        session.expire_all()


@pytest.mark.parametrize("naam", list(VERBS))
def test_every_verb_for_everybody_in_every_state(session: Session, cast: Cast, naam: str) -> None:
    kop, *regels = [regel.split() for regel in MATRIX.strip().splitlines()]
    fout = []
    for verb, staat, *cellen in regels:
        if verb != naam:
            continue
        item = maak(session, cast, Toestand(staat))
        item_id = id_van(item)
        bijlage = make_logboek_bijlage(session, item, sha256=opslag.bewaar(b"inhoud"))
        bijlage_id = id_van(bijlage)
        for letter, cel in zip(kop[2:], cellen, strict=True):
            actor = getattr(cast, WIE[letter])
            gaf = uitslag(session, VERBS[verb], actor, item_id, bijlage_id)
            if gaf is not FOUT[cel]:
                fout.append((verb, staat, WIE[letter], cel, gaf))
            for niets in (987_654_321, 0, -1, 2**40):
                gaf = uitslag(session, VERBS[verb], actor, niets, niets)
                if gaf not in (NietGevonden, GeenRecht):
                    fout.append((verb, "nothing", WIE[letter], str(niets), gaf))
    assert fout == []


def test_a_student_writes_shares_and_the_company_answers(session: Session, cast: Cast) -> None:
    clock = later()
    invoer = LogboekInvoer(
        date(2026, 12, 14),
        date(2026, 12, 16),
        titel="  Week 51 ",
        tekst="<b>Veel</b> geleerd\x00",
        antwoorden=(Antwoord("Wat ging goed?", "Solderen"),),
        werkproces="B1-K1-W2",
    )
    item_id = id_van(service_logboek.maak_item(session, cast.student, clock, cast.pok_id, invoer))
    assert get_logboek_detail(session, cast.student, item_id).toestand is Toestand.CONCEPT
    service_logboek.deel_item(session, cast.student, clock, item_id)
    service_logboek.reageer(session, cast.opleider, clock, item_id, "Netjes <i>gedaan</i>")
    service_logboek.reageer(session, cast.student, clock, item_id, "Dank je")
    service_logboek.bespreek(session, cast.begeleider, clock, item_id)
    detail = get_logboek_detail(session, cast.coordinator, item_id)
    assert (detail.titel, detail.tekst, detail.werkproces) == ("Week 51", "<b>Veel</b> geleerd", "B1-K1-W2")
    assert detail.antwoorden == (Antwoord("Wat ging goed?", "Solderen"),)
    assert detail.besproken_door == cast.begeleider.naam
    assert [(r.rol, r.tekst) for r in detail.reacties] == [
        (Rol.PRAKTIJKOPLEIDER, "Netjes <i>gedaan</i>"),
        (Rol.STUDENT, "Dank je"),
    ]
    assert detail.rol is Rol.COORDINATOR


def test_writing_is_for_own_placements_that_were_really_made(session: Session, cast: Cast) -> None:
    vreemd = id_van(make_pok(session, PokStatus.DEFINITIEF))
    concept = id_van(make_pok(session, PokStatus.CONCEPT, student_id=cast.pok.student_id))
    for pok_id in (vreemd, concept, 987_654_321, 0):
        with pytest.raises(NietGevonden):
            service_logboek.maak_item(session, cast.student, later(), pok_id, INVOER)
    for actor in (cast.opleider, cast.coordinator, cast.beheer, cast.niemand):
        with pytest.raises(GeenRecht):
            service_logboek.maak_item(session, actor, later(), cast.pok_id, INVOER)
    assert [s.pok_id for s in list_stages(session, cast.student)] == [cast.pok_id]


def test_days_outside_the_placement_are_refused(session: Session, cast: Cast) -> None:
    for dag in (date(2026, 12, 6), date(2026, 12, 17)):
        with pytest.raises(OngeldigeInvoer):
            service_logboek.maak_item(session, cast.student, later(), cast.pok_id, replace(INVOER, van=dag))


def test_a_placement_that_ended_early_ends_the_days_to_write_about_but_not_what_was_written(
    session: Session, cast: Cast
) -> None:
    item = make_logboek_item(session, cast.pok, LogboekStatus.CONCEPT, van=date(2026, 12, 15))
    cast.pok.werkelijk_eind_op = date(2026, 12, 10)
    session.flush()
    with pytest.raises(OngeldigeInvoer):
        service_logboek.maak_item(session, cast.student, later(), cast.pok_id, replace(INVOER, van=date(2026, 12, 11)))
    zelfde_dag = replace(INVOER, van=date(2026, 12, 15))
    assert service_logboek.wijzig_item(session, cast.student, later(), id_van(item), zelfde_dag).tekst == "Gemeten."


def test_what_changed_meanwhile_is_not_overwritten_nor_called_discussed(session: Session, cast: Cast) -> None:
    item = maak(session, cast, Toestand.GEDEELD)
    gelezen = item.versie
    service_logboek.wijzig_item(session, cast.student, later(), id_van(item), INVOER, gelezen)
    with pytest.raises(Verouderd):
        service_logboek.wijzig_item(session, cast.student, later(), id_van(item), INVOER, gelezen)
    with pytest.raises(Verouderd):
        service_logboek.bespreek(session, cast.opleider, later(), id_van(item), gelezen)
    service_logboek.bespreek(session, cast.opleider, later(), id_van(item), item.versie)


def test_a_comment_does_not_make_what_somebody_is_writing_stale(session: Session, cast: Cast) -> None:
    item = maak(session, cast, Toestand.GEDEELD)
    gelezen = item.versie
    service_logboek.reageer(session, cast.opleider, later(), id_van(item), "Vraag: hoe lang?")
    service_logboek.wijzig_item(session, cast.student, later(), id_van(item), INVOER, gelezen)


def test_who_is_both_coordinator_and_begeleider_may_discuss_only_with_own_students(
    session: Session, cast: Cast
) -> None:
    beide = Actor(cast.begeleider.account_id, "Beide", (*cast.begeleider.toewijzingen, *cast.coordinator.toewijzingen))
    eigen = maak(session, cast, Toestand.GEDEELD)
    van_collega = make_logboek_item(session, make_pok(session, PokStatus.DEFINITIEF, team_id=cast.pok.team_id))
    service_logboek.bespreek(session, beide, later(), id_van(eigen))
    with pytest.raises(MagNiet):
        service_logboek.bespreek(session, beide, later(), id_van(van_collega))


def test_a_new_company_does_not_read_what_was_written_at_the_old_one(session: Session, cast: Cast) -> None:
    item = maak(session, cast, Toestand.GEDEELD)
    cast.pok.status = PokStatus.VERVANGEN
    session.flush()
    nieuw = make_pok(session, PokStatus.DEFINITIEF, student_id=cast.pok.student_id, team_id=cast.pok.team_id)
    opleider = make_actor(session, Rol.PRAKTIJKOPLEIDER, contactpersoon_id=nieuw.praktijkopleider_id)
    with pytest.raises(NietGevonden):
        get_logboek_detail(session, opleider, id_van(item))
    assert get_logboek_detail(session, cast.opleider, id_van(item)).titel == "Eerste dag"


def test_a_draft_that_is_thrown_away_leaves_nothing(session: Session, cast: Cast) -> None:
    item = maak(session, cast, Toestand.CONCEPT)
    make_logboek_bijlage(session, item)
    service_logboek.verwijder_item(session, cast.student, id_van(item))
    for tabel in (LogboekItem, LogboekBijlage, LogboekReactie):
        assert session.execute(sa.select(sa.func.count()).select_from(tabel)).scalar_one() == 0


def test_the_audit_knows_that_something_was_written_but_not_what(session: Session, cast: Cast) -> None:
    session.info["actor"] = cast.student
    geheim = LogboekInvoer(date(2026, 12, 8), titel="Geheimtitel", tekst="Geheimtekst", werkproces="Geheimproces")
    item_id = id_van(service_logboek.maak_item(session, cast.student, later(), cast.pok_id, geheim))
    meer = replace(geheim, tekst="Geheimer", antwoorden=(Antwoord("Vraag", "Geheimantwoord"),))
    service_logboek.wijzig_item(session, cast.student, later(), item_id, meer)
    service_bijlage.voeg_bijlage_toe(session, cast.student, later(), item_id, replace(FOTO, naam="Geheimfoto.jpg"))
    service_logboek.verwijder_item(session, cast.student, item_id)
    regels = session.execute(sa.select(Audit).where(col(Audit.tabel).like("logboek%"))).scalars().all()
    assert {r.soort.value for r in regels} == {"gemaakt", "gewijzigd", "verwijderd"}
    assert "Gehei" not in "".join(f"{r.omschrijving}{r.oud}{r.nieuw}" for r in regels)


def test_the_prompts_are_those_of_the_team(session: Session, cast: Cast) -> None:
    assert list_vragen(session, cast.pok.team_id)[0] == "Wat heb je gedaan?"
    session.add(
        TeamUren(
            team_id=cast.pok.team_id or 0,
            beoordelaar=Beoordelaar.SCHOOL,
            regio=Regio.MIDDEN,
            vragen=["Waar was je trots op?"],
        )
    )
    session.flush()
    assert list_vragen(session, cast.pok.team_id) == ("Waar was je trots op?",)
    assert list_vragen(session, None, "en")[1] == "What went well?"


def test_there_is_an_end_to_the_comments_under_one_entry(
    session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_logboek, "MAX_REACTIES", 2)
    item_id = id_van(maak(session, cast, Toestand.GEDEELD))
    for _ in range(2):
        service_logboek.reageer(session, cast.opleider, later(), item_id, "Nog een")
    with pytest.raises(DomeinFout, match="te_veel_reacties"):
        service_logboek.reageer(session, cast.opleider, later(), item_id, "Nog een")
