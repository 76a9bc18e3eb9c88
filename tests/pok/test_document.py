"""The printed agreement: what is on it, where, in which order, and that nothing anybody types can spoil it."""

from __future__ import annotations

import gc
import hashlib
import io
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from bpv_app.pok.document import BatchSchrijver, maak_batch, maak_pok
from bpv_app.pok.document_brief import VENSTER
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.document_qr import list_stroken, maak_qr
from bpv_app.pok.document_rules import (
    Adres,
    Afdruk,
    Contact,
    Exemplaar,
    LeerbedrijfGegevens,
    Ondertekenaar,
    Opleiding,
    PokDocument,
    School,
    StudentGegevens,
    StudiejaarUren,
    standaard_exemplaren,
)
from bpv_app.pok.document_tekst import schoon
from bpv_app.pok.rules_qr import QrCode, lees_qr
from bpv_app.pok.rules_tonen import datum, getal
from bpv_app.pok.voorwaarden import HUIDIGE_VERSIE, get_voorwaarden, list_versies

MM = 72 / 25.4
ROOT = Path(__file__).parents[2]


def make_document(**anders: Any) -> PokDocument:
    """A BOL agreement in three copies; every argument of PokDocument can be given."""
    gegevens: dict[str, Any] = {
        "nummer": "2026-00412",
        "versie": 1,
        "gemaakt_op": datetime(2026, 11, 13, 9, 30, tzinfo=UTC),
        "brief_op": date(2026, 11, 13),
        "school": School(
            "ROC Leidse Poort",
            Adres("Lammenschansweg 15", "2312AB", "Leiden"),
            Adres("Antwoordnummer 10412", "2300VB", "Leiden"),
            "25LP",
            "M. van der Linden",
            website="bpv.leidsepoort.example",
        ),
        "student": StudentGegevens(
            "Yusuf Bakker", Adres("Haarlemmerstraat 112 A", "2312GB", "Leiden"), "402118", date(2007, 5, 3), "Yusuf"
        ),
        "opleiding": Opleiding(
            "Eerste monteur elektrotechnische installaties",
            "25736",
            "niveau 3",
            "BOL",
            ("K0023 Duurzaam",),
            "Kerntaak 1",
        ),
        "leerbedrijf": LeerbedrijfGegevens(
            "Van Dam Techniek B.V.", "100234567", Adres("Rijnkade 8", "2316AP", "Leiden"), "28123456"
        ),
        "praktijkopleider": Contact("J. van Dam", "j.vandam@vandam.example", "071 555 22 33"),
        "onderwijsbegeleider": Contact("M. de Groot", "m.degroot@leidsepoort.example", "06 1234 5678"),
        "begin_op": date(2026, 12, 7),
        "eind_op": date(2027, 6, 25),
        "uren_totaal": Decimal(560),
        "uren_per_week": Decimal("24.5"),
        "dagen_per_week": Decimal(3),
        "ondertekenaars": (
            Ondertekenaar("student", "Student", "Yusuf Bakker"),
            Ondertekenaar("leerbedrijf", "Leerbedrijf", "J. van Dam"),
            Ondertekenaar("school", "School", "M. van der Linden"),
        ),
        "exemplaren": standaard_exemplaren(3),
        "voorwaarden_versie": "2026-1",
        "verdeling": (StudiejaarUren("2026-2027", Decimal(560)),),
        "terug_voor": date(2026, 11, 27),
    }
    return PokDocument(**{**gegevens, **anders})


def make_bbl_minderjarig(**anders: Any) -> PokDocument:
    """A BBL agreement in four copies of a student under 18, whose guardian signs too."""
    basis = make_document()
    return make_document(
        **{
            "opleiding": replace(basis.opleiding, leerweg="BBL"),
            "student": replace(basis.student, is_minderjarig=True, voogd="Fatma Bakker"),
            "ondertekenaars": (*basis.ondertekenaars, Ondertekenaar("wettelijk", "Ouder of voogd", "Fatma Bakker")),
            "exemplaren": standaard_exemplaren(4),
            **anders,
        }
    )


class Gelezen:
    """A PDF as a reader sees it."""

    def __init__(self, inhoud: bytes) -> None:
        self.pdf = pypdfium2.PdfDocument(inhoud)
        self._teksten: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self.pdf)

    def tekst(self, pagina: int) -> str:
        """The text of a page (from 1), one line per printed line."""
        if pagina not in self._teksten:
            tekst = str(self.pdf[pagina - 1].get_textpage().get_text_bounded())
            self._teksten[pagina] = tekst.replace("\r\n", "\n")
        return self._teksten[pagina]

    def zin(self, pagina: int) -> str:
        """The text of a page with the line ends taken out."""
        return " ".join(self.tekst(pagina).split())

    def vakken(self, pagina: int) -> list[tuple[float, float, float, float, str]]:
        """Every run of text of a page: left, top, right, bottom in mm from the top left, and the text."""
        teksten = self.pdf[pagina - 1].get_textpage()
        uit = []
        for nummer in range(teksten.count_rects()):
            links, onder, rechts, boven = teksten.get_rect(nummer)
            tekst = teksten.get_text_bounded(links, onder, rechts, boven)
            uit.append((links / MM, 297 - boven / MM, rechts / MM, 297 - onder / MM, tekst))
        return uit


@cache
def druk(document: PokDocument) -> Afdruk:
    """Print a document; many tests look at the same few."""
    return maak_pok(document)


@cache
def lees(document: PokDocument) -> Gelezen:
    return Gelezen(druk(document).inhoud)


@pytest.fixture(autouse=True, scope="module")
def _vergeet() -> Iterator[None]:
    """Close the prints that the tests share."""
    yield
    lees.cache_clear()
    druk.cache_clear()


def bestemming(pdf: pikepdf.Pdf, punt: pikepdf.OutlineItem) -> int:
    """The page (from 1) that an entry in the outline leads to."""
    assert isinstance(punt.destination, pikepdf.Array)
    return pdf.pages.index(pikepdf.Page(punt.destination[0])) + 1


def qr_van(gelezen: Gelezen, pagina: int, modulen: int = 25) -> list[list[int]]:
    """The modules of the QR code at the foot of a page, read from the rendered page."""
    schaal = 6.0  # pixels per point
    beeld = gelezen.pdf[pagina - 1].render(scale=schaal, grayscale=True).to_pil()
    zijde_mm, links, boven = 13.5, 188 - 13.5, 275.0
    stap = zijde_mm / modulen
    return [
        [
            int(
                beeld.getpixel(
                    (int((links + (x + 0.5) * stap) * MM * schaal), int((boven + (y + 0.5) * stap) * MM * schaal))
                )
                < 128
            )
            for x in range(modulen)
        ]
        for y in range(modulen)
    ]


def segno_modulen(tekst: str, versie: int = 2) -> list[list[int]]:
    """The code that segno, another maker, has for a text: 17 + 4 × version modules wide, a quarter may be lost."""
    code = segno.make(tekst, version=versie, error="Q", boost_error=False, mask=2, mode="alphanumeric")
    return [list(rij) for rij in code.matrix]


class TestInhoud:
    def test_de_brief_noemt_wie_wanneer_en_wat_te_doen(self) -> None:
        tekst = lees(make_document()).zin(1)
        assert "Beste Yusuf," in tekst
        assert "Je praktijkovereenkomst met Van Dam Techniek B.V." in tekst
        assert "Van 7 december 2026 tot en met 25 juni 2027 ga je stage lopen." in tekst
        assert "in drievoud" in tekst
        assert "Stuur het exemplaar voor de school vóór 27 november 2026 terug" in tekst
        assert "Een postzegel is niet nodig." in tekst
        assert "M. de Groot, m.degroot@leidsepoort.example, 06 1234 5678" in tekst
        assert "voogd" not in tekst

    def test_zonder_antwoordnummer_moet_er_een_postzegel_op(self) -> None:
        school = replace(make_document().school, retouradres=Adres("Postbus 1", "2300AA", "Leiden"))
        assert "postzegel" not in lees(make_document(school=school)).zin(1)

    def test_een_nieuwe_versie_zegt_dat_de_oude_niet_meer_geldt(self) -> None:
        assert "Dit is versie 2. Gebruik eerdere versies niet meer." in lees(make_document(versie=2)).zin(1)

    def test_bbl_leert_en_werkt_in_viervoud(self) -> None:
        brief = lees(make_bbl_minderjarig(student=make_document().student)).zin(1)
        assert "ga je leren en werken" in brief
        assert "in viervoud" in brief

    def test_de_brief_van_wie_nog_geen_18_is_gaat_naar_de_voogd_die_ook_tekent(self) -> None:
        gelezen = lees(make_bbl_minderjarig())
        brief, samenvatting, bpvblad = gelezen.zin(1), gelezen.zin(2), gelezen.zin(3)
        assert "Fatma Bakker Haarlemmerstraat 112 A" in brief
        assert "Geachte Fatma Bakker," in brief
        assert "Praktijkovereenkomst van Yusuf Bakker met Van Dam Techniek B.V." in brief
        assert "Zet beiden een handtekening op het bpv-blad van elk exemplaar: Yusuf, en u als ouder of voogd." in brief
        assert "Je leert en werkt bij Van Dam Techniek B.V." in samenvatting
        assert "Jij, je ouder of voogd (je bent nog geen 18), het bedrijf en de school." in samenvatting
        assert "Ouder of voogd Fatma Bakker" in bpvblad

    def test_is_de_naam_van_de_voogd_onbekend_dan_staat_er_van_wie(self) -> None:
        student = replace(make_document().student, is_minderjarig=True, voogd="")
        brief = lees(make_document(student=student)).zin(1)
        assert "Ouder of voogd van Yusuf Bakker Haarlemmerstraat 112 A" in brief
        assert "Geachte ouder of voogd," in brief

    def test_de_samenvatting_is_in_gewone_taal_en_heeft_de_cijfers(self) -> None:
        tekst = lees(make_document()).zin(2)
        assert "Wat staat er in je praktijkovereenkomst?" in tekst
        assert "Je loopt stage bij Van Dam Techniek B.V. " in tekst
        assert "24,5 uur per week, 3 dagen per week." in tekst
        assert "In totaal 560 uur." in tekst
        assert "Deze samenvatting hoort niet bij de overeenkomst." in tekst

    @pytest.mark.parametrize(
        "verwacht",
        [
            "Yusuf Bakker", "Haarlemmerstraat 112 A", "2312 GB Leiden", "3 mei 2007", "402118",
            "Van Dam Techniek B.V.", "Rijnkade 8, 2316 AP Leiden", "100234567", "28123456", "J. van Dam",
            "j.vandam@vandam.example", "071 555 22 33", "ROC Leidse Poort", "25LP", "M. de Groot",
            "Eerste monteur elektrotechnische installaties", "25736", "niveau 3, BOL", "K0023 Duurzaam", "Kerntaak 1",
            "7 december 2026", "25 juni 2027", "24,5", "2026-2027: 560 uur",
            "ten minste drie keer samen", "onderwijs- en examenregeling (OER)", "Tussentijds beëindigen kan",
            "Algemene Voorwaarden (versie 2026-1)", "Plaats en datum", "Handtekening",
        ],
    )  # fmt: skip
    def test_het_bpvblad_heeft_wat_de_wet_en_de_school_vragen(self, verwacht: str) -> None:
        assert verwacht in lees(make_document()).zin(3)

    @pytest.mark.parametrize(("niveau", "verwacht"), [("3", "niveau 3, BOL"), ("Entree", "Entree, BOL"), ("", "BOL")])
    def test_het_niveau_staat_er_voluit(self, niveau: str, verwacht: str) -> None:
        opleiding = replace(make_document().opleiding, niveau=niveau)
        assert f"Niveau, leerweg {verwacht}" in lees(make_document(opleiding=opleiding)).zin(3)

    def test_een_leeg_gegeven_toont_een_streepje(self) -> None:
        leeg = replace(make_document().leerbedrijf, kvk="")
        assert "KvK-nummer –" in lees(make_document(leerbedrijf=leeg)).zin(3)

    def test_iedere_partij_heeft_een_vak(self) -> None:
        tekst = lees(make_bbl_minderjarig()).tekst(3)
        assert tekst.count("Handtekening") == 4
        assert tekst.count("Plaats en datum") == 4

    def test_de_algemene_voorwaarden_staan_er_helemaal_op(self) -> None:
        gelezen = lees(make_document())
        tekst = " ".join(gelezen.zin(p) for p in (4, 5, 6))
        voorwaarden = get_voorwaarden("2026-1")
        assert len(voorwaarden.artikelen) == 19
        for nummer, artikel in enumerate(voorwaarden.artikelen, start=1):
            assert f"{nummer} {artikel.titel}" in tekst
        woorden = [w for a in voorwaarden.artikelen for lid in a.leden for w in lid.split()]
        assert len(woorden) > 1200
        assert not [w for w in woorden if w not in tekst]

    def test_het_bpvblad_verwijst_naar_het_goede_artikel(self) -> None:
        assert "artikel 16" in make_document().ontbinding
        assert get_voorwaarden(HUIDIGE_VERSIE).artikelen[15].titel == "Einde en ontbinding"

    def test_een_onbekende_versie_van_de_voorwaarden_is_een_fout(self) -> None:
        assert list_versies() == ("2026-1",)
        for versie in ("1999-1", "../document", ""):
            with pytest.raises(KeyError):
                maak_pok(make_document(voorwaarden_versie=versie))

    def test_het_retourblad_zegt_wat_terug_moet(self) -> None:
        tekst = lees(make_document()).zin(15)
        assert "ROC Leidse Poort Antwoordnummer 10412 2300 VB LEIDEN" in tekst
        assert "Het exemplaar voor de school zit in de envelop." in tekst
        assert "Leerbedrijf: handtekening, plaats en datum staan erop." in tekst
        assert "School: handtekening" not in tekst


class TestPaginas:
    def test_bol_is_zestien_en_bbl_twintig_paginas(self) -> None:
        assert druk(make_document()).paginas == 16
        assert druk(make_bbl_minderjarig()).paginas == 20

    @pytest.mark.parametrize("aantal", [1, 2, 3, 4, 9])
    def test_elk_exemplaar_begint_op_een_oneven_pagina_en_zegt_voor_wie_het_is(self, aantal: int) -> None:
        gelezen = lees(make_document(exemplaren=standaard_exemplaren(aantal)))
        begin = [p for p in range(1, len(gelezen) + 1) if "bpv-blad bij overeenkomst" in gelezen.tekst(p)]
        assert begin == [3 + 4 * n for n in range(aantal)]
        for nummer, pagina in enumerate(begin, start=1):
            for volgende in range(4):
                assert f"Exemplaar {nummer} van {aantal}" in gelezen.tekst(pagina + volgende)
        voor = (
            "voor de student",
            "voor het leerbedrijf",
            "voor de school",
            "voor de werkgever (subsidie praktijkleren)",
        )
        for pagina, wie in zip(begin, voor, strict=False):
            assert gelezen.zin(pagina).count(wie) == 2

    def test_elke_pagina_heeft_nummer_versie_en_telling(self) -> None:
        gelezen = lees(make_document(versie=3))
        tellingen = []
        for pagina in range(1, len(gelezen) + 1):
            tekst = gelezen.zin(pagina)
            assert "POK 2026-00412, versie 3" in tekst
            tellingen += re.findall(r"pagina (\d) van (\d)", tekst)
        deel = [("1", "2"), ("2", "2")]
        exemplaar = [("1", "4"), ("2", "4"), ("3", "4"), ("4", "4")]
        assert tellingen == [*deel, *exemplaar * 3, *deel]

    def test_elke_pagina_heeft_haar_eigen_qr_code(self) -> None:
        gelezen = lees(make_document())
        delen = [("B", 1), ("B", 2), *((str(e), p) for e in (1, 2, 3) for p in (1, 2, 3, 4)), ("R", 1), ("R", 2)]
        for pagina, (deel, nummer) in enumerate(delen, start=1):
            assert qr_van(gelezen, pagina) == segno_modulen(f"BPV:2026-00412:1:{deel}:{nummer}"), pagina

    def test_ook_het_langste_nummer_staat_in_de_code(self) -> None:
        nummer = "2026-ABCDEFGHIJKLMNOPQRSTUVWXYZ0"
        assert len(nummer) == 32
        gelezen = lees(make_document(nummer=nummer, versie=999))
        assert qr_van(gelezen, 5, 29) == segno_modulen(f"BPV:{nummer}:999:1:3", 3)

    def test_een_lege_pagina_zegt_dat_ze_leeg_is(self) -> None:
        assert "Deze pagina is met opzet leeg." in lees(make_document()).tekst(16)

    def test_bladwijzers_titel_taal_en_dubbelzijdig(self) -> None:
        with pikepdf.open(io.BytesIO(druk(make_document()).inhoud)) as pdf:
            assert pdf.Root.Lang == "nl-NL"
            assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
            assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
            assert str(pdf.docinfo["/Title"]) == "Praktijkovereenkomst 2026-00412, versie 1"
            assert str(pdf.docinfo["/Author"]) == "ROC Leidse Poort"
            assert str(pdf.docinfo["/CreationDate"]) == "D:20261113093000Z"
            with pdf.open_outline() as inhoud:
                titels = [(punt.title, bestemming(pdf, punt)) for punt in inhoud.root]
        assert titels == [
            ("Brief", 1),
            ("Samenvatting", 2),
            ("Exemplaar 1 van 3, voor de student", 3),
            ("Exemplaar 2 van 3, voor het leerbedrijf", 7),
            ("Exemplaar 3 van 3, voor de school", 11),
            ("Retourblad", 15),
        ]


class TestVenster:
    """What a window envelope shows: see the positions in document_brief."""

    @pytest.mark.parametrize("pagina", [1, -1])
    @pytest.mark.parametrize(
        ("naam", "adres"),
        [
            ("Yusuf Bakker", Adres("Haarlemmerstraat 112 A", "2312GB", "Leiden")),
            ("Li Xu", Adres("A 1", "9999ZZ", "Ee", "Duitsland")),
            (
                "Wilhelmina Johanna Maria van den Boogaard-Schimmelpenninck van der Oye tot Nijenbeek",
                Adres("Burgemeester van Karnebeeklaan-Noord 1234 toevoeging bis", "2585BB", "'s-Gravenhage", "België"),
            ),
            ("W" * 5000, Adres("W" * 5000, "W" * 5000, "W" * 5000, "W" * 5000)),
        ],
    )
    def test_het_adres_staat_in_elke_stand_in_het_venster(self, pagina: int, naam: str, adres: Adres) -> None:
        basis = make_document()
        document = make_document(
            student=replace(basis.student, naam=naam, adres=adres),
            school=replace(basis.school, naam=naam, retouradres=adres),
        )
        gelezen = lees(document)
        vakken = gelezen.vakken(pagina if pagina > 0 else len(gelezen) - 1)
        # Everything that a window could show in some position of the sheet: the return line and the address.
        zichtbaar = [v for v in vakken if v[0] < 130 and v[3] > 36.5 and v[1] < 102]
        retour, adresregels = zichtbaar[0], zichtbaar[1:]
        assert retour[4].startswith(("Retouradres:", "Afzender:"))
        assert retour[2] <= VENSTER.rechts
        assert len(adresregels) >= 3
        for links, boven, rechts, onder, regel in adresregels:
            assert links >= VENSTER.links, regel
            assert boven >= VENSTER.boven, regel
            assert rechts <= VENSTER.rechts, regel
            assert onder <= VENSTER.onder, regel

    def test_de_post_leest_twee_spaties_en_hoofdletters(self) -> None:
        verwacht = laad_letters().gewoon.smal.codeer("2312 GB  LEIDEN")
        with pikepdf.open(io.BytesIO(druk(make_document()).inhoud)) as pdf:
            assert verwacht in pdf.pages[0].Contents.read_bytes().decode("latin-1")

    def test_een_gewoon_adres_past_ook_in_een_laag_venster(self) -> None:
        adres = [v for v in lees(make_document()).vakken(1) if v[0] < 130 and 56 < v[1] < 102]
        assert [v[4].strip() for v in adres] == ["Yusuf Bakker", "Haarlemmerstraat 112 A", "2312 GB LEIDEN"]
        assert max(v[3] for v in adres) <= 76.5


class TestBytes:
    def test_hetzelfde_document_geeft_dezelfde_bytes(self) -> None:
        een, twee = maak_pok(make_document()), maak_pok(make_document())
        assert een == twee
        assert hashlib.sha256(een.inhoud).hexdigest() == een.sha256
        assert len(een.inhoud) < 150_000

    def test_een_ander_proces_op_een_ander_moment_geeft_dezelfde_bytes(self) -> None:
        code = (
            "import sys; sys.path[:0] = ['.', 'tests/pok']; from test_document import make_document, maak_pok;"
            "print(maak_pok(make_document()).sha256)"
        )
        omgeving = {"PATH": "", "SOURCE_DATE_EPOCH": "86400", "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
        klaar = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=omgeving,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert klaar.stdout.strip() == druk(make_document()).sha256

    def test_elke_wijziging_geeft_een_andere_som(self) -> None:
        sommen = {
            druk(document).sha256
            for document in (
                make_document(),
                make_document(versie=2),
                make_document(gemaakt_op=datetime(2026, 11, 13, 9, 31, tzinfo=UTC)),
                make_document(uren_totaal=Decimal(561)),
                make_document(exemplaren=standaard_exemplaren(4)),
            )
        }
        assert len(sommen) == 5

    @pytest.mark.parametrize("document", [make_document(), make_bbl_minderjarig()])
    def test_het_bestand_is_een_goede_pdf(self, document: PokDocument) -> None:
        with pikepdf.open(io.BytesIO(druk(document).inhoud), attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            assert not {"/JavaScript", "/JS", "/AA", "/OpenAction", "/EmbeddedFiles"} & set(pdf.Root.keys())

    def test_letters_en_voorwaarden_staan_een_keer_in_het_bestand(self) -> None:
        with pikepdf.open(io.BytesIO(druk(make_document()).inhoud)) as pdf:
            middelen = {pagina.obj.Resources.objgen for pagina in pdf.pages}
            assert len(middelen) == 1
            assert set(pdf.pages[0].Resources.Font.keys()) == {"/F1", "/F2"}
            assert set(pdf.pages[0].Resources.XObject.keys()) == {
                f"/AV2026-1-{n}{vorm}" for n in (1, 2, 3) for vorm in ("", "-m")
            }
            namen = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
            assert len(set(namen)) == 2
            lettertypen = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
            assert len(lettertypen) == 2

    def test_wie_tegelijk_drukt_krijgt_hetzelfde(self) -> None:
        documenten = [make_document(), make_bbl_minderjarig(), make_document(versie=2), make_document(versie=3)]
        with ThreadPoolExecutor(4) as draden:
            assert list(draden.map(maak_pok, documenten)) == [druk(document) for document in documenten]


class TestBatch:
    def test_de_batch_is_alles_achter_elkaar_en_elke_pok_ook_apart(self, tmp_path: Path) -> None:
        documenten = [
            make_document(),
            make_bbl_minderjarig(nummer="2026-00413"),
            make_document(nummer="2026-00414", versie=2, exemplaren=standaard_exemplaren(1)),
        ]
        pad = tmp_path / "batch.pdf"
        regels = list(maak_batch(documenten, pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC)))
        assert [(r.nummer, r.versie, r.eerste_pagina, r.laatste_pagina) for r in regels] == [
            ("2026-00412", 1, 1, 16),
            ("2026-00413", 1, 17, 36),
            ("2026-00414", 2, 37, 44),
        ]
        assert [r.afdruk for r in regels] == [druk(d) for d in documenten]
        batch = Gelezen(pad.read_bytes())
        assert len(batch) == 44
        for regel, document in zip(regels, documenten, strict=True):
            los = lees(document)
            for pagina in range(1, len(los) + 1):
                assert batch.tekst(regel.eerste_pagina + pagina - 1) == los.tekst(pagina)
        with pikepdf.open(pad, attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            with pdf.open_outline() as inhoud:
                punten = [(punt.title, bestemming(pdf, punt)) for punt in inhoud.root]
        assert punten == [
            (f"{d.nummer} Yusuf Bakker", r.eerste_pagina) for d, r in zip(documenten, regels, strict=True)
        ]

    def test_een_batch_blijft_op_volgorde_met_elke_letter_een_keer(self, tmp_path: Path) -> None:
        nummers = [f"2026-{n:05}" for n in range(5)]
        pad = tmp_path / "batch.pdf"
        documenten = [make_document(nummer=nummer, exemplaren=standaard_exemplaren(1)) for nummer in nummers]
        regels = list(maak_batch(documenten, pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC)))
        assert [(r.eerste_pagina, r.laatste_pagina) for r in regels] == [(1 + 8 * n, 8 + 8 * n) for n in range(5)]
        batch = Gelezen(pad.read_bytes())
        assert [nummer for nummer in nummers for _ in range(8)] == [
            re.findall(r"POK (\S+), versie 1", batch.zin(pagina))[0] for pagina in range(1, len(batch) + 1)
        ]
        assert [p.name for p in tmp_path.iterdir()] == ["batch.pdf"]
        with pikepdf.open(pad, attempt_recovery=False) as pdf:
            assert pdf.check_pdf_syntax() == []
            with pdf.open_outline() as inhoud:
                assert [bestemming(pdf, punt) for punt in inhoud.root] == [1, 9, 17, 25, 33]
            lettertypen = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/FontFile2" in o]
            assert len(lettertypen) == 2

    def test_dezelfde_batch_geeft_dezelfde_bytes(self, tmp_path: Path) -> None:
        paden = [tmp_path / "een.pdf", tmp_path / "twee.pdf"]
        for pad in paden:
            list(
                maak_batch(
                    [make_document(), make_bbl_minderjarig()], pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC)
                )
            )
        assert paden[0].read_bytes() == paden[1].read_bytes()

    def test_een_fout_in_een_document_laat_de_rest_heel(self, tmp_path: Path) -> None:
        pad = tmp_path / "batch.pdf"
        with BatchSchrijver(pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC)) as batch:
            batch.voeg_toe(make_document())
            with pytest.raises(KeyError):
                batch.voeg_toe(make_document(voorwaarden_versie="1999-1"))
            regel = batch.voeg_toe(make_document(nummer="2026-00413"))
        assert regel.eerste_pagina == 17
        with pikepdf.open(pad, attempt_recovery=False) as pdf:
            assert len(pdf.pages) == 32

    def test_wie_halverwege_stopt_laat_niets_achter(self, tmp_path: Path) -> None:
        pad = tmp_path / "batch.pdf"
        pad.write_bytes(b"vorige")
        bezig = maak_batch([make_document(), make_document()], pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC))
        next(bezig)
        bezig.close()  # type: ignore[attr-defined]
        assert [p.name for p in tmp_path.iterdir()] == ["batch.pdf"]
        assert pad.read_bytes() == b"vorige"

    def test_een_lege_batch_is_een_leeg_bestand_dat_opent(self, tmp_path: Path) -> None:
        pad = tmp_path / "leeg.pdf"
        assert list(maak_batch([], pad, gemaakt_op=datetime(2026, 11, 13, tzinfo=UTC))) == []
        with pikepdf.open(pad, attempt_recovery=False) as pdf:
            assert len(pdf.pages) == 0

    def test_het_geheugen_groeit_niet_met_het_aantal(self, tmp_path: Path) -> None:
        def piek(aantal: int) -> int:
            """The most bytes of Python objects in use at once."""
            documenten = (
                make_document(nummer=f"2026-{n:05}", exemplaren=standaard_exemplaren(1)) for n in range(aantal)
            )
            gc.collect()
            tracemalloc.start()
            try:
                for _ in maak_batch(documenten, tmp_path / "b.pdf", gemaakt_op=datetime(2026, 1, 1, tzinfo=UTC)):
                    pass
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        piek(3)
        klein, groot = piek(6), piek(18)
        # Twelve prints of 80 KB more: what is kept of each is an entry in the outline.
        assert groot - klein < 200_000


VIJANDIG = {
    "nul en stuurtekens": "Jan\x00\x01\x07\x1b[31m\r\nde\tVries\x7f\x85",
    "rechts naar links": "Jan \u202eseirV ed\u202c \u200f\u2066Bakker\u2069",
    "arabisch en hebreeuws": "محمد יוסף Bakker",
    "emoji en vlaggen": "Jan 👩‍👩‍👧‍👦 🇳🇱 de Vries",
    "pdf": ") Tj ET Q endstream endobj << /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >> (\\",
    "html en formules": '<script>alert(1)</script> =HYPERLINK("http://x") &amp; {{7*7}} %s {0}',
    "half surrogaat": "Jan \ud800\udfff de Vries \udead",
    "stapel accenten": "Z" + "\u0351\u036b\u0353\u036a\u0302" * 50 + " Jansen",
    "een lang woord": "x" * 3000,
    "vijf megabyte": "Sint-Annaland " * 400_000,
    "alleen spaties": " \u2003\u00a0\u200b ",
    "leeg": "",
}


def maak_overal(tekst: str, ondertekenaars: int = 6) -> PokDocument:
    """A document with the same text in every free field."""
    adres = Adres(tekst, tekst, tekst, tekst)
    contact = Contact(tekst, tekst, tekst)
    return make_document(
        school=School(tekst, adres, adres, tekst, tekst, tekst, tekst, tekst, tekst),
        student=StudentGegevens(tekst, adres, tekst, None, tekst, is_minderjarig=True, voogd=tekst),
        opleiding=Opleiding(tekst, tekst, tekst, tekst, (tekst, tekst, tekst), tekst),
        leerbedrijf=LeerbedrijfGegevens(tekst, tekst, adres, tekst),
        praktijkopleider=contact,
        onderwijsbegeleider=contact,
        ondertekenaars=tuple(Ondertekenaar("partij", tekst, tekst) for _ in range(ondertekenaars)),
        exemplaren=(Exemplaar(tekst),),
        verdeling=tuple(StudiejaarUren(tekst, Decimal("99999999999.123")) for _ in range(3)),
        erkenning=tekst,
        begeleiding=tekst,
        beoordeling=tekst,
        ontbinding=tekst,
        afsluit_op=date(2026, 11, 13),
        versie=999,
    )


def controleer_opmaak(document: PokDocument, *, ook_voorwaarden: bool = False) -> None:
    """Fail when the file is broken, text leaves the page or stands over other text, or an object was smuggled in.

    The pages of the terms are the same in every document: looking at them once is enough.
    """
    afdruk = maak_pok(document)
    with pikepdf.open(io.BytesIO(afdruk.inhoud), attempt_recovery=False) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert set(pdf.Root.keys()) <= {
            "/Type",
            "/Pages",
            "/Lang",
            "/PageLayout",
            "/PageMode",
            "/ViewerPreferences",
            "/Outlines",
            "/StructTreeRoot",
            "/MarkInfo",
        }
        assert all("/Annots" not in pagina for pagina in pdf.pages)
    gelezen = Gelezen(afdruk.inhoud)
    for pagina in range(1, len(gelezen) + 1):
        if not ook_voorwaarden and "Algemene Voorwaarden, versie" in gelezen.tekst(pagina):
            continue
        vakken = gelezen.vakken(pagina)
        assert vakken
        for links, boven, rechts, onder, tekst in vakken:
            assert links >= 21.5, (pagina, tekst)
            assert rechts <= 188.6, (pagina, tekst)
            assert boven >= 12, (pagina, tekst)
            assert onder <= 284, (pagina, tekst)
        for plaats, een in enumerate(vakken):
            for ander in vakken[plaats + 1 :]:
                breed = min(een[2], ander[2]) - max(een[0], ander[0])
                hoog = min(een[3], ander[3]) - max(een[1], ander[1])
                assert breed < 0.3 or hoog < 0.6, (pagina, een, ander)


class TestVijandigeTekst:
    @pytest.mark.parametrize("soort", VIJANDIG)
    def test_niets_loopt_van_de_pagina_of_over_elkaar(self, soort: str) -> None:
        controleer_opmaak(maak_overal(VIJANDIG[soort]))

    @pytest.mark.parametrize("ondertekenaars", [1, 2, 3, 4, 5, 6])
    def test_met_elk_aantal_ondertekenaars_past_het(self, ondertekenaars: int) -> None:
        controleer_opmaak(maak_overal("Wat een lange tekst is dit toch. " * 30, ondertekenaars))

    def test_gewone_documenten_lopen_ook_niet_over_elkaar(self) -> None:
        controleer_opmaak(make_document(), ook_voorwaarden=True)
        controleer_opmaak(make_bbl_minderjarig(versie=2))

    def test_wat_niet_past_staat_helemaal_op_de_bijlage_van_elk_exemplaar(self) -> None:
        naam = " ".join(f"Naamdeel{n:02}" for n in range(40))
        basis = make_document()
        gelezen = lees(make_document(student=replace(basis.student, naam=naam)))
        assert len(gelezen) == 2 + 3 * 6 + 2
        for begin in (3, 9, 15):
            assert "…" in gelezen.tekst(begin)
            assert "Bijlage bij het bpv-blad" in gelezen.tekst(begin + 4)
            assert naam in gelezen.zin(begin + 4)
            assert "pagina 5 van 6" in gelezen.zin(begin + 4)
            assert "Deze pagina is met opzet leeg." in gelezen.tekst(begin + 5)

    def test_een_pdf_opdracht_in_een_naam_blijft_tekst(self) -> None:
        naam = ") Tj ET /OpenAction (\\"
        basis = make_document()
        assert naam in lees(make_document(student=replace(basis.student, naam=naam))).zin(3)

    def test_namen_met_andere_letters_zijn_te_lezen_en_te_kopieren(self) -> None:
        naam = "Đặng Şahin Łukasz Ĳsbrand Özge Čapek Ångström Ștefan ẞ"
        basis = make_document()
        afdruk = maak_pok(make_document(student=replace(basis.student, naam=naam)))
        for pagina in (1, 3, 7, 11):
            assert naam in Gelezen(afdruk.inhoud).zin(pagina)
        assert afdruk.is_onleesbaar is False

    def test_losse_accenten_worden_een_letter(self) -> None:
        basis = make_document()
        gelezen = lees(make_document(student=replace(basis.student, naam="Jose\u0301 S\u0327ahin")))
        assert "Jos\u00e9 \u015eahin" in gelezen.zin(3)

    def test_wat_niet_gedrukt_kan_worden_wordt_gemeld(self) -> None:
        basis = make_document()
        afdruk = maak_pok(make_document(student=replace(basis.student, naam="王伟 Bakker")))
        assert afdruk.is_onleesbaar is True
        assert afdruk.ontbreekt == ("伟", "王")
        assert "□□ Bakker" in Gelezen(afdruk.inhoud).zin(3)

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(st.text(max_size=200))
    def test_elke_tekst_geeft_een_goed_bestand(self, tekst: str) -> None:
        controleer_opmaak(maak_overal(tekst, 4))

    @settings(derandomize=True)
    @given(st.text(max_size=60))
    def test_schoon_geeft_alleen_te_drukken_tekens_op_een_regel(self, tekst: str) -> None:
        tekens = frozenset("abcdefghijklmnopqrstuvwxyz éŞ")
        uit = schoon(tekst, tekens)
        assert uit == uit.strip()
        assert "\n" not in uit
        assert all(t in tekens or t == "□" or (t.isascii() and t.isprintable()) for t in uit)


class TestRegels:
    @pytest.mark.parametrize(
        ("anders", "fout"),
        [
            ({"nummer": ""}, "nummer"),
            ({"nummer": "2026:1"}, "nummer"),
            ({"nummer": "2026-00412\n"}, "nummer"),
            ({"versie": 0}, "versie"),
            ({"gemaakt_op": datetime(2026, 1, 1)}, "tijdzone"),  # noqa: DTZ001 (that is what is wrong)
            ({"eind_op": date(2026, 12, 6)}, "eind_op"),
            ({"exemplaren": ()}, "exemplaren"),
            ({"ondertekenaars": ()}, "ondertekenaars"),
        ],
    )
    def test_een_verkeerd_document_wordt_geweigerd(self, anders: dict[str, Any], fout: str) -> None:
        with pytest.raises(ValueError, match=fout):
            make_document(**anders)

    def test_de_exemplaren_van_bol_en_bbl(self) -> None:
        assert [e.voor for e in standaard_exemplaren(4)] == [
            "voor de student",
            "voor het leerbedrijf",
            "voor de school",
            "voor de werkgever (subsidie praktijkleren)",
        ]
        assert [e.is_terug_naar_school for e in standaard_exemplaren(3)] == [False, False, True]
        for aantal in (0, 10):
            with pytest.raises(ValueError, match="exemplaren"):
                standaard_exemplaren(aantal)

    def test_een_qr_code_wordt_terug_gelezen(self) -> None:
        assert lees_qr("BPV:2026-00412:1:2:3") == QrCode("2026-00412", 1, "2", 3)
        assert lees_qr(" bpv:2026-00412:12:b:1\r\n") == QrCode("2026-00412", 12, "B", 1)
        assert QrCode("2026-00412", 1, "R", 2).tekst() == "BPV:2026-00412:1:R:2"

    @pytest.mark.parametrize(
        "tekst", ["", "BPV", "BPV:2026:1:1", "BPV:2026:0:1:1", "BPV:20 26:1:1:1", "BPV:2026:1:X:1", "x" * 10**6]
    )
    def test_iets_anders_is_geen_code_van_ons(self, tekst: str) -> None:
        assert lees_qr(tekst) is None

    def test_datums_en_getallen_op_zijn_nederlands(self) -> None:
        assert datum(date(2028, 2, 29)) == "29 februari 2028"
        assert [getal(Decimal(g)) for g in ("7.5", "560", "560.00", "1280.25", "0", "10", "1E+2")] == [
            "7,5", "560", "560", "1.280,25", "0", "10", "100",
        ]  # fmt: skip

    def test_een_adres_zoals_de_post_het_wil(self) -> None:
        adres = Adres("Rijnkade 8", "2316ap", "Leiden", "Nederland")
        assert adres.regels() == ("Rijnkade 8", "2316 AP  LEIDEN", "NEDERLAND")
        assert adres.op_een_regel() == "Rijnkade 8, 2316 AP Leiden, Nederland"
        assert Adres().regels() == ()


class TestQr:
    @settings(max_examples=60, deadline=None, derandomize=True)
    @given(st.text(alphabet="0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=1, max_size=46))
    def test_de_stroken_zijn_precies_de_donkere_vakjes(self, tekst: str) -> None:
        modulen = maak_qr(tekst)
        getekend = [bytearray(b"\xff" * len(rij)) for rij in modulen]
        for x, y, lang in list_stroken(modulen):
            assert 0 not in getekend[y][x : x + lang]
            getekend[y][x : x + lang] = bytes(lang)
        assert tuple(getekend) == modulen

    @pytest.mark.parametrize("tekst", ["", "abc", "É"])
    def test_wat_er_niet_in_past_wordt_geweigerd(self, tekst: str) -> None:
        with pytest.raises(ValueError, match=r"data|mode"):
            maak_qr(tekst)
