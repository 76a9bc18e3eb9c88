"""Addresses of mail: of people, and of the server that takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

MAX_ADRES = 254
"""RFC 5321, 4.5.3.1.3: the longest address a path can hold."""
MAX_LOKAAL = 64
_LOKAAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def lees_adres(tekst: str) -> str:
    """One mail address as a server understands it (the domain in ASCII), or "" when it is none.

    The part before the `@` is a dot-atom (RFC 5322, 3.2.3): quoted forms exist on paper only, and take line breaks.
    """
    lokaal, _, domein = tekst.strip().rpartition("@")
    try:
        domein = domein.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""
    adres = f"{lokaal}@{domein}"
    labels = domein.split(".")
    goed = (
        len(adres) <= MAX_ADRES
        and len(lokaal) <= MAX_LOKAAL
        and _LOKAAL.fullmatch(lokaal)
        and len(labels) > 1
        and all(_LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )
    return adres if goed else ""


def lees_afzender(tekst: str) -> tuple[str, str]:
    """`BPV-bureau <bpv@school.nl>` or `bpv@school.nl` as (name, address). Raises ValueError."""
    naam, haak, rest = tekst.strip().partition("<")
    adres = lees_adres(rest.removesuffix(">")) if haak and rest.endswith(">") else lees_adres(naam)
    if not adres or not tekst.isprintable():
        raise ValueError("must be a mail address, such as bpv@school.nl or BPV-bureau <bpv@school.nl>")
    return (naam.strip().strip('"') if haak else ""), adres


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is delivered. `tls`: from the first byte; `starttls`: before anything else is said."""

    host: str
    poort: int
    tls: bool
    starttls: bool
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)


_HIER = frozenset({"localhost", "127.0.0.1", "::1"})
_POORT = {"smtp": 587, "smtps": 465}


def lees_smtp(url: str) -> SmtpServer:
    """`smtp://user:password@host:587?starttls=1` or `smtps://…`.

    Raises ValueError; the sentence never repeats the address, for it may hold a password.
    """
    try:
        deel = urlsplit(url)
        poort = deel.port
    except ValueError:
        raise ValueError("the port must be a number") from None
    if deel.scheme not in _POORT or not deel.hostname or deel.path.strip("/") or not url.isprintable():
        raise ValueError("must look like smtp://user:password@host:587?starttls=1 or smtps://user:password@host")
    vraag = parse_qs(deel.query, keep_blank_values=True)
    starttls = vraag.pop("starttls", ["0"])
    if vraag or starttls not in (["0"], ["1"]):
        raise ValueError("after the ? only starttls=1 or starttls=0 can stand")
    tls = deel.scheme == "smtps"
    server = SmtpServer(
        deel.hostname,
        poort or _POORT[deel.scheme],
        tls,
        starttls == ["1"] and not tls,
        unquote(deel.username or ""),
        unquote(deel.password or ""),
    )
    if server.gebruiker and not (server.tls or server.starttls) and server.host not in _HIER:
        raise ValueError("a password only travels over TLS: add ?starttls=1, or use smtps://")
    return server
