"""Reminders as the few texts the screens show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bpv_app.kernel.adres import lees_adres
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok.queries_manen import Maanmail
from bpv_app.pok.rules_manen import ONTVANGER_LABEL, HerinnerRegel, Ontvanger, begin_tekst, partijen_tekst, regel_zin

MAX_MAILS = 100
MAX_REGELS = 20


@dataclass
class RegelBeeld:
    """A rule as a sentence."""

    sleutel: str
    zin: str
    is_aan: bool


@dataclass
class VoorbeeldBeeld:
    """A mail that would go today: to whom, and a line per agreement."""

    kop: str
    adres: str
    fout: str
    regels: list[str] = field(default_factory=list)


def regel_beeld(regel: HerinnerRegel, taal: str) -> RegelBeeld:
    """One rule."""
    return RegelBeeld(regel.sleutel, regel_zin(regel).in_taal(taal), regel.is_aan)


def voorbeeld_beelden(
    mails: Sequence[Maanmail], taal: str, vandaag: date, *, met_namen: bool
) -> tuple[list[VoorbeeldBeeld], Tekst]:
    """The mails of today and a sentence about them; without `met_namen` only how many of each kind."""
    poks = len({pok_id for mail in mails for pok_id in mail.pok_ids})
    if not mails:
        return [], Tekst("Vandaag hoeft niemand een herinnering.", "Nobody needs a reminder today.")
    n, mv = len(mails), "POK's"
    zin = Tekst(
        f"{n} {'mail' if n == 1 else 'mails'} over {poks} {'POK' if poks == 1 else mv}.",
        f"{n} {'mail' if n == 1 else 'mails'} about {poks} {'agreement' if poks == 1 else 'agreements'}.",
    )
    if not met_namen:
        per = {wie: sum(mail.ontvanger is wie for mail in mails) for wie in Ontvanger}
        return [
            VoorbeeldBeeld(f"{ONTVANGER_LABEL[wie].in_taal(taal)}: {aantal}", "", "")
            for wie, aantal in per.items()
            if aantal
        ], zin
    return [_mail(mail, taal, vandaag) for mail in mails[:MAX_MAILS]], zin


def _mail(mail: Maanmail, taal: str, vandaag: date) -> VoorbeeldBeeld:
    regels = []
    for regel in mail.regels[:MAX_REGELS]:
        begin, nog = begin_tekst(regel.pok.looptijd.begin_op, vandaag), partijen_tekst(regel.pok.ontbreekt)
        tekst = Tekst(f"{begin.nl}, nog niet: {nog.nl}", f"{begin.en}, not yet: {nog.en}").in_taal(taal)
        regels.append(f"{regel.pok.nummer} {regel.pok.student}: {tekst}")
    if (meer := len(mail.regels) - MAX_REGELS) > 0:
        regels.append(Tekst(f"en nog {meer}", f"and {meer} more").in_taal(taal))
    geen = Tekst("Geen goed e-mailadres: deze mail mislukt.", "No valid e-mail address: this mail fails.")
    fout = "" if lees_adres(mail.wie.email) else geen.in_taal(taal)
    return VoorbeeldBeeld(
        f"{ONTVANGER_LABEL[mail.ontvanger].in_taal(taal)}: {mail.wie.naam}", mail.wie.email, fout, regels
    )
