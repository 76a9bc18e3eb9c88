"""Names in any script: joined, in the right order, inside the page, and copied from the PDF as they were typed."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpv_app.pok.document import maak_pok
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.document_rules import standaard_exemplaren
from bpv_app.pok.document_schrift import ontvorm, vorm, zet_op_volgorde
from tests.pok.test_document import Gelezen, controleer_opmaak, maak_overal, make_document

# Names as they are written, and what a copy out of the PDF has to give (NFC).
NAMEN = {
    "vietnamees": "Đặng Thị Hồng Nhung",
    "turks": "Şahin Öztürk-Çağlar İpek",
    "pools": "Łukasz Wiśniewski",
    "losse accenten": "Jose\u0301 A\u030angstro\u0308m Đặng Thi\u0323\u0302",
    "grieks": "Ελένη Παπαδοπούλου",
    "cyrillisch": "Наталія Шевченко",
    "arabisch": "محمد الأمين",
    "arabisch en latijn": "محمد Bakker",
    "perzisch": "پژمان گلی",
    "hebreeuws": "יוסף לוי",
}


class TestVormen:
    """Expected forms written out from the Unicode chart of Arabic presentation forms B."""

    @pytest.mark.parametrize(
        ("tekst", "vormen"),
        [
            ("محمد", "\ufee3\ufea4\ufee4\ufeaa"),  # initial, medial, medial, final
            ("دار", "\ufea9\ufe8d\ufead"),  # letters that join only backwards stay apart
            ("لا", "\ufefb"),  # lam and alef are one form
            ("سلام", "\ufeb3\ufefc\ufee1"),  # joined to what is before; the alef in it joins nothing after
            ("ب", "\ufe8f"),
            ("ب ب", "\ufe8f \ufe8f"),
            ("بـ", "\ufe91\u0640"),  # tatweel joins
            ("مُحَمَّد", "\ufee3\u064f\ufea4\u064e\ufee4\u0651\u064e\ufeaa"),  # marks are looked through (NFC order)
        ],
    )
    def test_every_letter_has_the_form_its_neighbours_ask_for(self, tekst: str, vormen: str) -> None:
        assert vorm(unicodedata.normalize("NFC", tekst)) == unicodedata.normalize("NFC", vormen)

    def test_a_non_joiner_keeps_letters_apart(self) -> None:
        assert vorm("ب\u200cب") == "\ufe8f\u200c\ufe8f"

    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىة Aa1-", max_size=40))
    def test_forms_are_letters_again_for_who_copies_them(self, tekst: str) -> None:
        assert ontvorm(vorm(tekst)) == tekst

    @pytest.mark.parametrize(
        ("gelezen", "gezet"),
        [
            ("Bakker", "Bakker"),
            ("אבג", "גבא"),
            ("Jan אבג Bakker", "Jan גבא Bakker"),
            ("אבג (דה) Bakker", "(הד) גבא Bakker"),
            ("אבג 12", "12 גבא"),
        ],
    )
    def test_a_line_stands_in_the_order_of_the_eye(self, gelezen: str, gezet: str) -> None:
        assert zet_op_volgorde(gelezen) == gezet


class TestOpPapier:
    @pytest.mark.parametrize("soort", NAMEN)
    def test_a_name_is_copied_from_the_pdf_as_it_was_typed(self, soort: str) -> None:
        naam = NAMEN[soort]
        basis = make_document(exemplaren=standaard_exemplaren(1))
        afdruk = maak_pok(replace(basis, student=replace(basis.student, naam=naam)))
        assert afdruk.ontbreekt == ()
        gelezen = Gelezen(afdruk.inhoud)
        verwacht = unicodedata.normalize("NFC", naam)
        for pagina in (1, 3):
            assert verwacht in unicodedata.normalize("NFC", gelezen.zin(pagina)), (pagina, gelezen.zin(pagina)[:400])

    @pytest.mark.parametrize("soort", NAMEN)
    def test_no_script_leaves_its_place(self, soort: str) -> None:
        controleer_opmaak(maak_overal(f"{NAMEN[soort]} " * 12, 4))

    @pytest.mark.parametrize("naam", ["A" * 200, "Wilhelmina " * 20, "م" * 200, "ש" * 200, "Ử" * 200])
    def test_a_name_of_two_hundred_characters_fits(self, naam: str) -> None:
        controleer_opmaak(maak_overal(naam, 4))

    def test_signs_that_only_one_typeface_has_do_not_meet_in_a_line(self) -> None:
        naam = "محمد ∑ Bakker"
        basis = make_document()
        afdruk = maak_pok(replace(basis, student=replace(basis.student, naam=naam)))
        assert afdruk.ontbreekt == ("∑",)
        assert "□" in Gelezen(afdruk.inhoud).zin(3)

    def test_overrides_do_not_turn_a_name_around(self) -> None:
        basis = make_document()
        document = replace(basis, student=replace(basis.student, naam="Jan \u202ereggaB\u202c \u2066de Vries\u2069"))
        assert "Jan reggaB de Vries" in Gelezen(maak_pok(document).inhoud).zin(3)

    @settings(max_examples=25, deadline=None, derandomize=True)
    @given(
        st.text(
            alphabet=st.characters(
                categories=("L", "M", "N", "P", "Zs"), include_characters="محمدبيوסףלי\u0301\u0323\u200c\u202e"
            ),
            max_size=200,
        )
    )
    def test_any_name_stays_on_its_page(self, naam: str) -> None:
        controleer_opmaak(maak_overal(naam, 4))

    def test_every_letter_of_a_script_we_print_has_a_width_and_a_glyph(self) -> None:
        letters = laad_letters()
        for reeks in (
            (0x41, 0x17F),
            (0x386, 0x3CE),
            (0x400, 0x45F),
            (0x5D0, 0x5EA),
            (0x621, 0x63B),
            (0x641, 0x64B),
            (0x1EA0, 0x1EF9),
        ):
            tekens = [chr(c) for c in range(*reeks) if unicodedata.category(chr(c)).startswith("L")]
            assert [t for t in tekens if "□" in letters.schoon(t)] == []

    def test_what_is_missing_is_named(self) -> None:
        assert laad_letters().list_onbekend("Jan 王 Łukasz 👍 محمد") == ["王", "👍"]
