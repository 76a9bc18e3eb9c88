"""A student's list: only what fits, saved with every change, sent in with a receipt, two devices, closed is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import GeenRecht, NietGevonden, OngeldigeInvoer, Verouderd
from bpv_app.matching.queries_keuzeplaatsen import Zoekvraag, list_keuzeplaatsen, zoek_plaatsen
from bpv_app.matching.queries_ronde import tel_rondes
from bpv_app.matching.queries_ronde_detail import list_favorieten
from bpv_app.matching.queries_voorkeur import get_bewijs, get_deelname, get_lijst
from bpv_app.matching.rules_afspraak import AfspraakSoort
from bpv_app.matching.rules_plaats_stap import Stap
from bpv_app.matching.rules_ronde import RondeDicht
from bpv_app.matching.rules_voorkeur import Keuze, Lijst, LijstTeKort
from bpv_app.matching.service_afspraak import maak_afspraak
from bpv_app.matching.service_openen import sluit_ronde
from bpv_app.matching.service_plaats import zet_stap
from bpv_app.matching.service_ronde_mail import (
    herinner_ronde,
    stuur_herinneringen,
    te_sturen_herinneringen,
)
from bpv_app.matching.service_voorkeur import PlaatsIsWeg, PlaatsVolGekozen, bewaar_lijst, bewaar_tekst, stuur_in
from bpv_app.matching.tables_ronde import Voorkeur, VoorkeurBewijs
from bpv_app.post.rules import MailStatus
from bpv_app.post.tables import Mail
from bpv_app.toegang.tables import Audit
from tests.matching.cast_ronde import OPENT, SLUIT, Rondecast, deelname, maak_rondecast


def lijst(*ids: int, wensen: str = "") -> Lijst:
    return Lijst(tuple(Keuze(i) for i in ids), wensen)


def stuur_lijst_in(session: Session, clock: FixedClock, cast: Rondecast) -> None:
    """Yara: Bakboord, Anker."""
    yara = deelname(session, cast.als_yara)
    rij = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(1, 0)), 0)
    stuur_in(session, cast.als_yara, clock, yara, rij.versie)


def test_a_list_is_made_sent_in_and_gets_a_receipt(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    rij = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(1, 0), wensen="Graag op de fiets."), 0)
    assert tel_rondes(session, [ronde.id or 0])[ronde.id or 0].bezig == 1
    assert session.exec(select(Voorkeur)).all() == []
    bewijs = stuur_in(session, cast.als_yara, clock, yara, rij.versie)
    assert [(r["rang"], r["titel"], r["bedrijf"]) for r in bewijs.regels] == [
        (1, "Monteur bij Bakboord", "Bakboord"),
        (2, "Monteur bij Anker", "Anker"),
    ]
    assert (bewijs.op, bewijs.zaad_hash, len(bewijs.code)) == (clock.nu(), ronde.zaad_hash, 16)
    stand = get_lijst(session, yara)
    assert (stand.ingestuurd_op, stand.is_gewijzigd) == (clock.nu(), False)
    assert [(v.rang, v.plaats_id) for v in session.exec(select(Voorkeur).order_by(col(Voorkeur.rang)))] == [
        (1, cast.ids(1)[0]),
        (2, cast.ids(0)[0]),
    ]
    (mail,) = session.exec(select(Mail)).all()
    assert mail.sjabloon == "voorkeur_bewijs"
    assert all(w in mail.tekst for w in (bewijs.code, "1. Monteur bij Bakboord, Bakboord", ronde.zaad_hash))


def test_a_list_that_was_sent_in_can_be_changed_until_the_closing(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    stuur_lijst_in(session, clock, cast)
    yara = deelname(session, cast.als_yara)
    rij = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(2, 0)), get_lijst(session, yara).versie)
    assert get_lijst(session, yara).is_gewijzigd
    assert tel_rondes(session, [ronde.id or 0])[ronde.id or 0].gewijzigd == 1
    # Until it is sent in again the first one counts.
    assert {v.plaats_id for v in session.exec(select(Voorkeur))} == set(cast.ids(1, 0))
    clock.moment += timedelta(hours=1)
    eerste = stuur_in(session, cast.als_yara, clock, yara, rij.versie)
    assert {v.plaats_id for v in session.exec(select(Voorkeur))} == set(cast.ids(2, 0))
    assert stuur_in(session, cast.als_yara, clock, yara, get_lijst(session, yara).versie) == eerste
    assert len(session.exec(select(VoorkeurBewijs)).all()) == 2
    assert get_bewijs(session, yara) == eerste


@pytest.mark.parametrize("sluiten", [False, True])
def test_after_the_closing_moment_nothing_changes_any_more(session: Session, clock: FixedClock, sluiten: bool) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    stuur_lijst_in(session, clock, cast)
    yara = deelname(session, cast.als_yara)
    clock.moment = SLUIT
    if sluiten:
        sluit_ronde(session, systeem(), clock, ronde.id or 0)
    stand = get_lijst(session, yara)
    with pytest.raises(RondeDicht):
        bewaar_lijst(session, cast.als_yara, clock, yara, lijst(cast.ids(2)[0]), stand.versie)
    with pytest.raises(RondeDicht):
        bewaar_tekst(session, cast.als_yara, clock, yara, None, "Toch anders.", "")
    with pytest.raises(RondeDicht):
        stuur_in(session, cast.als_yara, clock, yara, stand.versie)
    assert get_lijst(session, yara) == stand


def test_before_the_opening_moment_a_list_cannot_be_written(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    clock.moment = OPENT - timedelta(hours=2)
    cast.open(session, clock)
    with pytest.raises(RondeDicht, match="vanaf 25 nov 2026 09:00"):
        bewaar_lijst(session, cast.als_yara, clock, deelname(session, cast.als_yara), lijst(), 0)


def test_only_ones_own_list_and_only_places_that_fit(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    for wie in (cast.als_sem, cast.als_noa):
        with pytest.raises(NietGevonden):
            bewaar_lijst(session, wie, clock, yara, lijst(*cast.ids(0)), 0)
        with pytest.raises(NietGevonden):
            stuur_in(session, wie, clock, yara, 0)
    with pytest.raises(GeenRecht):
        bewaar_lijst(session, cast.coordinator, clock, yara, lijst(*cast.ids(0)), 0)
    for fout in (lijst(cast.ver_weg.id or 0), lijst(987_654), lijst(*cast.ids(0, 0))):
        with pytest.raises(OngeldigeInvoer):
            bewaar_lijst(session, cast.als_yara, clock, yara, fout, 0)
    assert get_lijst(session, yara).versie == 0


def test_two_devices_one_wins_and_the_other_sees_both_lists(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = maak_rondecast(session)
        cast.open(session, clock)
        yara = deelname(session, cast.als_yara)
        versie = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(0, 1)), 0).versie
    with transaction(op=motor) as session:  # the phone
        bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(1, 0)), versie)
    with transaction(op=motor) as session, pytest.raises(Verouderd) as fout:  # the laptop
        bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(0, 2)), versie)
    assert fout.value.verschillen == (
        ("volgorde", "1. Monteur bij Bakboord, 2. Monteur bij Anker", "1. Monteur bij Anker, 2. Monteur bij Complex"),
    )
    with transaction(op=motor) as session, pytest.raises(Verouderd):
        stuur_in(session, cast.als_yara, clock, yara, versie)
    with lezen(op=motor) as session:
        assert get_lijst(session, yara).lijst.plaatsen == cast.ids(1, 0)


def test_a_text_arrives_once_also_when_it_is_sent_twice_and_is_never_lost(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    yara, (anker, boord) = deelname(session, cast.als_yara), cast.ids(0, 1)
    bewaar_lijst(session, cast.als_yara, clock, yara, lijst(anker), 0)
    for _ in range(2):
        rij = bewaar_tekst(session, cast.als_yara, clock, yara, anker, "Dichtbij huis.", "")
    assert rij.versie == 2
    # Another device moved places meanwhile: a text is no collision with an order.
    bewaar_lijst(session, cast.als_yara, clock, yara, Lijst((Keuze(boord), Keuze(anker, "Dichtbij huis."))), rij.versie)
    bewaar_tekst(session, cast.als_yara, clock, yara, anker, "Dichtbij huis en leuk.", "Dichtbij huis.")
    with pytest.raises(Verouderd) as fout:
        bewaar_tekst(session, cast.als_yara, clock, yara, anker, "Toch niet.", "Dichtbij huis.")
    assert fout.value.verschillen == (("reden", "Dichtbij huis en leuk.", "Toch niet."),)
    bewaar_tekst(session, cast.als_yara, clock, yara, None, "Geen maandag. 111222333", "")
    assert get_lijst(session, yara).lijst.wensen == "Geen maandag. [BSN verwijderd]"
    with pytest.raises(NietGevonden):
        bewaar_tekst(session, cast.als_yara, clock, yara, cast.ids(2)[0], "Bestaat niet.", "")
    assert "Dichtbij" not in str(list(session.exec(select(Audit.oud, Audit.nieuw))))


def test_a_list_that_is_too_short_or_has_a_place_that_fell_away_is_not_sent_in(
    session: Session, clock: FixedClock
) -> None:
    cast = maak_rondecast(session)
    cast.open(session, clock)
    yara = deelname(session, cast.als_yara)
    with pytest.raises(LijstTeKort):
        stuur_in(session, cast.als_yara, clock, yara, 0)
    rij = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(0, 1)), 0)
    zet_stap(session, cast.coordinator, clock, cast.ids(0)[0], Stap.TREK_IN, reden="Verhuizing.")
    plaatsen = list_keuzeplaatsen(session, get_deelname(session, cast.als_yara, yara), cast.ids(0, 1))
    assert [plaatsen[i].is_weg for i in cast.ids(0, 1)] == [True, False]
    with pytest.raises(PlaatsIsWeg, match="Monteur bij Anker"):
        stuur_in(session, cast.als_yara, clock, yara, rij.versie)


def test_no_more_students_on_a_place_than_it_allows(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.plaatsen[0].max_keuzes = 1
    cast.open(session, clock)
    stuur_lijst_in(session, clock, cast)
    sem = deelname(session, cast.als_sem)
    rij = bewaar_lijst(session, cast.als_sem, clock, sem, lijst(*cast.ids(0, 1)), 0)
    with pytest.raises(PlaatsVolGekozen, match="Anker"):
        stuur_in(session, cast.als_sem, clock, sem, rij.versie)
    yara = deelname(session, cast.als_yara)
    nieuw = bewaar_lijst(session, cast.als_yara, clock, yara, lijst(*cast.ids(0, 2)), get_lijst(session, yara).versie)
    stuur_in(session, cast.als_yara, clock, yara, nieuw.versie)  # she holds the one herself


def test_searching_shows_what_fits_is_there_and_is_not_chosen(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    cast.plaatsen[1].vergoeding = 25_000
    ronde = cast.open(session, clock, toont_eerste=True)
    stuur_lijst_in(session, clock, cast)
    deel = get_deelname(session, cast.als_sem, deelname(session, cast.als_sem))

    def ids(**vraag: object) -> list[int]:
        return [r.id for r in zoek_plaatsen(session, deel, Zoekvraag(**vraag)).rijen]  # type: ignore[arg-type]

    assert ids(sorteer="naam") == list(cast.ids(0, 1, 2))
    assert ids(zoek="bakb") == list(cast.ids(1))
    assert ids(zoek="kapper") == []
    assert ids(vergoeding=True) == list(cast.ids(1))
    assert ids(km=10) == []  # nobody knows how far
    assert [r.id for r in zoek_plaatsen(session, deel, Zoekvraag(), cast.ids(0)).rijen] == list(cast.ids(1, 2))
    assert {r.id: r.eerste for r in zoek_plaatsen(session, deel, Zoekvraag()).rijen}[cast.ids(1)[0]] == 1
    maak_afspraak(
        session, cast.coordinator, clock, ronde.id or 0, cast.sem.id or 0, cast.ids(1)[0],
        AfspraakSoort.UITGESLOTEN, "Familie werkt daar.",
    )  # fmt: skip
    assert ids(sorteer="naam") == list(cast.ids(0, 2))
    assert list_favorieten(session, ronde.id or 0)[0][:1] == cast.ids(1)


def test_reminders_go_to_who_sent_nothing_in_and_stop_by_themselves(session: Session, clock: FixedClock) -> None:
    cast = maak_rondecast(session)
    ronde = cast.open(session, clock)
    app = systeem()
    assert te_sturen_herinneringen(session, app, clock) == []
    clock.moment = SLUIT - timedelta(days=2)
    assert stuur_herinneringen(session, app, clock) == 2
    assert stuur_herinneringen(session, app, clock) == 0
    stuur_lijst_in(session, clock, cast)
    yara, sem = (session.exec(select(Mail).where(Mail.student_id == s.id)).first() for s in (cast.yara, cast.sem))
    assert yara is not None
    assert sem is not None
    assert (yara.status, sem.status) == (MailStatus.VERVALLEN, MailStatus.KLAAR)
    assert herinner_ronde(session, cast.coordinator, clock, ronde.id or 0) == (1, 0)
    assert herinner_ronde(session, cast.coordinator, clock, ronde.id or 0) == (0, 0)
    with pytest.raises(NietGevonden):
        herinner_ronde(session, cast.ander, clock, ronde.id or 0)
    clock.moment = SLUIT - timedelta(hours=3)
    assert [h.adres.student_id for h in te_sturen_herinneringen(session, app, clock)] == [cast.sem.id]
    with pytest.raises(GeenRecht):
        te_sturen_herinneringen(session, cast.coordinator, clock)
