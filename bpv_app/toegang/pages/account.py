"""/account: who am I here, my password, where am I logged in?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Taal, Tekst
from bpv_app.toegang.accounts import zet_taal
from bpv_app.toegang.queries_account import get_eigen_account
from bpv_app.toegang.rules import MIN_WACHTWOORD, WACHTWOORD_FOUTEN, veilig_pad
from bpv_app.toegang.sessies import list_sessies, trek_andere_sessies_in, trek_sessie_in
from bpv_app.toegang.tables import Herkomst
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import actor as huidige_actor
from bpv_app.ui.handler import als_id, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, download, kaart, post_formulier, veld

_APPARATEN = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))


def toon_apparaat(user_agent: str, taal: str) -> str:
    """`Firefox op Windows`: what a person recognises of a browser's long name."""
    browser = next((naam for stuk, naam in _BROWSERS if stuk in user_agent), "")
    apparaat = next((naam for stuk, naam in _APPARATEN if stuk in user_agent), "")
    if browser and apparaat:
        return Tekst(f"{browser} op {apparaat}", f"{browser} on {apparaat}").in_taal(taal)
    return browser or apparaat or Tekst("Onbekend apparaat", "Unknown device").in_taal(taal)


@dataclass
class SessieBeeld:
    """A session as its owner sees it."""

    id: int
    apparaat: str
    begonnen: str
    laatst: str
    met_link: bool
    is_deze: bool


class AccountState(rx.State):
    """One's own account. Passwords are not here: that form goes straight to an HTTP route."""

    zin: str = ""
    gebruikersnaam: str = ""
    email: str = ""
    heeft_wachtwoord: bool = False
    moet_wijzigen: bool = False
    fout: str = ""
    gewijzigd: bool = False
    naar: str = ""
    taal_keuze: str = "nl"
    sessies: list[SessieBeeld] = []
    mag_gegevens: bool = False

    @handler(ingelogd=True, laadt=True)
    async def laad(self) -> None:
        """Read the own account and its sessions."""
        vraag = parse_qs(str(self.router.url.query or ""))
        taal = (await self.get_state(BasisState)).taal
        fout = WACHTWOORD_FOUTEN.get(vraag.get("fout", [""])[0])
        self.fout = fout.in_taal(taal) if fout else ""
        self.gewijzigd = "gewijzigd" in vraag
        self.naar = veilig_pad(vraag.get("naar", [""])[0], "")
        self.mag_gegevens = huidige_actor().mag(Actie.EIGEN_GEGEVENS_OPHALEN)
        await self._lees(taal)

    async def _lees(self, taal: str) -> None:
        account, sessies = await lees(
            lambda session, wie: (get_eigen_account(session, wie), list_sessies(session, wie, klok))
        )
        self.gebruikersnaam, self.email = account.gebruikersnaam, account.email
        self.heeft_wachtwoord, self.moet_wijzigen = account.heeft_wachtwoord, account.moet_wijzigen
        self.taal_keuze = account.taal
        self.sessies = [
            SessieBeeld(
                s.id,
                toon_apparaat(s.apparaat, taal),
                toon_moment(s.aangemaakt_op, taal),
                toon_moment(s.laatst_op, taal),
                s.herkomst is Herkomst.LINK,
                s.is_deze,
            )
            for s in sessies
        ]
        aantal = len(self.sessies)
        zin = Tekst(
            f"Je bent nu op {aantal} {'plek' if aantal == 1 else 'plekken'} ingelogd.",
            f"You are logged in at {aantal} {'place' if aantal == 1 else 'places'} now.",
        )
        self.zin = zin.in_taal(taal)

    @handler(ingelogd=True)
    async def beeindig(self, sessie_id: int) -> None:
        """End one of the other sessions."""
        nummer = als_id(sessie_id)
        await schrijf(lambda session, wie: trek_sessie_in(session, wie, klok, nummer))
        await self._lees((await self.get_state(BasisState)).taal)
        await zeg(self, "Daar ben je nu uitgelogd.", "You are logged out there now.")

    @handler(ingelogd=True)
    async def beeindig_andere(self) -> None:
        """Log out everywhere but here."""
        aantal = await schrijf(lambda session, wie: trek_andere_sessies_in(session, wie, klok))
        await self._lees((await self.get_state(BasisState)).taal)
        await zeg(self, f"Op {aantal} andere plekken uitgelogd.", f"Logged out at {aantal} other places.")

    @handler(ingelogd=True)
    async def kies_taal(self, taal: str) -> Any:
        """Remember the language, and show the page in it."""
        keuze = str(taal)[:2]
        await schrijf(lambda session, wie: zet_taal(session, wie, keuze))
        return rx.call_script(
            f"document.cookie='bpv_taal={Taal(keuze).value};path=/;max-age=31536000;samesite=lax';location.reload()"
        )


def _wachtwoord() -> rx.Component:
    formulier = post_formulier(
        rx.el.input(type="hidden", name="naar", value=AccountState.naar, read_only=True),
        rx.cond(
            AccountState.fout != "",
            rx.el.p(AccountState.fout, role="alert", class_name="melding melding-error"),
            rx.fragment(),
        ),
        rx.cond(
            AccountState.gewijzigd,
            rx.el.p(
                t(
                    "Je wachtwoord is gewijzigd. Op andere plekken ben je uitgelogd.",
                    "Your password was changed. You are logged out at other places.",
                ),
                role="status",
                class_name="melding melding-success",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            veld(
                "huidig",
                rx.cond(
                    AccountState.moet_wijzigen,
                    t("Tijdelijk wachtwoord", "Temporary password"),
                    t("Huidig wachtwoord", "Current password"),
                ),
                soort="password",
                verplicht=True,
                auto_complete="current-password",
            ),
            veld(
                "nieuw",
                t("Nieuw wachtwoord", "New password"),
                soort="password",
                verplicht=True,
                auto_complete="new-password",
                min_length=MIN_WACHTWOORD,
                hulp=t(
                    f"Minstens {MIN_WACHTWOORD} tekens. Een zinnetje is makkelijk te onthouden en moeilijk te raden.",
                    f"At least {MIN_WACHTWOORD} characters. A phrase is easy to remember and hard to guess.",
                ),
            ),
            veld(
                "herhaal",
                t("Nieuw wachtwoord nog een keer", "New password once more"),
                soort="password",
                verplicht=True,
                auto_complete="new-password",
            ),
            rx.el.div(
                rx.el.button(t("Wachtwoord wijzigen", "Change password"), type="submit", class_name="btn btn-primary")
            ),
            class_name="formulier",
        ),
        action="/api/wachtwoord",
    )
    uitleg = rx.el.p(
        t(
            "Je komt binnen met een persoonlijke link en hebt geen wachtwoord nodig.",
            "You come in by a personal link and need no password.",
        )
    )
    return kaart(rx.cond(AccountState.heeft_wachtwoord, formulier, uitleg), titel=t("Wachtwoord", "Password"))


def _sessie(sessie: rx.Var[SessieBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.strong(sessie.apparaat),
            rx.cond(sessie.is_deze, badge(t("Hier", "Here"), "success"), rx.fragment()),
            rx.cond(sessie.met_link, badge(t("Met persoonlijke link", "By personal link")), rx.fragment()),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(
            t("Ingelogd op ", "Logged in at "),
            sessie.begonnen,
            t(", laatst gebruikt op ", ", last used at "),
            sessie.laatst,
            class_name="text-sm text-base-content/80",
        ),
        rx.cond(
            sessie.is_deze,
            rx.fragment(),
            rx.el.button(
                t("Uitloggen", "Log out"),
                rx.el.span(" ", sessie.apparaat, class_name="sr-only"),
                on_click=AccountState.beeindig(sessie.id),
                class_name="btn btn-outline btn-sm mt-1",
            ),
        ),
        class_name="py-3",
    )


def _sessies() -> rx.Component:
    return kaart(
        rx.el.ul(rx.foreach(AccountState.sessies, _sessie), class_name="divide-y divide-base-300"),
        rx.cond(
            AccountState.sessies.length() > 1,
            rx.el.button(
                t("Overal elders uitloggen", "Log out everywhere else"),
                on_click=AccountState.beeindig_andere,
                class_name="btn btn-outline mt-3",
            ),
            rx.fragment(),
        ),
        titel=t("Waar ben je ingelogd?", "Where are you logged in?"),
    )


def _gegevens() -> rx.Component:
    return kaart(
        rx.el.dl(
            rx.el.dt(t("Naam", "Name")),
            rx.el.dd(BasisState.naam),
            rx.el.dt(t("Gebruikersnaam", "User name")),
            rx.el.dd(AccountState.gebruikersnaam),
            rx.cond(
                AccountState.email != "",
                rx.fragment(rx.el.dt(t("E-mail", "E-mail")), rx.el.dd(AccountState.email)),
                rx.fragment(),
            ),
            rx.cond(
                BasisState.rollen != "",
                rx.fragment(rx.el.dt(t("Rollen", "Roles")), rx.el.dd(BasisState.rollen)),
                rx.fragment(),
            ),
            class_name="gegevens",
        ),
        rx.el.div(
            rx.el.label(t("Taal", "Language"), html_for="taal", class_name="veld-label"),
            rx.el.select(
                rx.el.option("Nederlands", value="nl"),
                rx.el.option("English", value="en"),
                id="taal",
                value=AccountState.taal_keuze,
                on_change=AccountState.kies_taal,
                class_name="select w-full max-w-xs",
            ),
            class_name="mt-4",
        ),
        rx.cond(
            AccountState.mag_gegevens,
            rx.el.p(
                download(
                    t("Download al mijn gegevens", "Download all my data"),
                    "/api/mijn-gegevens",
                    class_name="btn btn-outline",
                ),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        titel=t("Jouw gegevens", "Your details"),
    )


@rx.page(route="/account", title="Mijn account · BPV-app", on_load=AccountState.laad)
def account() -> rx.Component:
    """Details, password, sessions."""
    eerst = rx.cond(
        AccountState.moet_wijzigen,
        rx.el.p(
            t(
                "Je hebt een tijdelijk wachtwoord. Kies eerst een eigen wachtwoord; daarna kun je verder.",
                "You have a temporary password. Choose your own first; then you can go on.",
            ),
            role="status",
            class_name="melding melding-warning",
        ),
        rx.fragment(),
    )
    return pagina(
        eerst,
        rx.el.div(_wachtwoord(), _gegevens(), _sessies(), class_name="grid gap-4"),
        titel=t("Mijn account", "My account"),
        zin=AccountState.zin,
        smal=True,
    )
