"""A small mail server for tests, on a free port: keeps what it accepted, and misbehaves as it is told.

`zeg[woord]` replaces the answer to a command (MAIL, RCPT, DATA, TEKST, AUTH, BEGROETING, STARTTLS); None cuts the line
there. For TEKST the mail was received by then: after a cut the sender cannot know.
"""

from __future__ import annotations

import base64
import re
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast


@dataclass
class Ontvangen:
    """A mail the server took."""

    van: str
    aan: list[str]
    ruw: bytes
    tls: bool
    login: str

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.ruw, policy=default)

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"])


@dataclass
class Gedrag:
    """What the server says, and what it has."""

    zeg: dict[str, str | None] = field(default_factory=dict)
    per_adres: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    auth: bool = False
    ontvangen: list[Ontvangen] = field(default_factory=list)
    commandos: list[str] = field(default_factory=list)
    na_tekst: Callable[[Ontvangen], None] = lambda _mail: None
    slot: threading.Lock = field(default_factory=threading.Lock)


class _Weg(Exception):
    """The line is cut."""


class _Sessie(socketserver.StreamRequestHandler):
    timeout = 30

    def handle(self) -> None:
        self.gedrag: Gedrag = cast("_Server", self.server).gedrag
        self.tls, self.login, self.van, self.aan = False, "", "", list[str]()
        try:
            self._antwoord("BEGROETING", "220 proef ESMTP")
            while regel := self.rfile.readline(2000):
                if not self._doe(regel.decode("ascii").rstrip("\r\n")):
                    return
        except (_Weg, OSError):
            return

    def _zeg(self, tekst: str) -> None:
        self.wfile.write(tekst.encode() + b"\r\n")
        self.wfile.flush()

    def _antwoord(self, woord: str, goed: str) -> str:
        tekst = self.gedrag.zeg.get(woord, goed)
        if tekst is None:
            raise _Weg
        self._zeg(tekst)
        return tekst

    def _doe(self, regel: str) -> bool:
        woord = regel.split(" ")[0].split(":")[0].upper()
        with self.gedrag.slot:
            self.gedrag.commandos.append(regel)
        if woord == "EHLO":
            kan = ["250-proef"]
            kan += ["250-STARTTLS"] if self.gedrag.tls and not self.tls else []
            kan += ["250-AUTH PLAIN"] if self.gedrag.auth else []
            self._zeg("\r\n".join([*kan, "250 8BITMIME"]))
        elif woord == "STARTTLS":
            if self._antwoord(woord, "220 go").startswith("220"):
                self._beveilig()
        elif woord == "AUTH":
            self.login = base64.b64decode(regel.split(" ")[2]).decode().replace("\0", "/")
            self._antwoord(woord, "235 ok")
        elif woord == "MAIL":
            self.van = _adres(regel)
            self._antwoord(woord, "250 ok")
        elif woord == "RCPT":
            if self._antwoord(woord, self.gedrag.per_adres.get(_adres(regel), "250 ok")).startswith("250"):
                self.aan.append(_adres(regel))
        elif woord == "DATA":
            if self._antwoord(woord, "354 go on").startswith("354"):
                self._tekst()
        elif woord == "QUIT":
            self._zeg("221 bye")
            return False
        else:
            self._zeg("502 what")
        return True

    def _beveilig(self) -> None:
        assert self.gedrag.tls is not None
        self.connection = self.gedrag.tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = cast("Any", self.connection.makefile("wb"))
        self.tls = True

    def _tekst(self) -> None:
        regels = []
        while (regel := self.rfile.readline(2000)) != b".\r\n":
            if not regel:
                raise _Weg  # cut before the end: not received (RFC 5321, 4.1.1.4)
            regels.append(regel.removeprefix(b".") if regel.startswith(b"..") else regel)
        mail = Ontvangen(self.van, list(self.aan), b"".join(regels), self.tls, self.login)
        if (self.gedrag.zeg.get("TEKST", "250 ok") or "250").startswith("250"):
            with self.gedrag.slot:
                self.gedrag.ontvangen.append(mail)
        self.gedrag.na_tekst(mail)
        self._antwoord("TEKST", "250 queued")


def _adres(regel: str) -> str:
    gevonden = re.search(r"<(.*)>", regel)
    return gevonden[1] if gevonden else ""


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, gedrag: Gedrag) -> None:
        self.gedrag = gedrag
        super().__init__(("127.0.0.1", 0), _Sessie)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken line is what these tests are about."""


@dataclass
class SmtpProef:
    """The running server."""

    poort: int
    gedrag: Gedrag

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.poort}"


@contextmanager
def smtp_server(gedrag: Gedrag | None = None) -> Iterator[SmtpProef]:
    """A server in a thread of this process."""
    gedrag = gedrag or Gedrag()
    server = _Server(gedrag)
    draad = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    draad.start()
    try:
        yield SmtpProef(server.server_address[1], gedrag)
    finally:
        server.shutdown()
        server.server_close()
