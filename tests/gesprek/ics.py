"""A small, strict reader of iCalendar, written from RFC 5545 apart from the code that writes it."""

from __future__ import annotations


def regels_van(ics: str) -> list[str]:
    """Content lines, unfolded (3.1): every line ends in CRLF, none is longer than 75 octets."""
    assert ics.endswith("\r\n")
    assert "\n" not in ics.replace("\r\n", "")
    assert "\r" not in ics.replace("\r\n", "")
    regels: list[str] = []
    for ruw in ics.removesuffix("\r\n").split("\r\n"):
        assert len(ruw.encode()) <= 75, ruw
        if ruw.startswith((" ", "\t")):
            assert regels
            regels[-1] += ruw[1:]
        else:
            regels.append(ruw)
    return regels


def splits(regel: str) -> tuple[str, dict[str, str], str]:
    """Name, parameters and value of a content line; a quoted parameter may hold `:` `;` `,`."""
    delen, huidig, in_aanhaling = [], "", False
    for i, teken in enumerate(regel):
        if teken == '"':
            in_aanhaling = not in_aanhaling
        if not in_aanhaling and teken in ";:":
            delen.append(huidig)
            huidig = ""
            if teken == ":":
                naam, *parameters = delen
                return naam, dict(p.split("=", 1) for p in parameters), regel[i + 1 :]
            continue
        huidig += teken
    raise AssertionError(f"no colon: {regel}")


def ontsnap(waarde: str) -> str:
    """A TEXT value as meant (3.3.11). A backslash before anything else is an error."""
    uit, i = "", 0
    while i < len(waarde):
        if waarde[i] == "\\":
            uit += {"\\": "\\", ";": ";", ",": ",", "n": "\n", "N": "\n"}[waarde[i + 1]]
            i += 2
            continue
        assert waarde[i] not in ";,", waarde
        uit += waarde[i]
        i += 1
    return uit


TEKST = {"SUMMARY", "LOCATION", "DESCRIPTION", "UID"}


def lees_ics(ics: str) -> dict[str, str]:
    """The properties of the calendar and its one event; names and addresses of people under ORGANIZER and ATTENDEE."""
    regels = [splits(r) for r in regels_van(ics)]
    namen = [(naam, waarde) for naam, _, waarde in regels]
    assert namen[0] == ("BEGIN", "VCALENDAR")
    assert namen[-1] == ("END", "VCALENDAR")
    assert namen.count(("BEGIN", "VEVENT")) == namen.count(("END", "VEVENT")) == 1
    uit: dict[str, str] = {}
    for naam, parameters, waarde in regels:
        if naam in ("BEGIN", "END"):
            continue
        assert naam not in uit, f"twice: {naam}"
        uit[naam] = ontsnap(waarde) if naam in TEKST else waarde
        if "CN" in parameters:
            uit[f"{naam}.CN"] = parameters["CN"].strip('"')
    for nodig in ("VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART", "SEQUENCE"):
        assert nodig in uit, nodig
    return uit
