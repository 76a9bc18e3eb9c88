"""Printing many as long work: in order, in one PDF, stopped and gone on, and nobody else's."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pikepdf
import pypdfium2 as pdfium
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.engine import Engine
from sqlmodel import Session, col

from bpv_app import opslag
from bpv_app.db import lezen, transaction
from bpv_app.kernel.actor import Actor, systeem
from bpv_app.kernel.clock import FixedClock
from bpv_app.kernel.errors import DomeinFout, GeenRecht, NietGevonden
from bpv_app.kernel.rechten import Rol
from bpv_app.leerbedrijf.tables import Erkenning
from bpv_app.pok import rules_afdruk, service_afdruk_taak, service_afdrukken
from bpv_app.pok.document_rules import PokDocument as PokPapier
from bpv_app.pok.queries_afdruk import get_run, lees_zip, list_bestanden, list_runs, maak_bestand
from bpv_app.pok.rules import PokStatus
from bpv_app.pok.rules_afdruk import Volgorde, afdruk_bestandsnaam
from bpv_app.pok.service_afdruk_taak import SOORT, Afdrukken, begin_afdruk, ga_verder
from bpv_app.pok.service_afdrukken import Getekend
from bpv_app.pok.tables import Pok, PokAfdruk, PokDocument, PokHistorie
from bpv_app.taak.rules import TaakBeeld, TaakStatus
from bpv_app.taak.service import list_regels, vraag_stop
from bpv_app.taak.tables import Taak
from bpv_app.taak.worker import TaakWorker
from tests.makers import make_actor
from tests.pok.hulp import id_van, maak_volledig
from tests.pok.rolverdeling import Cast, make_cast


@pytest.fixture(autouse=True)
def kleine_stappen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules_afdruk, "PER_STAP", 2)


@pytest.fixture
def klaar(motor: Engine, clock: FixedClock) -> tuple[Cast, list[int]]:
    """Five agreements ready to print, in postcode order 4, 3, 2, 1, 0 and in class order 0, 1, 2, 3, 4."""
    with transaction(systeem(), op=motor) as session:
        casts = [make_cast(session, postcode=f"{2000 - i}AA", klas=f"K{i}") for i in range(5)]
        ids = [id_van(maak_volledig(session, cast, clock)) for cast in casts]
    return casts[0], ids


def begin(motor: Engine, wie: Actor, clock: FixedClock, ids: list[int], volgorde: Volgorde = Volgorde.POSTCODE) -> int:
    with transaction(wie, op=motor) as session:
        return begin_afdruk(session, wie, clock, ids, volgorde)


def werk(motor: Engine, clock: FixedClock) -> None:
    assert TaakWorker({SOORT: Afdrukken()}, op=motor, clock=clock).ronde()


def run_van(motor: Engine, run_id: int) -> PokAfdruk:
    with lezen(op=motor) as session:
        return session.get_one(PokAfdruk, run_id)


def taak_van(motor: Engine, run_id: int) -> Taak:
    with lezen(op=motor) as session:
        return session.get_one(Taak, session.get_one(PokAfdruk, run_id).taak_id)


def nummers(motor: Engine, ids: list[int]) -> list[str]:
    with lezen(op=motor) as session:
        return [session.get_one(Pok, i).nummer for i in ids]


def outline(inhoud: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(inhoud)) as pdf, pdf.open_outline() as boom:
        return [str(een.title).split()[0] for een in boom.root]


@pytest.mark.parametrize("volgorde", list(Volgorde))
def test_many_are_printed_in_steps_to_one_pdf_in_the_chosen_order(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]], volgorde: Volgorde
) -> None:
    cast, ids = klaar
    run_id = begin(motor, cast.studentenzaken, clock, [ids[2], *ids, 2**31 - 1], volgorde)
    assert run_van(motor, run_id).sha256 == ""
    werk(motor, clock)
    run, taak = run_van(motor, run_id), taak_van(motor, run_id)
    assert (taak.status, taak.slot_nl, run.aantal) == (TaakStatus.KLAAR, "5 afgedrukt, 1 niet.", 5)
    inhoud = opslag.lees(run.sha256)
    verwacht = ids if volgorde is Volgorde.KLAS else ids[::-1]
    assert outline(inhoud) == nummers(motor, verwacht)
    tekst = [p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(inhoud)]
    assert len(tekst) == run.paginas
    eerste = [next(i for i, t in enumerate(tekst) if n in t) for n in nummers(motor, verwacht)]
    assert eerste == sorted(eerste)
    with lezen(cast.studentenzaken, op=motor) as session:
        regels = list_regels(session, cast.studentenzaken, taak.id or 0)
        assert [r.sleutel for r in regels] == [*(str(i) for i in verwacht), str(2**31 - 1)]
        assert "bestaat niet" in regels[-1].tekst.nl
        assert {session.get_one(Pok, i).status for i in ids} == {PokStatus.AFGEDRUKT}


def test_the_pages_are_those_of_the_single_prints(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar
    run_id = begin(motor, cast.studentenzaken, clock, ids[:2])
    werk(motor, clock)
    with lezen(op=motor) as session:
        los = list(session.execute(sa.select(PokDocument).order_by(col(PokDocument.id))).scalars())
        opnieuw = maak_bestand(session, session.get_one(PokAfdruk, run_id))
    run = run_van(motor, run_id)
    assert opnieuw == (run.sha256, run.bytes_aantal), "the same run gives the same bytes"
    samen, plaats = pdfium.PdfDocument(opslag.lees(run.sha256)), 0
    for document in los:
        bron = pdfium.PdfDocument(opslag.lees(document.sha256))
        for pagina in bron:
            beelden = [p.render(scale=0.5).to_numpy().tobytes() for p in (pagina, samen[plaats])]
            assert beelden[0] == beelden[1], f"page {plaats}"
            plaats += 1
    assert plaats == len(samen) == run.paginas
    with pikepdf.open(io.BytesIO(opslag.lees(run.sha256))) as pdf:
        assert pdf.check_pdf_syntax() == []
        fonts = {o.objgen for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o}
        assert len(fonts) <= 2, "what they share is in the file once"


class Stoppend(Afdrukken):
    """Somebody presses stop after the first step."""

    def __init__(self, motor: Engine, wie: Actor) -> None:
        self.motor, self.wie = motor, wie

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> service_afdruk_taak.Klaargezet:
        if not taak.gedaan:
            with transaction(self.wie, op=self.motor) as ander:
                vraag_stop(ander, self.wie, taak.id)
        return super().bereid_voor(session, actor, taak)


def test_what_was_printed_before_a_stop_can_be_fetched_and_the_rest_follows_in_the_same_run(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar
    wie = cast.studentenzaken
    run_id = begin(motor, wie, clock, ids)
    TaakWorker({SOORT: Stoppend(motor, wie)}, op=motor, clock=clock).ronde()
    assert (taak_van(motor, run_id).status, run_van(motor, run_id).aantal) == (TaakStatus.GESTOPT, 2)
    with lezen(wie, op=motor) as session:
        (regel,) = list_runs(session, wie, clock)
        assert (regel.aantal, regel.rest, regel.is_lopend) == (2, 3, False)
        sha256, _ = maak_bestand(session, get_run(session, wie, run_id))
        assert outline(opslag.lees(sha256)) == nummers(motor, ids[::-1][:2])
        statussen = [session.get_one(Pok, i).status for i in ids[::-1]]
    assert statussen == [PokStatus.AFGEDRUKT] * 2 + [PokStatus.VOLLEDIG] * 3
    with transaction(wie, op=motor) as session:
        ga_verder(session, wie, clock, run_id)
    with transaction(wie, op=motor) as session, pytest.raises(DomeinFout, match="afdruk_loopt"):
        ga_verder(session, wie, clock, run_id)
    werk(motor, clock)
    run = run_van(motor, run_id)
    assert outline(opslag.lees(run.sha256)) == nummers(motor, ids[::-1])
    with transaction(wie, op=motor) as session, pytest.raises(NietGevonden):
        ga_verder(session, wie, clock, run_id)


def test_what_changed_after_it_was_drawn_is_drawn_again(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar

    class Verandert(Afdrukken):
        def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> service_afdruk_taak.Klaargezet:
            uit = super().bereid_voor(session, actor, taak)
            with transaction(systeem(), op=motor) as ander:
                ander.execute(sa.update(Pok).where(col(Pok.id).in_(ids[:1])).values(uren_totaal=123))
            return uit

    begin(motor, cast.studentenzaken, clock, ids[:1])
    TaakWorker({SOORT: Verandert()}, op=motor, clock=clock).ronde()
    with lezen(op=motor) as session:
        document = session.execute(sa.select(PokDocument)).scalar_one()
    tekst = "".join(p.get_textpage().get_text_bounded() for p in pdfium.PdfDocument(opslag.lees(document.sha256)))
    assert "123" in tekst


def test_a_company_that_lost_its_accreditation_is_not_printed_and_says_so(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar
    with transaction(systeem(), op=motor) as session:
        session.execute(
            sa.update(Erkenning)
            .where(col(Erkenning.sbb_id) == cast.leerbedrijf.sbb_id)
            .values(erkend_tot=date(2026, 11, 1))
        )
    run_id = begin(motor, cast.studentenzaken, clock, ids)
    werk(motor, clock)
    taak = taak_van(motor, run_id)
    assert taak.slot_nl == "4 afgedrukt, 1 niet."
    with lezen(cast.studentenzaken, op=motor) as session:
        (fout,) = list_regels(session, cast.studentenzaken, taak.id or 0, alleen_mislukt=True)
        assert (fout.sleutel, "erkenning" in fout.tekst.nl) == (str(ids[0]), True)
        stappen = session.execute(
            sa.select(sa.func.count()).where(col(PokHistorie.pok_id) == ids[0], col(PokHistorie.naar) == "afgedrukt")
        ).scalar_one()
    assert stappen == 0


def test_a_full_disk_fails_the_task_prints_nothing_and_it_can_go_on(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, ids = klaar
    wie = cast.studentenzaken
    run_id = begin(motor, wie, clock, ids[:2])

    def vol(_inhoud: bytes) -> str:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as m:
        m.setattr(opslag, "bewaar", vol)
        werk(motor, clock)
    assert (taak_van(motor, run_id).status, run_van(motor, run_id).aantal) == (TaakStatus.MISLUKT, 0)
    with lezen(op=motor) as session:
        assert session.get_one(Pok, ids[0]).status is PokStatus.VOLLEDIG
    with transaction(wie, op=motor) as session:
        ga_verder(session, wie, clock, run_id)
    werk(motor, clock)
    assert (taak_van(motor, run_id).status, run_van(motor, run_id).aantal) == (TaakStatus.KLAAR, 2)


def test_single_prints_come_as_a_zip_with_safe_names(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar
    run_id = begin(motor, cast.studentenzaken, clock, ids[:3])
    werk(motor, clock)
    with lezen(op=motor) as session:
        bestanden = list_bestanden(session, session.get_one(PokAfdruk, run_id))
    ruw = b"".join(lees_zip([*bestanden, ("weg.pdf", "0" * 64)], clock.nu()))
    with zipfile.ZipFile(io.BytesIO(ruw)) as zip_:
        assert zip_.testzip() is None
        assert zip_.namelist() == [*(naam for naam, _ in bestanden), "ONTBREEKT.txt"]
        assert all(zip_.read(naam) == opslag.lees(sha256) for naam, sha256 in bestanden)
        assert "weg.pdf" in zip_.read("ONTBREEKT.txt").decode()


@given(st.text(max_size=60))
def test_the_name_of_a_file_is_safe_whatever_the_name_holds(naam: str) -> None:
    bestand = afdruk_bestandsnaam("2026-00412", naam)
    assert bestand.startswith("2026-00412")
    assert bestand.endswith(".pdf")
    assert bestand.isascii()
    assert not set(bestand) - set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")


@pytest.mark.parametrize(
    ("naam", "bestand"),
    [("Şahin", "1-Sahin.pdf"), ("Łukasiewicz", "1-Lukasiewicz.pdf"), ("../..", "1.pdf"), ("von Öz", "1-von-Oz.pdf")],
)
def test_names_keep_their_letters(naam: str, bestand: str) -> None:
    assert afdruk_bestandsnaam("1", naam) == bestand


def test_only_who_may_print_starts_sees_and_continues_a_run(
    motor: Engine, clock: FixedClock, klaar: tuple[Cast, list[int]]
) -> None:
    cast, ids = klaar
    for naam, wie in cast.wie().items():
        if naam != "studentenzaken":
            with transaction(wie, op=motor) as session:
                for doe in (
                    lambda s, w: begin_afdruk(s, w, clock, ids, Volgorde.POSTCODE),
                    lambda s, w: list_runs(s, w, clock),
                    lambda s, w: get_run(s, w, 1),
                ):
                    with pytest.raises(GeenRecht):
                        doe(session, wie)
    run_id = begin(motor, cast.studentenzaken, clock, ids)
    werk(motor, clock)
    with transaction(systeem(), op=motor) as session:
        van_team = make_actor(session, Rol.STUDENTENZAKEN, team_id=cast.dossier.team_id)
    with transaction(van_team, op=motor) as session:
        assert list_runs(session, van_team, clock) == []
        with pytest.raises(NietGevonden):
            get_run(session, van_team, run_id)
        with pytest.raises(NietGevonden):
            ga_verder(session, van_team, clock, run_id)


def test_more_than_five_thousand_is_refused(session: Session, clock: FixedClock) -> None:
    cast = make_cast(session)
    with pytest.raises(DomeinFout, match="te_veel"):
        begin_afdruk(session, cast.studentenzaken, clock, list(range(1, 5002)), Volgorde.POSTCODE)


def test_a_step_draws_each_once_and_reads_what_is_of_the_school_once(
    klaar: tuple[Cast, list[int]], motor: Engine, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, ids = klaar
    monkeypatch.setattr(rules_afdruk, "PER_STAP", 50)
    monkeypatch.setattr(service_afdruk_taak, "klok", clock)
    getekend: list[str] = []
    teken = service_afdrukken._teken

    def teken_en_tel(document: PokPapier) -> Getekend:
        getekend.append(document.nummer)
        return teken(document)

    monkeypatch.setattr(service_afdrukken, "_teken", teken_en_tel)
    run_id = begin(motor, cast.studentenzaken, clock, ids)
    vragen: list[str] = []

    def noteer(_verbinding: object, _cursor: object, vraag: str, *_: object) -> None:
        vragen.append(vraag)

    sa.event.listen(motor, "before_cursor_execute", noteer)
    try:
        werk(motor, clock)
    finally:
        sa.event.remove(motor, "before_cursor_execute", noteer)
    assert run_van(motor, run_id).aantal == len(ids)
    assert sorted(getekend) == sorted(nummers(motor, ids))
    for tabel in ("documenttekst", "huisstijl"):
        # Once to draw, and once more in the transaction that writes: it must be what is there then.
        assert sum(f"FROM {tabel}" in vraag for vraag in vragen) == 2, tabel
