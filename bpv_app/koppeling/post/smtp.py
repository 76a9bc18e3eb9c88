"""Mail over SMTP. What the server said decides; after the text went out, no answer means that nobody knows.

SMTP has no key by which a server would count a mail once, so a mail is marked (`bied_aan`, committed) between the
server's "go on" and the text. Until that mark every failure may be tried again; after it only a plain "no" may.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import time
from collections.abc import Callable

from bpv_app.kernel.adres import SmtpServer
from bpv_app.kernel.clock import Clock
from bpv_app.koppeling.post.mime import Afzender, maak_mime, ontvanger
from bpv_app.outbox.rules import GEEN_LIJN, LEVERTIJD, Aangenomen, GeenAntwoord, Geweigerd, TeLeveren, Uitkomst
from bpv_app.post.rules import GEEF_OP_NA, ONZEKER, VERVALLEN, Brief
from bpv_app.post.service_bezorgen import weiger

INLEIDING_SECONDEN = 15.0
"""Until the server says "go on"; what is left of `TOTAAL_SECONDEN` is for the text and its answer."""
VERBINDEN_SECONDEN = 7.0
TOTAAL_SECONDEN = LEVERTIJD.total_seconds() - 2
"""From the first byte to the last answer; the rest of `LEVERTIJD` is for our own database."""
GEEF_OP_POGINGEN = 10
TOEGANG = "toegang"
GEEN_TLS = "geen_tls"
AFZENDER = "afzender_geweigerd"
_LIJNFOUTEN = (OSError, smtplib.SMTPException)


class _Nee(Exception):
    """The try ended before the text went out; `uitkomst` says how."""

    def __init__(self, uitkomst: Geweigerd | GeenAntwoord) -> None:
        super().__init__(uitkomst.code)
        self.uitkomst = uitkomst


def _tekst(code: int, antwoord: bytes) -> str:
    gezegd = " ".join(antwoord.decode("utf-8", "replace").split())
    return f"De mailserver zei: {code} {gezegd}"[:500]


def oordeel(code: int, antwoord: bytes, *, geef_op: bool) -> Geweigerd | GeenAntwoord:
    """A server's "no" about one mail: 5xx is final, anything else is "not now" until we `geef_op` (RFC 5321, 4.2.1).

    421 is about the server itself, not about this mail.
    """
    if 500 <= code < 600 or (geef_op and code != 421):
        return Geweigerd(str(code), _tekst(code, antwoord))
    return GeenAntwoord(str(code), _tekst(code, antwoord), lijn_dood=code == 421)


class SmtpBezorger:
    """Delivers to one server, a connection per mail."""

    def __init__(
        self,
        server: SmtpServer,
        afzender: Afzender,
        clock: Clock,
        *,
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
    ) -> None:
        self._server, self._afzender, self._clock, self._tls = server, afzender, clock, tls

    def bezorg(self, brief: Brief, bericht: TeLeveren, bied_aan: Callable[[], bool]) -> Uitkomst:
        """Deliver one mail. `bied_aan` commits that it is being offered; False there ends the try."""
        inhoud = maak_mime(brief, self._afzender, bericht.sleutel)
        oud = self._clock.nu() - brief.aangemaakt_op > GEEF_OP_NA
        geef_op = oud and bericht.pogingen >= GEEF_OP_POGINGEN
        begin = time.monotonic()
        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._verbind()
            _wacht_tot(smtp, begin + INLEIDING_SECONDEN)
            self._stel_voor(smtp)
            self._leid_in(smtp, ontvanger(brief, self._afzender), geef_op=geef_op)
            if not bied_aan():
                return weiger(VERVALLEN)
            _wacht_tot(smtp, begin + TOTAAL_SECONDEN)
            return self._geef(smtp, inhoud, geef_op=geef_op)
        except _Nee as nee:
            return nee.uitkomst
        except _LIJNFOUTEN:
            return GeenAntwoord("lijn_verbroken", "De verbinding met de mailserver brak af; er is niets verstuurd.")
        finally:
            if smtp is not None:
                smtp.close()  # a text that was not finished is thrown away by the server

    def _verbind(self) -> smtplib.SMTP:
        server = self._server
        try:
            if server.tls:
                return smtplib.SMTP_SSL(server.host, server.poort, timeout=VERBINDEN_SECONDEN, context=self._tls())
            return smtplib.SMTP(server.host, server.poort, timeout=VERBINDEN_SECONDEN)
        except ssl.SSLError:
            raise _Nee(_geen_tls()) from None
        except _LIJNFOUTEN:
            raise _Nee(GeenAntwoord(GEEN_LIJN, "De mailserver is niet bereikbaar.", lijn_dood=True)) from None

    def _stel_voor(self, smtp: smtplib.SMTP) -> None:
        """TLS when asked, then log in. Raises `_Nee`; the whole channel then rests, for it is about every mail."""
        smtp.ehlo_or_helo_if_needed()
        if self._server.starttls:
            try:
                smtp.starttls(context=self._tls())
            except (smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException, ssl.SSLError):
                raise _Nee(_geen_tls()) from None
            smtp.ehlo()
        if self._server.gebruiker:
            try:
                smtp.login(self._server.gebruiker, self._server.wachtwoord)
            except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError):
                tekst = "De mailserver laat ons niet toe met deze naam en dit wachtwoord."
                raise _Nee(GeenAntwoord(TOEGANG, tekst, lijn_dood=True)) from None

    def _leid_in(self, smtp: smtplib.SMTP, aan: str, *, geef_op: bool) -> None:
        """Sender, recipient, and the server's "go on" (354). Raises `_Nee`."""
        code, antwoord = smtp.mail(self._afzender.adres)
        if code != 250:  # about the sender, so about every mail: wait until somebody looks
            raise _Nee(GeenAntwoord(AFZENDER, _tekst(code, antwoord), lijn_dood=True))
        code, antwoord = smtp.rcpt(aan)
        if code not in (250, 251):
            raise _Nee(oordeel(code, antwoord, geef_op=geef_op))
        code, antwoord = smtp.docmd("DATA")
        if code != 354:
            raise _Nee(oordeel(code, antwoord, geef_op=geef_op))

    def _geef(self, smtp: smtplib.SMTP, inhoud: bytes, *, geef_op: bool) -> Uitkomst:
        """The text and its answer. From here silence means that nobody knows."""
        punten = re.sub(rb"(?m)^\.", b"..", inhoud)
        try:
            smtp.send(punten + (b"" if punten.endswith(b"\r\n") else b"\r\n") + b".\r\n")
            code, antwoord = smtp.getreply()
        except _LIJNFOUTEN:
            return weiger(ONZEKER)
        with contextlib.suppress(*_LIJNFOUTEN):
            smtp.putcmd("QUIT")
        if code == 250:
            return Aangenomen({"antwoord": _tekst(code, antwoord), "test_naar": self._afzender.test_naar})
        return oordeel(code, antwoord, geef_op=geef_op)


def _geen_tls() -> GeenAntwoord:
    return GeenAntwoord(GEEN_TLS, "De mailserver biedt geen veilige verbinding (TLS).", lijn_dood=True)


def _wacht_tot(smtp: smtplib.SMTP, eind: float) -> None:
    """Wait for no answer longer than until `eind`."""
    if smtp.sock is not None:
        smtp.sock.settimeout(max(1.0, eind - time.monotonic()))


class PostvakBezorger:
    """Demo mode without a mail server: the mailbox page is the delivery."""

    def bezorg(self, _brief: Brief, _bericht: TeLeveren, bied_aan: Callable[[], bool]) -> Uitkomst:
        return Aangenomen({"antwoord": "postvak"}) if bied_aan() else weiger(VERVALLEN)
