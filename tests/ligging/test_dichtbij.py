"""What lies near: the same answer as counting it out one by one, in the actor's scope, and nothing without a table."""

from __future__ import annotations

import io
import random
from typing import Any

import polars as pl
import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst, LijstVraag, lees_vraag
from bpv_app.kernel.rechten import Rol
from bpv_app.koppeling.export import ExportSoort, schrijf_lijst
from bpv_app.koppeling.export_lijsten import LIJSTEN
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN, vanaf_leerbedrijf
from bpv_app.leerbedrijf.service import zoek_leerbedrijven
from bpv_app.leerbedrijf.tables import Leerbedrijf
from bpv_app.ligging.inlezen import maak_pc4s
from bpv_app.ligging.queries import get_ligging
from bpv_app.ligging.queries_dichtbij import Bron, binnen, blader
from bpv_app.ligging.rules import afstand_km, rond
from bpv_app.ligging.tables import Postcode, Postcode6
from bpv_app.ligging.vanaf import VanafSoort, zin_vanaf
from bpv_app.matching.queries_aanbod import AANBOD
from bpv_app.matching.queries_plaats import PLAATSEN
from bpv_app.pok.queries_dossiers import DOSSIERS
from bpv_app.student.queries import STUDENTEN, vanaf_student
from tests.makers import (
    make_account,
    make_actor,
    make_contactpersoon,
    make_dossier,
    make_erkenning,
    make_leerbedrijf,
    make_plaats,
    make_pok,
    make_student,
    make_team,
    make_verbintenis,
)

LEIDEN = (52.1601, 4.4970)


def make_postcodes(session: Session) -> None:
    """Leiden with two full postcodes 4 km apart, Amsterdam, Groningen."""
    session.add_all(
        [
            Postcode(pc4="2312", breedte=52.1601, lengte=4.4970, straal=3.0),
            Postcode(pc4="1012", breedte=52.3676, lengte=4.9041),
            Postcode(pc4="9711", breedte=53.2194, lengte=6.5665),
            Postcode6(pc6="2312AB", breedte=52.1601, lengte=4.4970),
            Postcode6(pc6="2312ZZ", breedte=52.1871, lengte=4.4970),
        ]
    )
    session.flush()


def make(session: Session, naam: str, postcode: str, **anders: Any) -> Leerbedrijf:
    return make_leerbedrijf(session, naam=naam, postcode=postcode, zoektekst=naam.lower(), **anders)


@pytest.fixture
def coordinator(session: Session) -> Actor:
    return make_actor(session, Rol.COORDINATOR, make_account(session), team_id=make_team(session).id)


def rijen(session: Session, actor: Actor, lijst: Lijst, **filters: str) -> list[tuple[str, str]]:
    """(name, distance as shown) of the first page of the question in the URL."""
    extra = lijst.filters_van(session, actor) if lijst.filters_van else ()
    antwoord = lijst.vraag(session, actor, lees_vraag(lijst, filters, extra))
    assert len(antwoord.rijen) == antwoord.totaal
    km = next(i for i, k in enumerate(lijst.kolommen) if k.naam == "afstand")
    return [(rij.cellen[0].tekst, rij.cellen[km].tekst.replace("\u00a0", " ")) for rij in antwoord.rijen]


def test_a_full_postcode_counts_before_its_first_four_digits(session: Session) -> None:
    make_postcodes(session)
    assert get_ligging(session, "2312 zz") == (52.1871, 4.4970)
    assert get_ligging(session, "2312xx") == get_ligging(session, "2312") == LEIDEN
    assert get_ligging(session, "9999AB") is None
    assert get_ligging(session, "'; DROP TABLE postcode; --") is None


def test_near_is_the_same_as_counting_it_out(session: Session) -> None:
    r = random.Random(7)
    codes = {f"{2300 + n}": (52 + r.random() / 4, 4.4 + r.random() / 3) for n in range(12)}
    fijn = {
        f"{pc4}{letters}": (b + r.uniform(-0.02, 0.02), le + r.uniform(-0.02, 0.02))
        for pc4, (b, le) in list(codes.items())[:6]
        for letters in ("AB", "CD", "EF")
    }
    tabel = pl.DataFrame(
        [(c, *p) for c, p in (codes | fijn).items()], schema=["code", "breedte", "lengte"], orient="row"
    )
    session.add_all(Postcode(**rij) for rij in maak_pc4s(tabel).iter_rows(named=True))
    session.add_all(Postcode6(pc6=c, breedte=b, lengte=le) for c, (b, le) in fijn.items())
    alle = [
        make(session, f"bedrijf {n:03}", r.choice([*fijn, *(f"{c}XX" for c in codes), "9999ZZ", ""])) for n in range(90)
    ]
    hier = (52.1, 4.5)

    def verte(bedrijf: Leerbedrijf) -> float | None:
        plek = fijn.get(bedrijf.postcode) or codes.get(bedrijf.postcode[:4])
        return rond(afstand_km(hier, plek)) if plek else None

    for op_index in (False, True):
        bron = Bron(
            sa.inspect(Leerbedrijf).local_table,
            col(Leerbedrijf.id),
            col(Leerbedrijf.postcode),
            col(Leerbedrijf.zoektekst),
            [col(Leerbedrijf.opgegaan_in_id).is_(None)],
            op_index=op_index,
        )
        for km in (5, 10, 15, 25, 50, None):
            bekend = [(d, b.zoektekst, b.id) for b in alle if (d := verte(b)) is not None and (km is None or d <= km)]
            nergens = sorted((b.zoektekst, b.id) for b in alle if verte(b) is None) if km is None else []
            for aflopend in (False, True):
                goed = sorted(bekend, key=lambda x: (-x[0] if aflopend else x[0], x[1]))
                ids = [x[2] for x in goed] + [x[1] for x in nergens]
                for offset in range(0, 100, 7):
                    blad = blader(session, bron, hier, km, offset, 7, aflopend=aflopend)
                    assert (blad.ids, blad.totaal) == (ids[offset : offset + 7], len(ids)), (op_index, km, offset)
            if km is not None:
                vraag = sa.select(col(Leerbedrijf.id)).where(binnen(session, bron, hier, km))
                assert set(session.execute(vraag).scalars()) == {x[2] for x in bekend}


def test_companies_within_so_many_kilometres_of_a_student_nearest_first(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    make(session, "Noord", "2312ZZ")
    make(session, "Amsterdam", "1012AA")
    make(session, "Zuid", "2312AB", opgegaan_in_id=None)
    make(session, "Nergens", "")
    student = make_student(
        session, studentnummer="123456", postcode="2312AB", team_id=coordinator.toewijzingen[0].team_id
    )
    alles = [("Zuid", "0,0 km"), ("Noord", "3,0 km"), ("Amsterdam", "36,1 km"), ("Nergens", "")]
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456") == alles
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456", km="15") == alles[:2]
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf=f"student-{student.id}", km="50") == alles[:3]
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="2312 zz", km="5")[0] == ("Noord", "0,0 km")
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456", sorteer="-afstand") == [*alles[2::-1], alles[3]]
    # another order, the same circle
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456", km="15", sorteer="naam") == alles[1::-1]
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456", km="15", zoek="zuid") == alles[:1]
    # what cannot be chosen is no filter
    assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf="123456", km="7") == alles
    assert (vanaf_student(7, "123456"), vanaf_student(7, "")) == ("123456", "student-7")


def test_where_a_student_of_another_team_lives_stays_unknown(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    make(session, "Amsterdam", "1012AA")
    vreemd = make_student(session, make_team(session), studentnummer="777777", postcode="2312AB")
    for vanaf in ("777777", f"student-{vreemd.id}", "Yara", "'; --", "student-x"):
        assert rijen(session, coordinator, LEERBEDRIJVEN, vanaf=vanaf, km="5") == [("Amsterdam", "")], vanaf
        zin = zin_vanaf(session, coordinator, LijstVraag(filters={"vanaf": vanaf}), VanafSoort.STUDENT)
        assert zin is not None
        assert "We weten niet waar dit is" in zin.nl
    for rol in (Rol.STUDENT, Rol.PRAKTIJKOPLEIDER):
        actor = make_actor(session, rol, make_account(session))
        assert rijen(session, actor, LEERBEDRIJVEN, vanaf="777777") == []
        assert rijen(session, actor, DOSSIERS, vanaf="2312AB") == []


@pytest.mark.parametrize("lijst", [LEERBEDRIJVEN, PLAATSEN, DOSSIERS], ids=lambda lijst: lijst.naam)
def test_without_a_table_or_a_point_to_start_from_there_is_no_column(
    session: Session, coordinator: Actor, lijst: Lijst
) -> None:
    def koppen(vanaf: str) -> str:
        doel = io.BytesIO()
        schrijf_lijst(session, coordinator, lijst, LijstVraag(filters={"vanaf": vanaf}), doel, ExportSoort.CSV)
        return doel.getvalue().decode("utf-8-sig").splitlines()[0]

    namen = {f.naam for f in (lijst.filters_van(session, coordinator) if lijst.filters_van else ())}
    assert not namen & {"vanaf", "km"}
    assert "Afstand" not in koppen("2312AB")
    make_postcodes(session)
    namen = {f.naam for f in (lijst.filters_van(session, coordinator) if lijst.filters_van else ())}
    assert {"vanaf", "km"} <= namen
    assert "Afstand" in koppen("2312AB")
    assert "Afstand" not in koppen("")
    assert "Afstand" not in koppen("9999AB")
    assert "Afstand" not in {k.label.nl for k in STUDENTEN.kolommen}
    assert LIJSTEN[lijst.naam] is lijst


def test_places_seen_from_a_student_and_from_home(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    team = coordinator.toewijzingen[0].team_id
    student = make_student(session, studentnummer="123456", postcode="2312AB", team_id=team)
    make_verbintenis(session, student, team_id=team)
    ver, dichtbij = (
        make_plaats(session, make_contactpersoon(session, make(session, naam, postcode)), titel=naam, zoektekst=naam)
        for naam, postcode in (("ver", "1012AA"), ("dichtbij", "2312ZZ"))
    )
    assert rijen(session, coordinator, PLAATSEN, vanaf="123456") == [("dichtbij", "3,0 km"), ("ver", "36,1 km")]
    assert rijen(session, coordinator, PLAATSEN, vanaf="123456", km="25") == [("dichtbij", "3,0 km")]
    assert rijen(session, coordinator, PLAATSEN, vanaf="123456", km="25", sorteer="-titel") == [("dichtbij", "3,0 km")]
    thuis = make_actor(session, Rol.STUDENT, make_account(session), student_id=student.id)

    def aanbod(**filters: str) -> list[str]:
        extra = AANBOD.filters_van(session, thuis) if AANBOD.filters_van else ()
        return [rij.sleutel for rij in AANBOD.vraag(session, thuis, lees_vraag(AANBOD, filters, extra)).rijen]

    assert aanbod() == [str(dichtbij.id), str(ver.id)]
    assert aanbod(km="15") == aanbod(km="15", sorteer="van") == [str(dichtbij.id)]
    assert aanbod(vanaf="1012AA") == aanbod(), "a student sees distances from home only"
    student.postcode = ""
    session.flush()
    assert not {f.naam for f in AANBOD.filters_van(session, thuis)} if AANBOD.filters_van else False
    assert aanbod(km="15") == [str(dichtbij.id), str(ver.id)]


def test_students_without_a_place_seen_from_a_company(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    bedrijf = make(session, "Van Dam", "2312AB", sbb_id="100018965")
    team = session.get_one(type(make_team(session)), coordinator.toewijzingen[0].team_id)
    dossiers = {}
    for naam, postcode in (("Ver", "9711AA"), ("Buur", "2312ZZ"), ("Geplaatst", "2312AB"), ("Onbekend", "")):
        student = make_student(session, team, naam=naam, zoektekst=naam.lower(), postcode=postcode)
        dossiers[naam] = make_dossier(session, make_verbintenis(session, student, team_id=team.id), team_id=team.id)
    vreemd = make_student(session, make_team(session), naam="Vreemd", postcode="2312AB")
    make_dossier(session, make_verbintenis(session, vreemd))
    make_pok(session, dossier=dossiers["Geplaatst"], opleider=make_contactpersoon(session, bedrijf))
    vraag = {"plaats": "zonder", "vanaf": "100018965"}
    alles = [("Buur", "3,0 km"), ("Ver", "182,6 km"), ("Onbekend", "")]
    assert rijen(session, coordinator, DOSSIERS, **vraag) == alles
    assert rijen(session, coordinator, DOSSIERS, **vraag, km="15") == alles[:1]
    assert rijen(session, coordinator, DOSSIERS, **vraag, km="15", sorteer="-student") == alles[:1]
    assert rijen(session, coordinator, DOSSIERS, vanaf=f"bedrijf-{bedrijf.id}", km="5") == [
        ("Geplaatst", "0,0 km"),
        ("Buur", "3,0 km"),
    ]
    assert (vanaf_leerbedrijf(3, None), vanaf_leerbedrijf(3, "100018965")) == ("bedrijf-3", "100018965")
    zin = zin_vanaf(session, coordinator, LijstVraag(filters={"vanaf": "100018965"}), VanafSoort.LEERBEDRIJF)
    assert zin is not None
    assert zin.nl == "Hemelsbreed vanaf Van Dam."
    zonder = zin_vanaf(session, coordinator, LijstVraag(filters={"km": "15"}), VanafSoort.LEERBEDRIJF)
    assert zonder is not None
    assert "vanaf waar" in zonder.nl
    assert zin_vanaf(session, coordinator, LijstVraag(), VanafSoort.LEERBEDRIJF) is None


def test_the_picker_finds_what_is_near_without_words(session: Session, coordinator: Actor) -> None:
    make_postcodes(session)
    erkend = make(session, "Erkend", "2312ZZ")
    make_erkenning(session, erkend, "25736")
    make(session, "Dichter", "2312AB")
    make(session, "Opgegaan", "2312AB", opgegaan_in_id=erkend.id)
    make(session, "Ver", "1012AA")
    vind = zoek_leerbedrijven(session, coordinator, "", crebo="25736", postcode="2312AB", km=15)
    assert [(g.naam, g.afstand) for g in vind] == [("Erkend", 3.0), ("Dichter", 0.0)]
    vind = zoek_leerbedrijven(session, coordinator, "er", postcode="2312AB", km=50)
    assert [(g.naam, g.afstand) for g in vind] == [("Dichter", 0.0), ("Erkend", 3.0), ("Ver", 36.1)]
    assert [g.naam for g in zoek_leerbedrijven(session, coordinator, "ver", postcode="2312AB", km=15)] == []
    assert [g.afstand for g in zoek_leerbedrijven(session, coordinator, "ver", postcode="onzin", km=15)] == [None]
