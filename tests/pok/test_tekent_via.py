"""A POK of a company for which a holding signs: the paper, the letter, the reminders and the call card."""

from __future__ import annotations

import pytest
from sqlmodel import Session, select

from bpv_app.kernel.clock import FixedClock
from bpv_app.leerbedrijf.service_tekenen import zet_tekent_via
from bpv_app.leerbedrijf.tables import Contactpersoon
from bpv_app.pok import service
from bpv_app.pok.document_brieftekst import vul_brief
from bpv_app.pok.document_rules import Adres, Ondertekenaar, TekentNamens
from bpv_app.pok.queries_bellen import get_belkaart
from bpv_app.pok.queries_detail import get_pok_detail
from bpv_app.pok.rules import Partij
from bpv_app.pok.rules_documenttekst import TekstSoort
from bpv_app.pok.service_document import maak_document
from bpv_app.pok.service_manen import stuur_herinneringen
from bpv_app.pok.standaardteksten import standaardtekst
from bpv_app.toegang.tables import AccountRol
from tests.makers import make_contactpersoon, make_leerbedrijf
from tests.pok.hulp import DAG, druk_af, id_van, maak_volledig
from tests.pok.rolverdeling import Cast, make_cast
from tests.pok.test_manen import APP, GEDRUKT, klok_op, mails, zet_aan
from tests.pok.test_service_afdrukken import _tekst


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def joke(session: Session) -> Contactpersoon:
    holding = make_leerbedrijf(
        session, naam="Holding Zuid", straat="Kade", huisnummer="3", postcode="3011AB", plaats="Rotterdam"
    )
    return make_contactpersoon(
        session,
        holding,
        naam="Joke Jansen",
        functie="directeur",
        email="joke@holding.example",
        is_tekenbevoegd=True,
        is_praktijkopleider=False,
    )


def laat_tekenen(session: Session, cast: Cast, joke: Contactpersoon, clock: FixedClock) -> None:
    b = cast.leerbedrijf
    zet_tekent_via(session, cast.coordinator, clock, b.id or 0, joke.leerbedrijf_id, joke.id, b.versie)


def test_the_party_stays_and_the_holding_signs(
    session: Session, cast: Cast, joke: Contactpersoon, clock: FixedClock
) -> None:
    pok = maak_volledig(session, cast, clock)
    eigen = maak_document(session, clock, pok, 1, "")
    assert eigen.namens is None
    assert "Laat het leerbedrijf" in " ".join(b.tekst for b in vul_brief(eigen, "{stappen}", is_aan_voogd=False))
    laat_tekenen(session, cast, joke, clock)
    d = maak_document(session, clock, pok, 1, "")
    assert d.leerbedrijf == eigen.leerbedrijf
    assert d.namens == TekentNamens("Holding Zuid", Adres("Kade 3", "3011AB", "Rotterdam"), "Joke Jansen, directeur")
    vak = next(o for o in d.ondertekenaars if o.partij == Partij.LEERBEDRIJF)
    assert vak == Ondertekenaar("leerbedrijf", "Leerbedrijf", "Joke Jansen, directeur", "Holding Zuid")
    for voogd, soort in ((False, TekstSoort.BRIEF_STUDENT), (True, TekstSoort.BRIEF_VOOGD)):
        brief = " ".join(b.tekst for b in vul_brief(d, standaardtekst(soort), is_aan_voogd=voogd))
        assert "Laat Holding Zuid elk exemplaar tekenen, namens het leerbedrijf." in brief
        assert "Het adres is Kade 3, 3011 AB Rotterdam. Vraag naar Joke Jansen, directeur." in brief
    joke.is_tekenbevoegd = False
    session.flush()
    zonder = maak_document(session, clock, pok, 1, "").namens
    assert zonder is not None
    assert (zonder.naam, zonder.wie) == ("Holding Zuid", "")


def test_it_stands_on_the_paper_and_what_was_printed_stays(
    session: Session, cast: Cast, joke: Contactpersoon, clock: FixedClock
) -> None:
    pok = druk_af(session, cast, clock)
    _, _, eerst = service.get_document(session, cast.studentenzaken, id_van(pok), 1)
    laat_tekenen(session, cast, joke, clock)
    assert service.get_document(session, cast.studentenzaken, id_van(pok), 1)[2] == eerst
    assert "Holding Zuid" not in " ".join(_tekst(eerst))
    assert get_pok_detail(session, cast.coordinator, id_van(pok), DAG).tekent_via == (
        "Holding Zuid, Joke Jansen, directeur"
    )
    tweede = make_cast(session)
    laat_tekenen(session, tweede, joke, clock)
    pok = druk_af(session, tweede, clock)
    paginas = _tekst(service.get_document(session, tweede.studentenzaken, id_van(pok), 1)[2])
    blad = next(p for p in paginas if "Ondertekening" in p)
    for woord in ("Holding Zuid", "Kade 3", "Joke Jansen, directeur", tweede.leerbedrijf.naam):
        assert woord in blad


def test_the_reminder_goes_to_who_signs_without_a_way_in(
    session: Session, cast: Cast, joke: Contactpersoon, clock: FixedClock
) -> None:
    laat_tekenen(session, cast, joke, clock)
    pok = druk_af(session, cast, FixedClock(GEDRUKT))
    zet_aan(session, pok.team_id)
    assert stuur_herinneringen(session, APP, klok_op(-7)) == 2
    mail = mails(session)[1]
    assert (mail.sjabloon, mail.aan, mail.link_id) == ("manen_tekenaar", "joke@holding.example", None)
    assert f"{cast.leerling.naam}, {cast.leerbedrijf.naam}" in mail.tekst
    assert session.exec(select(AccountRol).where(AccountRol.contactpersoon_id == joke.id)).first() is None
    joke.is_actief = False
    session.flush()
    stuur_herinneringen(session, APP, klok_op(-2))
    assert mails(session)[-1].aan == cast.opleider.email
    assert mails(session)[-1].sjabloon == "manen_bedrijf"


def test_who_signs_is_called_first(session: Session, cast: Cast, joke: Contactpersoon, clock: FixedClock) -> None:
    laat_tekenen(session, cast, joke, clock)
    pok = druk_af(session, cast, clock)
    service.registreer_handtekening(session, cast.studentenzaken, clock, id_van(pok), Partij.STUDENT, DAG)
    bellers = get_belkaart(session, cast.begeleider, id_van(pok), DAG).bellers
    assert [(b.naam, b.rol.nl) for b in bellers if b.moet_tekenen] == [
        ("Joke Jansen, directeur", "Tekent via Holding Zuid")
    ]
    assert cast.opleider.naam in [b.naam for b in bellers]
