"""Printing: the only way to afgedrukt, with exactly kept bytes."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.config import instellingen, lees_instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.leerbedrijf.tables import Erkenning, ErkenningControle
from bpv_app.pok import service
from bpv_app.pok.document_rules import Adres
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.service_document import lees_adres, maak_document, school_van
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument
from tests.makers import make_locatie
from tests.pok.hulp import druk_af, historie, id_van, laatste_payload, maak_concept, maak_volledig, soorten
from tests.pok.rolverdeling import make_cast


def _tekst(inhoud: bytes) -> list[str]:
    pdf = pdfium.PdfDocument(io.BytesIO(inhoud))
    return [bladzij.get_textpage().get_text_bounded() for bladzij in pdf]


def test_a_batch_goes_in_the_order_of_the_post_with_a_result_per_pok(session: Session, clock: FixedClock) -> None:
    leiden = make_cast(session, postcode="2311CS", huisnummer="10")
    eerder = make_cast(session, postcode="2311CS", huisnummer="9")
    amsterdam = make_cast(session, postcode="1011AB")
    onerkend = make_cast(session)
    poks = [maak_volledig(session, cast, clock) for cast in (leiden, eerder, amsterdam, onerkend)]
    concept = maak_concept(session, make_cast(session), clock)
    session.execute(
        sa.update(Erkenning)
        .where(col(Erkenning.sbb_id) == onerkend.leerbedrijf.sbb_id)
        .values(erkend_tot=date(2026, 11, 25))
    )
    ids = [*(id_van(p) for p in poks), id_van(concept), 2**31 - 1]
    resultaat = service.druk_af(session, leiden.studentenzaken, clock, [*ids, ids[0]])
    gelukt = [u.sleutel for u in resultaat.uitslagen if u.gelukt]
    assert gelukt == [str(p.id) for p in (poks[2], poks[1], poks[0])]
    assert len(resultaat.uitslagen) == 6
    redenen = {u.sleutel: u.tekst.nl for u in resultaat.uitslagen if not u.gelukt}
    assert "de erkenning liep tot en met 25 nov 2026" in redenen[str(poks[3].id)]
    assert "de POK is concept" in redenen[str(concept.id)]
    assert "bestaat niet" in redenen[str(2**31 - 1)]
    assert [p.status for p in poks] == ["afgedrukt", "afgedrukt", "afgedrukt", "volledig"]
    bewijs = session.execute(
        sa.select(ErkenningControle).where(
            col(ErkenningControle.pok_id) == poks[3].id, col(ErkenningControle.aanleiding) == "afdrukken"
        )
    ).scalar_one()
    assert (bewijs.uitkomst, bewijs.peildatum) == ("niet_erkend", date(2026, 11, 26))
    paginas = _tekst(opslag.lees(service.get_afdruk(session, leiden.studentenzaken, resultaat.sha256).sha256))
    assert (resultaat.aantal, resultaat.paginas) == (3, len(paginas))
    volgorde = [next(i for i, t in enumerate(paginas) if p.nummer in t) for p in (poks[2], poks[1], poks[0])]
    assert volgorde == sorted(volgorde)
    assert resultaat.href == f"/api/afdrukken/{resultaat.sha256}.pdf"


def test_the_exact_bytes_are_kept_and_printed_again(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    assert (pok.document_versie, pok.afgedrukt_op) == (1, clock.nu())
    document = session.execute(sa.select(PokDocument)).scalar_one()
    _, rij, eerst = service.get_document(session, cast.studentenzaken, id_van(pok), 1)
    assert hashlib.sha256(eerst).hexdigest() == document.sha256 == rij.sha256
    assert (len(eerst), document.paginas) == (document.bytes_aantal, len(_tekst(eerst)))
    clock.moment += timedelta(days=30)
    cast.leerling.naam = "Een Heel Andere Naam"
    session.flush()
    assert service.get_document(session, cast.begeleider, id_van(pok), 1)[2] == eerst
    assert soorten(session, pok) == ["volledig", "afgedrukt"]
    assert laatste_payload(session, pok)["document_versie"] == 1
    for versie in (0, 2, -1, 2**40):
        with pytest.raises(NietGevonden):
            service.get_document(session, cast.studentenzaken, id_van(pok), versie)


def test_after_a_step_back_the_next_print_is_a_new_version(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = druk_af(session, cast, clock)
    eerst = service.get_document(session, cast.studentenzaken, id_van(pok), 1)[2]
    service.zet_terug(session, cast.studentenzaken, clock, id_van(pok), PokStatus.VOLLEDIG, "Naam verkeerd")
    clock.moment += timedelta(hours=1)
    druk_af(session, cast, clock, pok)
    assert pok.document_versie == 2
    tweede = service.get_document(session, cast.studentenzaken, id_van(pok), 2)[2]
    assert tweede != eerst
    assert service.get_document(session, cast.studentenzaken, id_van(pok), 1)[2] == eerst
    documenten = session.execute(sa.select(PokDocument).order_by(col(PokDocument.document_versie))).scalars().all()
    assert [d.vervallen_op is None for d in documenten] == [False, True]


def test_a_rolled_back_print_leaves_no_trace_in_the_database(motor: Engine, clock: FixedClock) -> None:
    with transaction(op=motor) as session:
        cast = make_cast(session)
        pok_id = id_van(maak_volledig(session, cast, clock))

    def druk_en_struikel() -> None:
        with transaction(op=motor) as session:
            assert service.druk_af(session, cast.studentenzaken, clock, [pok_id]).aantal == 1
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        druk_en_struikel()
    with lezen(op=motor) as session:
        pok = session.get_one(Pok, pok_id)
        assert (pok.status, pok.document_versie, soorten(session, pok)) == (PokStatus.VOLLEDIG, 0, ["volledig"])
        assert historie(session, pok)[-1][1] == "volledig"
        assert session.execute(sa.select(sa.func.count()).select_from(PokDocument)).scalar_one() == 0


def test_the_file_is_there_before_the_row(session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    bewaard: list[str] = []
    echt = opslag.bewaar

    def bewaar(inhoud: bytes) -> str:
        assert not [r for r in session.new if isinstance(r, PokDocument)]
        sha256 = echt(inhoud)
        bewaard.append(sha256)
        return sha256

    monkeypatch.setattr(opslag, "bewaar", bewaar)
    resultaat = service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    assert bewaard == [session.execute(sa.select(col(PokDocument.sha256))).scalar_one()]
    assert hashlib.sha256(opslag.lees(resultaat.sha256)).hexdigest() == resultaat.sha256


def test_a_full_disk_prints_nothing(session: Session, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)

    def vol(_inhoud: bytes) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(opslag, "bewaar", vol)
    with pytest.raises(OSError, match="No space left"):
        service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    session.refresh(pok)
    assert pok.status is PokStatus.VOLLEDIG


def test_nothing_to_print_makes_no_run(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_concept(session, cast, clock)
    resultaat = service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    assert (resultaat.href, resultaat.afdruk_id, len(resultaat.uitslagen)) == ("", None, 1)
    assert session.execute(sa.select(sa.func.count()).select_from(PokAfdruk)).scalar_one() == 0


def test_only_who_may_print_prints_and_fetches_the_run(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    pok = maak_volledig(session, cast, clock)
    for wie, actor in cast.wie().items():
        if wie != "studentenzaken":
            with pytest.raises(GeenRecht):
                service.druk_af(session, actor, clock, [id_van(pok)])
    assert pok.status is PokStatus.VOLLEDIG
    resultaat = service.druk_af(session, cast.studentenzaken, clock, [id_van(pok)])
    run = service.get_afdruk(session, cast.studentenzaken, resultaat.sha256)
    inhoud = opslag.lees(run.sha256)
    assert (run.aantal, len(inhoud)) == (1, run.bytes_aantal)
    with pytest.raises(GeenRecht):
        service.get_afdruk(session, cast.coordinator, resultaat.sha256)
    for onbekend in ("0" * 64, "x", "../../etc/passwd", ""):
        with pytest.raises(NietGevonden):
            service.get_afdruk(session, cast.studentenzaken, onbekend)


def test_a_run_with_a_pok_out_of_scope_is_not_theirs(session: Session, clock: FixedClock) -> None:
    from bpv_app.kernel.rechten import Rol
    from tests.makers import make_actor

    cast, ander = make_cast(session), make_cast(session)
    ids = [id_van(maak_volledig(session, c, clock)) for c in (cast, ander)]
    resultaat = service.druk_af(session, cast.studentenzaken, clock, ids)
    van_team = make_actor(session, Rol.STUDENTENZAKEN, team_id=cast.dossier.team_id)
    with pytest.raises(NietGevonden):
        service.get_afdruk(session, van_team, resultaat.sha256)
    vreemd = service.druk_af(session, van_team, clock, [ids[1]])
    assert [u.gelukt for u in vreemd.uitslagen] == [False]


def test_too_many_at_once_is_refused(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    with pytest.raises(DomeinFout, match="te_veel"):
        service.druk_af(session, cast.studentenzaken, clock, list(range(1, 27)))


def test_what_stands_on_paper(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session, geboortedatum=date(2009, 3, 1), voogd_naam="Mevrouw Bakker")
    locatie = make_locatie(session, cast.leerbedrijf, naam="Hal 3", straat="Kade", huisnummer="1")
    pok = maak_volledig(session, cast, clock, locatie_id=locatie.id)
    document = maak_document(session, clock, pok, 1, "Erkend voor crebo 25736.")
    assert [o.partij for o in document.ondertekenaars] == ["student", "voogd", "leerbedrijf", "school"]
    assert (document.student.is_minderjarig, document.student.voogd) == (True, "Mevrouw Bakker")
    assert document.leerbedrijf.naam == f"{cast.leerbedrijf.naam}, Hal 3"
    assert document.leerbedrijf.adres.straat == "Kade 1"
    assert [(v.studiejaar, v.uren) for v in document.verdeling] == [("2026-2027", Decimal(714))]
    assert (document.terug_voor, len(document.exemplaren)) == (date(2026, 12, 6), 3)
    assert document.onderwijsbegeleider.naam == cast.begeleider.naam
    assert document.erkenning == "Erkend voor crebo 25736."
    druk_af(session, cast, clock, pok)
    tekst = "\n".join(_tekst(service.get_document(session, cast.student, id_van(pok), 1)[2]))
    for staat in (pok.nummer, cast.leerbedrijf.naam, cast.leerling.naam, "714", "Hal 3", "25736"):
        assert staat in tekst


def test_the_schools_addresses_come_from_the_settings() -> None:
    school = school_van(instellingen())
    assert school.adres == Adres("Postbus 100", "2300AC", "Leiden")
    assert school.retouradres == Adres("Antwoordnummer 1000", "2300VB", "Leiden")
    assert school.afdeling == "Studentenzaken"
    anders = school_van(lees_instellingen(school_retouradres="ROC X, Straat 1, 1234 ab Den Haag", demo=True))
    assert (anders.retouradres, anders.afdeling) == (Adres("Straat 1", "1234AB", "Den Haag"), "Studentenzaken")
    assert lees_adres("Ergens in het veld") == Adres("Ergens in het veld")


def test_documents_lie_outside_the_web_root() -> None:
    assert instellingen().documenten_dir.resolve().is_relative_to(Path(instellingen().data_dir).resolve())
