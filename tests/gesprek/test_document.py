"""The report as a PDF: from the frozen copy only, whole however long it is, the same bytes for the same version."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from sqlmodel import Session

from bpv_app.gesprek.document_verslag import maak_verslag
from bpv_app.gesprek.queries_document import get_gedeeld_document, get_school_document
from bpv_app.gesprek.rules_document import VerslagDocument, maak_document
from bpv_app.gesprek.rules_verslag import Gedeeld, ReactieSoort
from bpv_app.gesprek.service_gedeeld import reageer
from bpv_app.gesprek.service_verslag import deel
from bpv_app.gesprek.service_zorg import bewaar_zorg
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, NietGevonden
from tests.gesprek.cast import make_cast, startgesprek
from tests.gesprek.test_verslag import make_gedeeld, schrijf, verslag_id
from tests.makers import NU


def tekst_van(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [pagina.get_textpage().get_text_range().replace("\r\n", "\n") for pagina in document]


def test_the_school_and_who_got_it_have_the_same_paper_without_what_is_for_the_school(
    session: Session, clock: FixedClock
) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock, "Kanarie alleen voor school.")
    bewaar_zorg(session, cast.begeleider, clock, moment_id, "notitie_1", "Kanarie van de zorg.", [""])
    nummer = verslag_id(session, moment_id)
    reageer(session, cast.student_actor, clock, nummer, 1, ReactieSoort.OPMERKING, "Het was\nom tien uur.")
    bladen = {
        maak_verslag(get_school_document(session, wie, moment_id)[1]) for wie in (cast.begeleider, cast.coordinator)
    } | {
        maak_verslag(get_gedeeld_document(session, wie, nummer)[1]) for wie in (cast.student_actor, cast.opleider_actor)
    }
    (pdf,) = bladen
    (pagina,) = tekst_van(pdf)
    for woord in (
        "Gespreksverslag: Startgesprek", cast.student.naam, "Van Dam Techniek", "26 nov 2026", "Een goed begin.",
        "4 van 5", "Afspraken en leerdoelen", "Elke vrijdag het logboek delen.", "student, vóór 8 jan 2027",
        "om tien uur.", "pagina 1 van 1",
    ):  # fmt: skip
        assert woord in pagina, woord
    assert "Kanarie" not in pagina


def test_nobody_else_gets_it(session: Session, clock: FixedClock) -> None:
    cast, moment_id, _ = make_gedeeld(session, clock)
    nummer = verslag_id(session, moment_id)
    gekregen = set()
    for naam, wie in {n: w for n, w in vars(cast).items() if isinstance(w, Actor)}.items():
        for soort, lees, id_ in (("school", get_school_document, moment_id), ("kopie", get_gedeeld_document, nummer)):
            try:
                lees(session, wie, id_)
            except DomeinFout:
                continue
            gekregen.add((naam, soort))
    assert gekregen == {
        ("begeleider", "school"), ("coordinator", "school"), ("student_actor", "kopie"), ("opleider_actor", "kopie"),
    }  # fmt: skip


def test_before_it_is_shared_there_is_no_paper_and_after_it_the_newest_version(
    session: Session, clock: FixedClock
) -> None:
    leeg = make_cast(session)
    moment_id = startgesprek(session, leeg).id or 0
    with pytest.raises(NietGevonden):
        get_school_document(session, leeg.begeleider, moment_id)
    schrijf(session, leeg, clock, moment_id, start="Alleen een concept.")
    with pytest.raises(NietGevonden):
        get_school_document(session, leeg.begeleider, moment_id)
    cast, moment_id, _ = make_gedeeld(session, clock)
    eerste = maak_verslag(get_school_document(session, cast.begeleider, moment_id)[1])
    assert maak_verslag(get_school_document(session, cast.begeleider, moment_id)[1]) == eerste
    schrijf_opnieuw = "Toch anders."
    from bpv_app.gesprek.service_verslag import bewaar_antwoord

    bewaar_antwoord(session, cast.begeleider, clock, moment_id, "start", schrijf_opnieuw, ["Een goed begin."])
    assert maak_verslag(get_school_document(session, cast.begeleider, moment_id)[1]) == eerste, "not shared yet"
    deel(session, cast.begeleider, clock, moment_id)
    tweede = maak_verslag(get_school_document(session, cast.begeleider, moment_id)[1])
    assert schrijf_opnieuw in tekst_van(tweede)[0]
    assert "versie 2" in tekst_van(tweede)[0]


def _lang(**anders: str) -> VerslagDocument:
    woorden = " ".join(f"woord{n}" for n in range(700))
    velden = {"school": "De School", "student": "Yara", "bedrijf": "Van Dam", "titel": "Eindgesprek", **anders}
    gedeeld = Gedeeld(
        velden["titel"],
        "2026-11-26",
        ("student", "onderwijsbegeleider"),
        tuple((f"Vraag {n}?", "", "tekst", woorden + "\nlaatste regel") for n in range(1, 9)),
    )
    return maak_document(
        gedeeld,
        school=velden["school"],
        student=velden["student"],
        bedrijf=velden["bedrijf"],
        nummer=3,
        gedeeld=(NU, "Anke"),
        reacties=[("Jan", "Opmerking", "Niets.", NU)],
    )


def test_a_long_report_flows_over_pages_and_loses_no_word() -> None:
    paginas = tekst_van(maak_verslag(_lang()))
    assert len(paginas) > 3
    alles = " ".join(" ".join(paginas).split())
    assert all(alles.count(f" woord{n} ") == 8 for n in (1, 300, 698))
    assert alles.count("laatste regel") == 8
    for nummer, pagina in enumerate(paginas, start=1):
        assert f"pagina {nummer} van {len(paginas)}" in pagina


@pytest.mark.parametrize("vreemd", ["x" * 5000, "\x00\u202eomgekeerd", "Ünïcode Łódź Ελλάδα 日本", "", "(\\) Tj ET"])
def test_hostile_names_and_titles_make_an_ordinary_pdf(vreemd: str) -> None:
    pdf = maak_verslag(_lang(school=vreemd, student=vreemd, bedrijf=vreemd, titel=vreemd))
    assert pdf == maak_verslag(_lang(school=vreemd, student=vreemd, bedrijf=vreemd, titel=vreemd))
    assert "laatste regel" in " ".join(tekst_van(pdf))
