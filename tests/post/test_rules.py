"""Addresses, texts and headers: what is accepted, and what is made harmless."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.kernel.adres import SmtpServer, lees_adres, lees_afzender, lees_smtp
from bpv_app.post.rules import Blok, MailStatus, een_regel, lees_blokken, mag_opnieuw, schoon_veld, vat_samen


@pytest.mark.parametrize(
    ("getypt", "adres"),
    [
        ("jan@bedrijf.nl", "jan@bedrijf.nl"),
        ("  Jan.van-Dam+stage@Bedrijf.NL ", "Jan.van-Dam+stage@bedrijf.nl"),
        ("o'neill@bedrijf.example", "o'neill@bedrijf.example"),
        ("info@bücher.example", "info@xn--bcher-kva.example"),
        ("a" * 64 + "@bedrijf.nl", "a" * 64 + "@bedrijf.nl"),
        ("", ""),
        ("jan", ""),
        ("jan@bedrijf", ""),
        ("@bedrijf.nl", ""),
        ("jan@", ""),
        ("jan@bedrijf..nl", ""),
        ("jan@-bedrijf.nl", ""),
        (".jan@bedrijf.nl", ""),
        ("jan..dam@bedrijf.nl", ""),
        ("jan dam@bedrijf.nl", ""),
        ("jan@bedrijf.nl, piet@bedrijf.nl", ""),
        ("jan@bedrijf.nl\r\nBcc: piet@bedrijf.nl", ""),
        ("jan@bedrijf.nl\nRCPT TO:<piet@bedrijf.nl>", ""),
        ("<jan@bedrijf.nl>", ""),
        ("“jan”@bedrijf.nl", ""),
        ("jan@127.0.0.1", ""),
        ("a" * 65 + "@bedrijf.nl", ""),
        ("jan@" + "a" * 64 + ".nl", ""),
        ("jan@" + "a." * 150 + "nl", ""),
    ],
)
def test_an_address_is_one_plain_address_or_none(getypt: str, adres: str) -> None:
    assert lees_adres(getypt) == adres


@given(st.text(max_size=40))
def test_an_accepted_address_can_never_carry_a_line_break_or_a_second_address(tekst: str) -> None:
    adres = lees_adres(f"{tekst}@bedrijf.nl")
    assert adres.isascii()
    assert not set(adres) & set(' \r\n\t<>,;:"()[]\\')
    assert adres.count("@") == (1 if adres else 0)


def test_a_sender_has_a_name_or_only_an_address() -> None:
    assert lees_afzender("BPV-bureau <bpv@school.nl>") == ("BPV-bureau", "bpv@school.nl")
    assert lees_afzender("bpv@school.nl") == ("", "bpv@school.nl")
    for fout in ("", "BPV-bureau", "a@b.nl <bpv>", "x\ny <bpv@school.nl>", "bpv@school.nl>"):
        with pytest.raises(ValueError):
            lees_afzender(fout)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.school.nl", SmtpServer("mail.school.nl", 587, False, False)),
        ("smtp://mail.school.nl:25?starttls=0", SmtpServer("mail.school.nl", 25, False, False)),
        ("smtp://bpv:p%40s@mail.school.nl?starttls=1", SmtpServer("mail.school.nl", 587, False, True, "bpv", "p@s")),
        ("smtps://bpv:geheim@mail.school.nl/", SmtpServer("mail.school.nl", 465, True, False, "bpv", "geheim")),
        ("smtp://bpv:geheim@127.0.0.1:1025", SmtpServer("127.0.0.1", 1025, False, False, "bpv", "geheim")),
    ],
)
def test_a_mail_server_is_one_address(url: str, server: SmtpServer) -> None:
    assert lees_smtp(url) == server
    assert "geheim" not in repr(lees_smtp(url))


@pytest.mark.parametrize(
    "url",
    [
        "mail.school.nl",
        "http://mail.school.nl",
        "smtp://",
        "smtp://mail.school.nl:poort",
        "smtp://mail.school.nl:99999",
        "smtp://mail.school.nl?starttls=ja",
        "smtp://mail.school.nl?tls=1",
        "smtp://bpv:geheim@mail.school.nl",
        "smtp://bpv:geheim@mail.school.nl?starttls=0",
        "smtp://mail.school.nl\r\n",
    ],
)
def test_a_wrong_mail_server_is_refused_without_repeating_a_password(url: str) -> None:
    with pytest.raises(ValueError) as fout:
        lees_smtp(url)
    assert "geheim" not in str(fout.value)


def test_a_header_is_one_line_whatever_comes_in() -> None:
    assert een_regel("Jan\r\nBcc: piet@bedrijf.nl", 200) == "Jan Bcc: piet@bedrijf.nl"
    assert een_regel("  a\x00b\u2028c\td ", 200) == "a b c d"
    assert een_regel("abc def", 4) == "abc"


@given(st.text())
def test_no_text_makes_a_second_line_in_a_header(tekst: str) -> None:
    regel = een_regel(tekst, 100)
    assert len(regel) <= 100
    assert len(regel.splitlines()) <= 1
    assert all(c.isprintable() for c in regel)


def test_a_reason_keeps_its_lines_and_cannot_pose_as_the_button() -> None:
    assert schoon_veld("Eén\r\n\r\n  twee \x07") == "Eén\ntwee"
    assert lees_blokken(schoon_veld("[[Klik hier]]"))[0].soort == "alinea"


@given(st.text())
def test_no_field_ever_becomes_a_button(tekst: str) -> None:
    assert all(blok.soort != "knop" for blok in lees_blokken(schoon_veld(tekst)))


def test_a_text_is_paragraphs_lists_and_one_button() -> None:
    tekst = "Hoi,\n\nDit wacht:\nhier\n\n- een\n- twee\n\n[[Bekijk]]\n"
    assert lees_blokken(tekst) == (
        Blok("alinea", ("Hoi,",)),
        Blok("alinea", ("Dit wacht:", "hier")),
        Blok("lijst", ("een", "twee")),
        Blok("knop", ("Bekijk",)),
    )


def test_a_mail_under_way_cannot_be_sent_again() -> None:
    assert {s: mag_opnieuw(s) for s in MailStatus} == {
        MailStatus.KLAAR: False,
        MailStatus.VERZONDEN: True,
        MailStatus.MISLUKT: True,
        MailStatus.ONZEKER: True,
        MailStatus.VERVALLEN: True,
    }


@pytest.mark.parametrize(
    ("klaar", "mislukt", "onzeker", "nl", "en"),
    [
        (0, 0, 0, "Alle mail is verzonden.", "All mail was sent."),
        (
            2,
            1,
            3,
            "Aantal mails: 1 mislukt, 3 onzeker, 2 onderweg.",
            "Number of mails: 1 failed, 3 uncertain, 2 on the way.",
        ),
        (2, 0, 0, "Aantal mails: 2 onderweg.", "Number of mails: 2 on the way."),
    ],
)
def test_the_screen_says_first_what_asks_for_attention(
    klaar: int, mislukt: int, onzeker: int, nl: str, en: str
) -> None:
    zin = vat_samen({MailStatus.KLAAR: klaar, MailStatus.MISLUKT: mislukt, MailStatus.ONZEKER: onzeker})
    assert (zin.nl, zin.en) == (nl, en)
