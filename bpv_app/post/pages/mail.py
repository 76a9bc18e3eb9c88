"""/beheer/mail/<id>: what was sent, to whom, when, how it went, and a better address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.post.pages.beeld import BlokBeeld, blok_beelden, brief
from bpv_app.post.queries_detail import get_mail_detail
from bpv_app.post.rules import GEEN_ADRES, STATUS_LABEL, STATUS_TOON, STATUS_UITLEG, mag_opnieuw
from bpv_app.post.service_opnieuw import verbeter_en_verstuur, verstuur_opnieuw
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, gegevens, kaart, knop, veld

OVER_PAD = {"pok": "/poks/", "dossier": "/dossiers/", "student": "/studenten/", "leerbedrijf": "/leerbedrijven/"}
"""Where the thing a mail is about has its page."""


@dataclass
class Herhaling:
    """A later mail that repeats this one."""

    href: str
    aan: str
    status: str
    toon: str


class MailState(rx.State):
    """One mail."""

    mail_id: int = 0
    titel: str = ""
    soort: str = ""
    naam: str = ""
    aan: str = ""
    status: str = ""
    toon: str = ""
    uitleg: str = ""
    fout: str = ""
    code: str = ""
    gemaakt: str = ""
    verzonden: str = ""
    pogingen: int = 0
    test_naar: str = ""
    heeft_link: bool = False
    over: str = ""
    herzonden_van: str = ""
    blokken: list[BlokBeeld] = []
    herhalingen: list[Herhaling] = []
    mag_opnieuw: bool = False
    mag_adres: bool = False

    @handler(Actie.MAIL_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Read the mail of the address."""
        await self._lees(als_id(pad_deel(self, 2)))

    async def _lees(self, mail_id: int) -> None:
        self.mail_id = 0
        taal = (await self.get_state(BasisState)).taal
        m = await lees(lambda session, wie: get_mail_detail(session, wie, mail_id))
        self.mail_id, self.titel, self.naam, self.aan = m.id, m.onderwerp, m.naam, m.aan
        self.soort = m.soort.in_taal(taal)
        self.status, self.toon = STATUS_LABEL[m.status].in_taal(taal), STATUS_TOON[m.status]
        self.uitleg = STATUS_UITLEG[m.status].in_taal(taal)
        fout = m.fout.in_taal(taal)
        self.fout, self.code = ("" if fout == self.uitleg else fout), m.fout_code
        self.gemaakt, self.verzonden = toon_moment(m.aangemaakt_op, taal), toon_moment(m.verzonden_op, taal)
        self.pogingen, self.test_naar, self.heeft_link = m.pogingen, m.test_naar, m.heeft_link
        self.over = f"{OVER_PAD[m.over_tabel]}{m.over_id}" if m.over_tabel in OVER_PAD and m.over_id else ""
        self.herzonden_van = f"/beheer/mail/{m.herzonden_van}" if m.herzonden_van else ""
        self.blokken = blok_beelden(m.blokken)
        self.herhalingen = [
            Herhaling(f"/beheer/mail/{i}", aan, STATUS_LABEL[s].in_taal(taal), STATUS_TOON[s])
            for i, aan, s in m.opnieuw
        ]
        wie = huidige_actor()
        mag = wie.mag(Actie.MAIL_OPNIEUW)
        self.mag_opnieuw = mag and m.fout_code != GEEN_ADRES
        self.mag_adres = mag and mag_opnieuw(m.status) and (not m.heeft_link or wie.mag(Actie.LINK_UITGEVEN))

    @handler(Actie.MAIL_OPNIEUW)
    async def opnieuw(self) -> Any:
        """Send it again to the same address; go to the new mail."""
        mail_id = self.mail_id
        (uitslag,) = await schrijf(lambda session, wie: verstuur_opnieuw(session, wie, klok, [mail_id]))
        await zeg(self, uitslag.tekst, soort="success" if uitslag.gelukt else "error")
        if uitslag.gelukt and uitslag.href != f"/beheer/mail/{mail_id}":
            return rx.redirect(uitslag.href)
        return None

    @handler(Actie.MAIL_OPNIEUW)
    async def verbeter(self, gegevens: dict[str, Any]) -> Any:
        """Send it again to the address that was typed; go to the new mail."""
        mail_id, aan = self.mail_id, formulier(gegevens).get("aan", "")
        nieuw = await schrijf(lambda session, wie: verbeter_en_verstuur(session, wie, klok, mail_id, aan))
        await zeg(self, "Klaargezet naar het nieuwe adres.", "Put ready for the new address.")
        return rx.redirect(f"/beheer/mail/{nieuw}")


def _stand() -> rx.Component:
    s = MailState
    return kaart(
        rx.el.p(badge(s.status, s.toon)),
        rx.el.p(s.uitleg, class_name="mt-2"),
        rx.cond(s.fout != "", rx.el.p(s.fout, class_name="mt-2 font-semibold break-words"), rx.fragment()),
        rx.el.div(
            gegevens(
                (t("Ontvanger", "Recipient"), s.naam),
                (t("Adres", "Address"), rx.el.span(s.aan, class_name="break-all")),
                (t("Soort", "Kind"), s.soort),
                (t("Gemaakt", "Made"), s.gemaakt),
                (t("Verzonden", "Sent"), rx.cond(s.verzonden != "", s.verzonden, "–")),
                (t("Pogingen", "Tries"), s.pogingen),
            ),
            class_name="mt-3",
        ),
        rx.cond(
            s.test_naar != "",
            rx.el.p(t("Proefstand: ging naar ", "Test mode: went to "), s.test_naar, class_name="mt-2 break-all"),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                s.over != "",
                rx.el.a(t("Waar gaat dit over?", "What is this about?"), href=s.over, class_name="link"),
                rx.fragment(),
            ),
            rx.cond(
                s.herzonden_van != "",
                rx.el.a(t("Herhaling van deze mail", "Repeats this mail"), href=s.herzonden_van, class_name="link"),
                rx.fragment(),
            ),
            class_name="mt-3 flex flex-wrap gap-3",
        ),
        titel=t("Hoe staat het ermee?", "How did it go?"),
    )


def _opnieuw() -> rx.Component:
    s = MailState
    adres = rx.el.form(
        veld(
            "aan",
            t("Beter adres", "Better address"),
            soort="email",
            waarde=s.aan,
            verplicht=True,
            auto_complete="off",
            hulp=t(
                "Alleen voor deze mail. Pas het adres ook aan bij de persoon zelf.",
                "For this mail only. Also change the address with the person.",
            ),
        ),
        knop(
            t("Adres verbeteren en opnieuw versturen", "Correct the address and send again"),
            type="submit",
            class_name="h-auto min-h-11 py-2",
        ),
        on_submit=s.verbeter,
        key=s.mail_id.to(str),
        class_name="mt-4 grid gap-3",
    )
    herhalingen = rx.el.ul(
        rx.foreach(
            s.herhalingen,
            lambda h: rx.el.li(
                badge(h.status, h.toon),
                rx.el.a(rx.cond(h.aan != "", h.aan, "–"), href=h.href, class_name="link break-all"),
                class_name="flex flex-wrap gap-2 py-1",
            ),
        ),
        class_name="mt-4 text-sm",
    )
    return rx.cond(
        s.mag_opnieuw | s.mag_adres | (s.herhalingen.length() > 0),
        kaart(
            rx.cond(
                s.mag_opnieuw,
                knop(t("Opnieuw", "Send again"), hoofd=False, type="button", on_click=s.opnieuw),
                rx.fragment(),
            ),
            rx.cond(s.mag_adres, adres, rx.fragment()),
            rx.cond(s.herhalingen.length() > 0, herhalingen, rx.fragment()),
            titel=t("Opnieuw versturen", "Send again"),
        ),
        rx.fragment(),
    )


@rx.page(route="/beheer/mail/[mail_nr]", title="Mail · BPV-app", on_load=MailState.laad)
def mail() -> rx.Component:
    """The text, and beside it how it went."""
    s = MailState
    return pagina(
        rx.el.div(
            kaart(
                brief(s.blokken),
                rx.cond(
                    s.heeft_link,
                    rx.el.p(
                        t(
                            "De knop is een persoonlijke link. Die staat hier niet: alleen de ontvanger krijgt haar.",
                            "The button is a personal link. It is not shown here: only the recipient gets it.",
                        ),
                        class_name="veld-hulp mt-3",
                    ),
                    rx.fragment(),
                ),
                titel=t("Tekst", "Text"),
            ),
            rx.el.div(_stand(), _opnieuw(), class_name="grid gap-4"),
            class_name="grid items-start gap-4 lg:grid-cols-2",
        ),
        titel=s.titel,
        zin=rx.fragment(t("Aan ", "To "), s.naam),
        kruimels=[(t("Mail", "Mail"), "/beheer/mail")],
    )
