"""Every template in both languages: its own fields, all of them, nothing else; text and HTML say the same."""

from __future__ import annotations

from html import unescape

import pytest
from jinja2 import meta

from bpv_app.kernel.tekst import Taal
from bpv_app.post.opmaak import MAP, SjabloonFout, als_html, als_platte_tekst, maak_op, omgeving, voorbeeld
from bpv_app.post.rules import SJABLONEN, Sjabloon, lees_blokken

ZONDER_KNOP = {Sjabloon.MANEN_TEKENAAR}
"""Who gets this only signs, and has nothing to look at in the app."""
ALLE = [(s, t) for s in Sjabloon for t in Taal]


def test_every_template_has_a_file_per_language_and_no_file_is_left_over() -> None:
    assert set(SJABLONEN) == set(Sjabloon)
    assert {p.name for p in MAP.iterdir()} == {"kader.html", *(f"{s}.{t}.txt" for s, t in ALLE)}


@pytest.mark.parametrize(("sjabloon", "taal"), ALLE)
def test_a_template_uses_exactly_the_fields_it_declares(sjabloon: Sjabloon, taal: Taal) -> None:
    bron = (MAP / f"{sjabloon}.{taal}.txt").read_text(encoding="utf-8")
    gebruikt = meta.find_undeclared_variables(omgeving().parse(bron))
    assert gebruikt == set(SJABLONEN[sjabloon].velden)


@pytest.mark.parametrize(("sjabloon", "taal"), ALLE)
def test_a_template_renders_with_its_examples(sjabloon: Sjabloon, taal: Taal) -> None:
    mail = voorbeeld(sjabloon, taal)
    assert 10 < len(mail.onderwerp) < 80
    assert "{" not in mail.onderwerp + mail.tekst
    soorten = [blok.soort for blok in lees_blokken(mail.tekst)]
    assert soorten.count("knop") == (sjabloon not in ZONDER_KNOP)
    for naam, waarde in SJABLONEN[sjabloon].velden.items():
        if naam not in ("aantal", "soort"):  # these choose words, they are not words
            assert waarde.in_taal(taal).splitlines()[0] in mail.onderwerp + mail.tekst


@pytest.mark.parametrize(("sjabloon", "taal"), ALLE)
def test_text_and_html_say_the_same_and_lead_to_the_same_address(sjabloon: Sjabloon, taal: Taal) -> None:
    mail, adres = voorbeeld(sjabloon, taal), "https://bpv.school.nl/link/abc?x=1&y=2"
    plat = als_platte_tekst(mail.tekst, adres, taal, "ROC Voorbeeld")
    html = als_html(mail.onderwerp, mail.tekst, adres, taal, "ROC Voorbeeld")
    met_knop = sjabloon not in ZONDER_KNOP
    assert (f"\n{adres}\n" in plat) is met_knop
    assert html.count('href="https://bpv.school.nl/link/abc?x=1&amp;y=2"') == met_knop
    assert f'<html lang="{taal}">' in html
    assert "[[" not in plat + html
    for blok in lees_blokken(mail.tekst):
        for stuk in [cel for rij in blok.cellen for cel in rij] if blok.soort == "tabel" else blok.regels:
            assert stuk in plat
            assert stuk in unescape(html)


def test_one_week_is_not_said_as_if_it_were_more() -> None:
    velden = {"naam": "Jan", "school": "ROC", "aantal": "1", "regels": "Yara, week 47: 32 uur"}
    assert maak_op(Sjabloon.WEEKMAIL, "nl", velden).onderwerp == "1 week wacht op je akkoord"
    meer = maak_op(Sjabloon.WEEKMAIL, "nl", {**velden, "aantal": "2"})
    assert meer.onderwerp == "2 weken wachten op je akkoord"
    assert "- Yara, week 47: 32 uur" in meer.tekst


@pytest.mark.parametrize("velden", [{}, {"naam": "Jan"}, {"naam": "Jan", "week": "48", "bsn": "1"}])
def test_missing_and_undeclared_fields_are_refused(velden: dict[str, str]) -> None:
    with pytest.raises(SjabloonFout):
        maak_op(Sjabloon.UREN_HERINNERING, "nl", velden)


def test_what_people_type_stays_text() -> None:
    velden = {
        "naam": "Yara\r\nBcc: piet@bedrijf.nl",
        "week": "week 48\nX-Kop: fout",
        "door": "{{ naam }}<script>alert(1)</script>",
        "reden": "Eén & <b>vet</b>\n\n[[Klik hier]]\n\n{% raw %}",
    }
    mail = maak_op(Sjabloon.UREN_TERUGGESTUURD, "nl", velden)
    assert "\n" not in mail.onderwerp
    assert "\r" not in mail.onderwerp
    assert "{{ naam }}<script>" in mail.tekst
    html = als_html(mail.onderwerp, mail.tekst, "https://x", "nl", "ROC <i>")
    assert "<script>" not in html
    assert "<b>" not in html
    assert "ROC &lt;i&gt;" in html
    assert "&lt;b&gt;vet&lt;/b&gt;" in html
    assert html.count("<a href") == 1


def test_an_unknown_language_is_dutch() -> None:
    assert voorbeeld(Sjabloon.WELKOM, "de") == voorbeeld(Sjabloon.WELKOM, "nl")
