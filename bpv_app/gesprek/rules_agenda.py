"""An invitation as calendars read it: iCalendar (RFC 5545) by the scheduling rules of iTIP (RFC 5546). No library.

The same UID for the same conversation, a higher SEQUENCE for every change, times in UTC, CANCEL to take it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

PRODID = "-//BPV-app//gesprekken//NL"
_REGEL_OCTETTEN = 75


class Methode(StrEnum):
    """What the receiving calendar should do."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Persoon:
    """Somebody in an invitation; an empty address leaves the person out of it."""

    naam: str
    email: str


@dataclass(frozen=True, slots=True)
class Uitnodiging:
    """One invitation for one person. Moments are aware; `volgorde` is the SEQUENCE."""

    uid: str
    volgorde: int
    methode: Methode
    gemaakt_op: datetime
    begin_op: datetime
    duur_minuten: int
    titel: str
    plaats: str
    tekst: str
    organisator: Persoon
    genodigde: Persoon


def uid_van(moment_id: int, uid_nummer: int, domein: str) -> str:
    """The same for every change of one conversation under one organiser (RFC 5546: only the organiser may change)."""
    return f"gesprek-{moment_id}-{uid_nummer}@{domein}"


def _tekst(waarde: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11): backslash, semicolon, comma and line breaks escaped, controls dropped."""
    schoon = waarde.replace("\r\n", "\n").replace("\r", "\n")
    schoon = "".join(c for c in schoon if c == "\n" or c.isprintable())
    return schoon.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _parameter(waarde: str) -> str:
    """A quoted parameter value (3.2): it cannot hold a double quote or a control character."""
    return '"' + "".join(c for c in waarde if c.isprintable() and c != '"') + '"'


_ADRES = re.compile(r"[^\s<>\",;:\\]+@[^\s<>\",;:\\]+")


def _adres(email: str) -> str:
    """An address as a CAL-ADDRESS; empty for what is none, so nothing can be added to a line."""
    return f"mailto:{email}" if _ADRES.fullmatch(email) else ""


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def vouw(regel: str) -> str:
    """Fold a content line at 75 octets (3.1), never inside a character."""
    delen: list[str] = []
    huidig, lengte = "", 0
    for teken in regel:
        octetten = len(teken.encode())
        if lengte + octetten > _REGEL_OCTETTEN:
            delen.append(huidig)
            huidig, lengte = " ", 1
        huidig += teken
        lengte += octetten
    delen.append(huidig)
    return "\r\n".join(delen)


def maak_ics(u: Uitnodiging) -> str:
    """The whole calendar object, lines ended by CRLF."""
    afgezegd = u.methode is Methode.CANCEL
    regels = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{u.methode.value}",
        "BEGIN:VEVENT",
        f"UID:{_tekst(u.uid)}",
        f"SEQUENCE:{u.volgorde}",
        f"DTSTAMP:{_moment(u.gemaakt_op)}",
        f"DTSTART:{_moment(u.begin_op)}",
        f"DTEND:{_moment(u.begin_op + timedelta(minutes=u.duur_minuten))}",
        f"SUMMARY:{_tekst(u.titel)}",
        f"STATUS:{'CANCELLED' if afgezegd else 'CONFIRMED'}",
        "TRANSP:" + ("TRANSPARENT" if afgezegd else "OPAQUE"),
    ]
    if u.plaats:
        regels.append(f"LOCATION:{_tekst(u.plaats)}")
    if u.tekst:
        regels.append(f"DESCRIPTION:{_tekst(u.tekst)}")
    if adres := _adres(u.organisator.email):
        regels.append(f"ORGANIZER;CN={_parameter(u.organisator.naam)}:{adres}")
    if adres := _adres(u.genodigde.email):
        wens = "" if afgezegd else ";PARTSTAT=NEEDS-ACTION;RSVP=FALSE"
        regels.append(f"ATTENDEE;CN={_parameter(u.genodigde.naam)};ROLE=REQ-PARTICIPANT{wens}:{adres}")
    regels += ["END:VEVENT", "END:VCALENDAR"]
    return "\r\n".join(vouw(regel) for regel in regels) + "\r\n"


def methode_van(ics: str) -> str:
    """The METHOD of an invitation, which a mail repeats in its Content-Type (RFC 6047)."""
    gevonden = re.search(r"^METHOD:([A-Z]+)\r?$", ics, re.MULTILINE)
    return gevonden[1] if gevonden else Methode.REQUEST.value
