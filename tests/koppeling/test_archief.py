"""The whole dossier as one archive, and the evidence: who gets it, what is in it, and what never is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pypdfium2 as pdfium
import pytest
from PIL import Image
from sqlmodel import Session

from bpv_app import opslag
from bpv_app.gesprek.tables import Contactmoment
from bpv_app.kernel.actor import Actor, RolToewijzing, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import RECHTEN, Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling import archief as archief_bestand
from bpv_app.koppeling import queries_archief
from bpv_app.koppeling.archief import SCHEMA, schrijf_archief
from bpv_app.koppeling.bewijs_pdf import maak_bevestiging, maak_bewijs
from bpv_app.koppeling.queries_archief import lees_archief
from bpv_app.koppeling.queries_bewijs import get_bevestiging, get_bewijs
from bpv_app.koppeling.queries_eigen_uren import lees_logboek
from bpv_app.pok.rules import Partij, PokStatus
from bpv_app.pok.tables import PokHandtekening, PokHistorie, PokScan
from bpv_app.signaal.rules import SignaalSoort
from bpv_app.signaal.rules_melding import MeldingSoort
from bpv_app.signaal.service import meld
from bpv_app.signaal.service_melding import doe_melding, noem
from bpv_app.uren.rules import Oordeel, Soort, WeekStatus
from bpv_app.uren.rules_logboek import LogboekStatus
from bpv_app.uren.tables import UrenRegel
from tests.gesprek.cast import Cast
from tests.gesprek.test_lek import SCHOOL, ZORG, make_world
from tests.makers import make_account, make_logboek_item, make_logboek_reactie, make_uren_dag, make_uren_week

MELDING, SIGNAAL, CONCEPT = "Kanarie-melding", "Kanarie-signaal", "Kanarie-concept"
GEHEIM = (SCHOOL, ZORG, MELDING, SIGNAAL, CONCEPT)
NU = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)


def scan() -> bytes:
    uit = io.BytesIO()
    Image.new("L", (620, 877), 240).save(uit, "JPEG")
    return uit.getvalue()


@pytest.fixture
def cast(session: Session, clock: FixedClock) -> Cast:
    """A signed placement with hours, a logbook, a shared report, and a canary in everything that is not for outside."""
    cast, _ = make_world(session, clock)
    pok, pok_id = cast.pok, cast.pok.id or 0
    for partij in (Partij.STUDENT, Partij.LEERBEDRIJF, Partij.SCHOOL):
        session.add(
            PokHandtekening(
                pok_id=pok_id,
                document_versie=1,
                partij=partij,
                getekend_op=date(2026, 11, 25),
                geregistreerd_op=NU,
                door_naam="Studentenzaken",
            )
        )
    session.add(
        PokScan(
            pok_id=pok_id,
            document_versie=1,
            sha256=opslag.bewaar(scan()),
            bestandsnaam="scan.jpg",
            mime="image/jpeg",
            bytes_aantal=len(scan()),
            op=NU,
            door_naam="Studentenzaken",
        )
    )
    week = make_uren_week(
        session, pok, status=WeekStatus.GOEDGEKEURD, beoordeeld_op=NU, beoordeeld_door="Piet Opleider"
    )
    dag = make_uren_dag(session, week, 450)
    session.add(UrenRegel(dag_id=dag.id or 0, pok_id=pok_id, datum=dag.datum, soort=Soort.ZIEK, minuten=30))
    make_uren_dag(session, week, 120, datum=date(2026, 12, 8), oordeel=Oordeel.TERUG)
    make_uren_dag(session, make_uren_week(session, pok, maandag=date(2026, 12, 14)), 60, datum=date(2026, 12, 14))
    make_logboek_reactie(session, make_logboek_item(session, pok, titel="Kabels"))
    make_logboek_item(session, pok, LogboekStatus.CONCEPT, titel=CONCEPT)
    vertrouwd = make_account(session, Rol.ONDERWIJSBEGELEIDER, team_id=cast.team.id)
    noem(session, systeem(), clock, vertrouwd.id or 0, cast.team.id)
    als = Actor(None, "S", (RolToewijzing(Rol.STUDENT, student_id=cast.student.id),))
    doe_melding(
        session, als, clock, MeldingSoort.ONVEILIG, MELDING, vertrouwd.id or 0, begeleider_weet=False, sleutel="1"
    )
    meld(session, clock, cast.dossier_id, SignaalSoort.EIGEN, Tekst(SIGNAAL, SIGNAAL), "eigen:1")
    session.flush()
    return cast


def pdf_tekst(inhoud: bytes) -> str:
    return "\n".join(p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(inhoud))


def pak_uit(session: Session, wie: Actor, dossier_id: int) -> dict[str, bytes]:
    doel = io.BytesIO()
    schrijf_archief(lees_archief(session, wie, dossier_id), wie.naam, NU, doel)
    with zipfile.ZipFile(doel) as zip_:
        return {naam: zip_.read(naam) for naam in zip_.namelist()}


def alles(bestanden: dict[str, bytes]) -> str:
    """Everything somebody can read in an archive, the text of its PDFs too."""
    delen = [naam + inhoud.decode(errors="replace") for naam, inhoud in bestanden.items()]
    return "\n".join(delen + [pdf_tekst(b) for naam, b in bestanden.items() if naam.endswith(".pdf")])


def check_vorm(schema: dict[str, Any], waarde: Any, plek: str = "") -> None:
    """As much of JSON Schema as ours uses."""
    soorten = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    if "const" in schema:
        assert waarde == schema["const"], plek
    if "type" in schema:
        namen = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        assert isinstance(waarde, tuple(soorten[n] for n in namen)), f"{plek}: {type(waarde)}"
    if isinstance(waarde, dict):
        assert set(schema.get("required", ())) <= set(waarde), plek
        for naam, deel in schema.get("properties", {}).items():
            if naam in waarde:
                check_vorm(deel, waarde[naam], f"{plek}/{naam}")
    if isinstance(waarde, list):
        for nummer, rij in enumerate(waarde):
            check_vorm(schema.get("items", {}), rij, f"{plek}/{nummer}")


def test_the_archive_holds_the_dossier_for_who_guides_the_team(session: Session, cast: Cast) -> None:
    bestanden = pak_uit(session, cast.coordinator, cast.dossier_id)
    inhoud = json.loads(bestanden["dossier.json"])
    schema = json.loads(bestanden["schema.json"])
    check_vorm(schema, inhoud)
    (pok,) = inhoud["overeenkomsten"]
    assert (pok["nummer"], len(pok["handtekeningen"]), len(pok["uren"]["weken"])) == (cast.pok.nummer, 3, 2)
    assert [i["titel"] for i in pok["logboek"]] == ["Kabels"]
    assert [r["tekst"] for r in pok["logboek"][0]["reacties"]] == ["Goed zo."]
    assert "Een goed begin." in json.dumps(inhoud["gespreksverslagen"], ensure_ascii=False)
    assert len(inhoud["gesprekken"]) == 3
    assert bestanden[pok["scans"][0]["bestand"]] == scan()
    assert "Bewijs van de beroepspraktijkvorming" in pdf_tekst(bestanden[f"bewijs/bewijs-POK-{cast.pok.nummer}.pdf"])
    for weg in GEHEIM:
        assert weg not in alles(bestanden), weg


def test_studentenzaken_gets_no_more_than_the_screens_show(session: Session, cast: Cast) -> None:
    inhoud = json.loads(pak_uit(session, cast.studentenzaken, cast.dossier_id)["dossier.json"])
    check_vorm(SCHEMA, inhoud)
    assert [inhoud[deel] for deel in ("gesprekken", "gespreksverslagen", "beoordelingen")] == [None] * 3
    assert inhoud["overeenkomsten"][0]["logboek"] is None
    assert inhoud["overeenkomsten"][0]["uren"] is not None


def test_nobody_else_gets_an_archive(session: Session, cast: Cast) -> None:
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        if naam in ("coordinator", "studentenzaken"):
            continue
        with pytest.raises(NietGevonden if naam == "vreemde_coordinator" else GeenRecht):
            lees_archief(session, wie, cast.dossier_id)
    for onbekend in (0, -1, 2**40, cast.dossier_id + 999):
        with pytest.raises(NietGevonden):
            lees_archief(session, cast.coordinator, onbekend)


def test_a_file_that_is_gone_is_named_and_the_rest_is_there(session: Session, cast: Cast) -> None:
    from tests.makers import make_logboek_bijlage

    make_logboek_bijlage(session, make_logboek_item(session, cast.pok))
    bestanden = pak_uit(session, cast.coordinator, cast.dossier_id)
    (mist,) = json.loads(bestanden["dossier.json"])["ontbrekende_bestanden"]
    assert mist.startswith("logboek/")
    assert mist in bestanden["LEESMIJ.txt"].decode()
    assert mist not in bestanden


def zonder_scope(m: pytest.MonkeyPatch) -> None:
    m.setattr(queries_archief, "_mag", lambda *_: True)


def concepten_ook(m: pytest.MonkeyPatch) -> None:
    m.setattr(queries_archief, "lees_logboek", lambda s, pok, gezien, *_: lees_logboek(s, pok, gezien))


@pytest.mark.parametrize(
    ("haal_weg", "wie", "gevonden"),
    [
        (zonder_scope, "vreemde_coordinator", "Een goed begin."),
        (concepten_ook, "coordinator", CONCEPT),
    ],
)
def test_without_a_guard_the_search_finds_the_leak(
    session: Session, cast: Cast, haal_weg: Callable[[pytest.MonkeyPatch], None], wie: str, gevonden: str
) -> None:
    """The search would find what it looks for."""
    with pytest.MonkeyPatch.context() as m:
        haal_weg(m)
        m.setattr(queries_archief, "get_bewijs", lambda s, _w, p: get_bewijs(s, cast.coordinator, p))
        assert gevonden in alles(pak_uit(session, getattr(cast, wie), cast.dossier_id))


# --- the evidence -----------------------------------------------------------------------------------------------------


def test_the_evidence_says_what_was_agreed_signed_worked_and_talked_about(session: Session, cast: Cast) -> None:
    for wie in (cast.coordinator, cast.studentenzaken, cast.begeleider):
        bewijs = get_bewijs(session, wie, cast.pok.id or 0)
        assert (bewijs.goedgekeurd, [w.minuten for w in bewijs.weken]) == (450, [450, 60])
        assert [w.afwezig for w in bewijs.weken] == [30, 0]
        inhoud = maak_bewijs(bewijs, NU)
        assert inhoud == maak_bewijs(bewijs, NU), "the same facts give the same bytes"
        tekst = pdf_tekst(inhoud)
        for staat in (cast.pok.nummer, cast.student.naam, "Piet Opleider", "7,5", "Startgesprek", "25 nov 2026"):
            assert staat in tekst, staat
        assert len(pdfium.PdfDocument(inhoud)) == 2, "the overview and the scan"
        for weg in (*GEHEIM, "Een goed begin."):
            assert weg not in tekst


def test_the_company_gets_it_of_its_own_trainee_without_the_birth_date(session: Session, cast: Cast) -> None:
    bewijs = get_bewijs(session, cast.opleider_actor, cast.pok.id or 0)
    assert (bewijs.papier, bewijs.is_voor_bedrijf) == ((), True)
    assert [g.naam for g in bewijs.gesprekken] == ["Startgesprek"]
    tekst = pdf_tekst(maak_bewijs(bewijs, NU))
    geboren = cast.student.geboortedatum
    assert geboren is not None
    for vorm in (geboren.isoformat(), f"{geboren:%d-%m-%Y}", f"{geboren.year}"):
        assert not re.search(rf"\b{vorm}\b", tekst)  # as a number of its own: a student number may hold a year


def test_a_conversation_without_the_company_is_not_in_the_companys_evidence(session: Session, cast: Cast) -> None:
    from sqlmodel import select

    moment = session.exec(select(Contactmoment).where(Contactmoment.naam == "Startgesprek")).one()
    moment.aanwezig = ["student", "onderwijsbegeleider"]
    moment.is_gezamenlijk = False
    session.flush()
    assert get_bewijs(session, cast.opleider_actor, cast.pok.id or 0).gesprekken == ()
    assert len(get_bewijs(session, cast.coordinator, cast.pok.id or 0).gesprekken) == 1


def test_nobody_else_gets_evidence(session: Session, cast: Cast) -> None:
    mag = {"coordinator", "studentenzaken", "begeleider", "opleider_actor"}
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        if naam not in mag:
            with pytest.raises(NietGevonden):
                get_bewijs(session, wie, cast.pok.id or 0)
        if naam not in {"coordinator", "studentenzaken", "begeleider", "student_actor"}:
            with pytest.raises(NietGevonden):
                get_bevestiging(session, wie, cast.pok.id or 0)


def test_there_is_evidence_only_of_what_everybody_signed(session: Session, cast: Cast) -> None:
    for status in (PokStatus.CONCEPT, PokStatus.VOLLEDIG, PokStatus.AFGEDRUKT, PokStatus.VERVANGEN):
        cast.pok.status = status
        session.flush()
        with pytest.raises(DomeinFout, match="niet_getekend"):
            get_bewijs(session, cast.coordinator, cast.pok.id or 0)
    session.add(
        PokHistorie(
            pok_id=cast.pok.id or 0, van=PokStatus.AFGEDRUKT, naar=PokStatus.DEFINITIEF, op=NU, door_naam="Iemand"
        )
    )
    session.flush()
    assert get_bewijs(session, cast.coordinator, cast.pok.id or 0).nummer == cast.pok.nummer


def test_the_confirmation_is_one_page_for_the_student(session: Session, cast: Cast) -> None:
    inhoud = maak_bevestiging(get_bevestiging(session, cast.student_actor, cast.pok.id or 0), NU)
    tekst = pdf_tekst(inhoud)
    assert len(pdfium.PdfDocument(inhoud)) == 1
    for staat in ("Bevestiging van je stage", cast.student.naam, "Uren volgens de POK", "Praktijkopleider"):
        assert staat in tekst


def test_a_damaged_scan_is_said_and_does_not_break_the_evidence(session: Session, cast: Cast) -> None:
    from sqlmodel import select

    rij = session.exec(select(PokScan)).one()
    rij.sha256, rij.mime = opslag.bewaar(b"%PDF-1.7 broken"), "application/pdf"
    session.flush()
    tekst = pdf_tekst(maak_bewijs(get_bewijs(session, cast.coordinator, cast.pok.id or 0), NU))
    assert "was niet te lezen" in tekst


def test_a_year_of_hours_goes_over_pages_and_keeps_its_head(session: Session, cast: Cast) -> None:
    for n in range(60):
        maandag = date.fromordinal(date(2027, 1, 4).toordinal() + 7 * n)
        make_uren_dag(session, make_uren_week(session, cast.pok, maandag=maandag), 480, datum=maandag)
    inhoud = maak_bewijs(get_bewijs(session, cast.opleider_actor, cast.pok.id or 0), NU)
    paginas = [p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(inhoud)]
    assert len(paginas) >= 2
    assert all(f"pagina {n} van {len(paginas)}" in p for n, p in enumerate(paginas, start=1))
    assert all("Week van" in p for p in paginas)


def test_the_right_to_fetch_a_dossier_is_that_of_who_keeps_it() -> None:
    assert {rol for rol, rechten in RECHTEN.items() if Actie.DOSSIER_OPHALEN in rechten} == {
        Rol.COORDINATOR,
        Rol.STUDENTENZAKEN,
    }
    assert archief_bestand.SCHEMA["properties"]["versie"] == {"const": queries_archief.VERSIE}
