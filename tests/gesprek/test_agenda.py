"""The calendar object is what RFC 5545 says, whatever people type; times are right around the clock change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpv_app.gesprek.rules_agenda import Methode, Persoon, Uitnodiging, maak_ics, methode_van, uid_van, vouw
from bpv_app.gesprek.rules_invoer import GeenTijd, lees_moment
from bpv_app.gesprek.rules_tonen import wanneer_tekst
from bpv_app.koppeling.post.mime import Afzender, maak_mime
from bpv_app.post.rules import Brief
from tests.gesprek.ics import lees_ics, regels_van

U = Uitnodiging(
    uid=uid_van(12, 1, "school.example"),
    volgorde=3,
    methode=Methode.REQUEST,
    gemaakt_op=datetime(2026, 11, 26, 9, 0, tzinfo=UTC),
    begin_op=datetime(2026, 12, 14, 9, 30, tzinfo=UTC),
    duur_minuten=45,
    titel="Startgesprek van Yara Bakker",
    plaats="Lammenschansweg 8; Leiden, 2e etage",
    tekst="Bezoek\nmet Jan, Anke",
    organisator=Persoon('Anke "de" Boer; x', "anke@school.example"),
    genodigde=Persoon("Yara", "yara@school.example"),
)


def test_an_invitation_says_what_was_meant() -> None:
    a = lees_ics(maak_ics(U))
    assert a["UID"] == "gesprek-12-1@school.example"
    assert (a["METHOD"], a["SEQUENCE"], a["STATUS"]) == ("REQUEST", "3", "CONFIRMED")
    assert (a["DTSTAMP"], a["DTSTART"], a["DTEND"]) == ("20261126T090000Z", "20261214T093000Z", "20261214T101500Z")
    assert a["SUMMARY"] == "Startgesprek van Yara Bakker"
    assert a["LOCATION"] == "Lammenschansweg 8; Leiden, 2e etage"
    assert a["DESCRIPTION"] == "Bezoek\nmet Jan, Anke"
    assert (a["ORGANIZER"], a["ORGANIZER.CN"]) == ("mailto:anke@school.example", "Anke de Boer; x")
    assert a["ATTENDEE"] == "mailto:yara@school.example"


def test_a_cancellation_frees_the_time() -> None:
    a = lees_ics(maak_ics(replace(U, methode=Methode.CANCEL)))
    assert (a["METHOD"], a["STATUS"], a["TRANSP"]) == ("CANCEL", "CANCELLED", "TRANSPARENT")
    assert methode_van(maak_ics(replace(U, methode=Methode.CANCEL))) == "CANCEL"


@given(
    titel=st.text(max_size=200), plaats=st.text(max_size=300), tekst=st.text(max_size=400), naam=st.text(max_size=80)
)
def test_nobody_can_type_a_line_into_a_calendar(titel: str, plaats: str, tekst: str, naam: str) -> None:
    ics = maak_ics(replace(U, titel=titel, plaats=plaats, tekst=tekst, organisator=Persoon(naam, "a@b.example")))
    a = lees_ics(ics)
    schoon = "".join(c for c in titel.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or c.isprintable())
    assert a["SUMMARY"] == schoon
    namen = [r.split(":")[0].split(";")[0] for r in regels_van(ics)]
    assert set(namen) <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND",
        "SUMMARY", "STATUS", "TRANSP", "LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE",
    }  # fmt: skip


@pytest.mark.parametrize("email", ["", "geen adres", "a@b.example\r\nATTENDEE:mailto:x@y.example", "a b@c.example"])
def test_what_is_no_address_is_left_out(email: str) -> None:
    a = lees_ics(maak_ics(replace(U, organisator=Persoon("A", email), genodigde=Persoon("B", email))))
    assert "ORGANIZER" not in a
    assert "ATTENDEE" not in a


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=400))
def test_folding_keeps_every_character_whole(tekst: str) -> None:
    gevouwen = vouw(tekst)
    assert all(len(deel.encode()) <= 75 for deel in gevouwen.split("\r\n"))
    assert gevouwen.replace("\r\n ", "") == tekst


@pytest.mark.parametrize(
    ("datum", "tijd", "utc"),
    [
        ("2026-12-14", "10:30", "2026-12-14T09:30:00+00:00"),  # winter
        ("2027-07-05", "10:30", "2027-07-05T08:30:00+00:00"),  # summer
        ("28-3-2027", "01:59", "2027-03-28T00:59:00+00:00"),  # just before the clock goes forward
        ("28-3-2027", "03:00", "2027-03-28T01:00:00+00:00"),  # just after
        ("31-10-2027", "02:30", "2027-10-31T00:30:00+00:00"),  # occurs twice: the first
        ("31-10-2027", "03:00", "2027-10-31T02:00:00+00:00"),
        ("2028-02-29", "9.05", "2028-02-29T08:05:00+00:00"),  # leap day
    ],
)
def test_a_clock_time_is_a_moment(datum: str, tijd: str, utc: str) -> None:
    assert lees_moment(datum, tijd).isoformat() == utc


@pytest.mark.parametrize(
    ("datum", "tijd", "veld"),
    [
        ("28-3-2027", "02:30", "tijd"),  # skipped
        ("29-2-2027", "10:00", "datum"),
        ("", "10:00", "datum"),
        ("2027-01-01", "", "tijd"),
        ("2027-01-01", "24:00", "tijd"),
        ("2027-01-01", "10:60", "tijd"),
        ("9999-99-99", "10:00", "datum"),
        ("1899-01-01", "10:00", "datum"),
    ],
)
def test_what_is_no_moment_says_in_which_field(datum: str, tijd: str, veld: str) -> None:
    with pytest.raises(GeenTijd) as fout:
        lees_moment(datum, tijd)
    assert fout.value.veld == veld


def test_an_appointment_keeps_its_clock_time_over_the_change() -> None:
    voor, na = lees_moment("27-3-2027", "10:00"), lees_moment("28-3-2027", "10:00")
    assert na - voor == timedelta(hours=23)
    assert wanneer_tekst(voor).endswith("om 10:00")
    assert wanneer_tekst(na) == "zondag 28 mrt 2027 om 10:00"
    assert wanneer_tekst(na, "en") == "Sunday 28 Mar 2027 at 10:00"


def test_the_mail_carries_the_invitation_as_calendars_want_it() -> None:
    ics = maak_ics(U)
    brief = Brief(
        1, "nl", "Yara", "yara@school.example", "Afspraak", "Hoi\n\n[[Bekijk]]", "https://x.example/", U.gemaakt_op, ics
    )
    mail = message_from_bytes(maak_mime(brief, Afzender("School", "bpv@school.example", "School"), "s1"))
    delen = {d.get_content_type(): d for d in mail.walk() if not d.is_multipart()}
    assert set(delen) == {"text/plain", "text/html", "text/calendar", "application/ics"}
    assert delen["text/calendar"].get_param("method") == "REQUEST"
    assert delen["application/ics"].get_filename() == "afspraak.ics"
    for soort in ("text/calendar", "application/ics"):
        inhoud = delen[soort].get_payload(decode=True)
        assert isinstance(inhoud, bytes)
        assert inhoud.decode() == ics


def test_a_mail_without_an_appointment_has_no_attachment() -> None:
    brief = Brief(
        1, "nl", "Yara", "yara@school.example", "Hoi", "Hoi\n\n[[Bekijk]]", "https://x.example/", U.gemaakt_op
    )
    mail = message_from_bytes(maak_mime(brief, Afzender("School", "bpv@school.example", "School"), "s1"))
    assert {d.get_content_type() for d in mail.walk()} == {"multipart/alternative", "text/plain", "text/html"}
