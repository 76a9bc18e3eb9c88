"""A mail as the bytes a server takes: text and HTML, and headers nobody outside can add to."""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bpv_app.config import Instellingen
from bpv_app.gesprek.rules_agenda import methode_van
from bpv_app.kernel.adres import lees_adres, lees_afzender
from bpv_app.post.opmaak import als_html, als_platte_tekst
from bpv_app.post.rules import Brief

_POLICY = SMTP.clone(cte_type="7bit")
"""Lines of at most 78 characters, 7 bits: fit for every server (RFC 5321, 4.5.3.1.6)."""
DEMO_AFZENDER = "BPV-app <bpv@demo.example>"


@dataclass(frozen=True, slots=True)
class Afzender:
    """Who we are in a mail; `test_naar` gets everything when it is set."""

    naam: str
    adres: str
    school: str
    antwoord: str = ""
    test_naar: str = ""

    @property
    def domein(self) -> str:
        return self.adres.rpartition("@")[2]


def afzender_van(settings: Instellingen) -> Afzender:
    """The sender as the settings name it (demo mode works without)."""
    naam, adres = lees_afzender(settings.mail_van or DEMO_AFZENDER)
    return Afzender(
        naam or settings.school_naam,
        adres,
        settings.school_naam,
        lees_adres(settings.mail_antwoord),
        lees_adres(settings.mail_test_naar),
    )


def ontvanger(brief: Brief, afzender: Afzender) -> str:
    """Where it really goes."""
    return afzender.test_naar or brief.aan


def maak_mime(brief: Brief, afzender: Afzender, sleutel: str) -> bytes:
    """The whole message. `sleutel` gives it the same Message-ID however often it is made.

    Names and subjects were cleaned when the mail was written; a line break left in one raises ValueError here.
    """
    onderwerp = f"[test voor {brief.aan}] {brief.onderwerp}" if afzender.test_naar else brief.onderwerp
    bericht = EmailMessage(policy=_POLICY)
    bericht["From"] = Address(afzender.naam, addr_spec=afzender.adres)
    bericht["To"] = Address(brief.naam, addr_spec=ontvanger(brief, afzender))
    if afzender.antwoord:
        bericht["Reply-To"] = Address(addr_spec=afzender.antwoord)
    bericht["Subject"] = onderwerp
    bericht["Date"] = format_datetime(brief.aangemaakt_op)
    bericht["Message-ID"] = f"<{sleutel}@{afzender.domein}>"
    bericht["List-Id"] = f"<bpv.{afzender.domein}>"
    bericht["Auto-Submitted"] = "auto-generated"
    bericht["X-Auto-Response-Suppress"] = "All"
    bericht["Content-Language"] = brief.taal
    bericht.set_content(als_platte_tekst(brief.tekst, brief.adres, brief.taal, afzender.school))
    html = als_html(brief.onderwerp, brief.tekst, brief.adres, brief.taal, afzender.school)
    bericht.add_alternative(html, subtype="html")
    if brief.agenda:
        _voeg_uitnodiging_toe(bericht, brief.agenda)
    return bericht.as_bytes()


def _voeg_uitnodiging_toe(bericht: EmailMessage, ics: str) -> None:
    """The invitation twice (RFC 6047): as a form of this mail, for calendars that act on it, and as a file to open."""
    inhoud = ics.encode()
    methode = methode_van(ics)
    bericht.add_alternative(inhoud, maintype="text", subtype="calendar", params={"charset": "utf-8", "method": methode})
    bericht.add_attachment(
        inhoud, maintype="application", subtype="ics", filename="afspraak.ics", params={"method": methode}
    )
