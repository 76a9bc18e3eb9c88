"""/login: let me in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.config import instellingen
from bpv_app.kernel.rechten import ROL_LABEL, Rol
from bpv_app.toegang.rules import veilig_pad
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import SchermState, demo_balk
from bpv_app.ui.velden import post_formulier

# The tab's state belongs to one login: with a new login the tab starts anew.
_VERGEET_TAB = "sessionStorage.removeItem('token')"
DEMO_ACCOUNTS: tuple[tuple[str, Rol], ...] = (
    ("coordinator@demo.bpv", Rol.COORDINATOR),
    ("begeleider@demo.bpv", Rol.ONDERWIJSBEGELEIDER),
    ("studentenzaken@demo.bpv", Rol.STUDENTENZAKEN),
    ("student@demo.bpv", Rol.STUDENT),
    ("praktijkopleider@demo.bpv", Rol.PRAKTIJKOPLEIDER),
    ("beheer@demo.bpv", Rol.BEHEER),
)


class LoginState(rx.State):
    """What the login page says; the password itself goes by form post, never over the websocket."""

    fout: str = ""
    naar: str = "/"
    terug: bool = False
    school: str = ""

    @handler(openbaar=True, laadt=True)
    async def laad(self) -> Any:
        """Read why we are here from the address."""
        vraag = parse_qs(str(self.router.url.query or ""))
        basis = await self.get_state(BasisState)
        self.naar = veilig_pad(vraag.get("naar", ["/"])[0])
        self.terug = "terug" in vraag
        self.school = instellingen().school_naam
        teksten = {
            "1": ("Gebruikersnaam of wachtwoord klopt niet.", "User name or password is not right."),
            "2": ("Te vaak geprobeerd. Wacht een kwartier.", "Tried too often. Wait fifteen minutes."),
        }
        nl, en = teksten.get(vraag.get("fout", [""])[0], ("", ""))
        self.fout = en if basis.taal == "en" else nl
        return rx.call_script(_VERGEET_TAB)


def _demo_knop(naam: str, rol: Rol) -> rx.Component:
    return post_formulier(
        rx.el.input(type="hidden", name="gebruikersnaam", value=naam, read_only=True),
        rx.el.input(type="hidden", name="wachtwoord", value="demo", read_only=True),
        rx.el.button(
            rx.el.span(t(ROL_LABEL[rol]), class_name="font-semibold"),
            rx.el.span(naam, class_name="text-sm font-normal text-base-content/80"),
            type="submit",
            class_name="btn btn-outline h-auto min-h-11 w-full flex-col items-start gap-0 py-2",
        ),
        action="/api/login",
    )


@rx.page(route="/login", title="Inloggen · BPV-app", on_load=LoginState.laad)
def login() -> rx.Component:
    """Name and password, and in demo mode one button per role."""
    formulier = post_formulier(
        rx.el.input(type="hidden", name="naar", value=LoginState.naar, read_only=True),
        rx.el.label(t("Gebruikersnaam", "User name"), html_for="gebruikersnaam", class_name="veld-label"),
        rx.el.input(
            id="gebruikersnaam",
            name="gebruikersnaam",
            auto_complete="username",
            required=True,
            class_name="input w-full",
        ),
        rx.el.label(t("Wachtwoord", "Password"), html_for="wachtwoord", class_name="veld-label mt-3"),
        rx.el.input(
            id="wachtwoord",
            name="wachtwoord",
            type="password",
            auto_complete="current-password",
            required=True,
            class_name="input w-full",
        ),
        rx.el.button(t("Inloggen", "Log in"), type="submit", class_name="btn btn-primary mt-5 w-full"),
        action="/api/login",
    )
    demo = rx.cond(
        BasisState.is_demo,
        rx.el.section(
            rx.el.h2(t("Demo-accounts", "Demo accounts"), class_name="mb-1 font-semibold"),
            rx.el.p(
                t(
                    "Kies een rol. Het wachtwoord is overal “demo”.",
                    "Choose a role. The password is “demo” everywhere.",
                ),
                class_name="mb-3 text-sm",
            ),
            rx.el.div(*[_demo_knop(n, r) for n, r in DEMO_ACCOUNTS], class_name="grid gap-2 sm:grid-cols-2"),
            class_name="kaart mt-4",
        ),
        rx.fragment(),
    )
    return rx.el.div(
        demo_balk(),
        rx.el.main(
            rx.el.p(LoginState.school, class_name="text-sm text-base-content/80"),
            rx.el.h1(t("Inloggen bij BPV-app", "Log in to BPV-app"), id="kop", class_name="text-2xl font-bold"),
            rx.cond(
                LoginState.terug,
                rx.el.p(
                    t(
                        "Log in en ga daarna terug naar je andere tabblad.",
                        "Log in and then go back to your other tab.",
                    ),
                    class_name="melding melding-info mt-3",
                ),
                rx.fragment(),
            ),
            rx.cond(
                LoginState.fout != "",
                rx.el.p(LoginState.fout, role="alert", class_name="melding melding-error mt-3"),
                rx.fragment(),
            ),
            rx.el.div(formulier, class_name="kaart mt-4"),
            rx.el.p(
                t(
                    "Werk je bij een leerbedrijf? De link uit je e-mail laat je binnen, zonder wachtwoord.",
                    "Do you work at a company? Then the link in your e-mail lets you in, without a password.",
                ),
                class_name="mt-3 text-sm text-base-content/80",
            ),
            demo,
            rx.el.button(
                rx.cond(BasisState.taal == "en", "Nederlands", "English"),
                on_click=SchermState.wissel_taal,
                class_name="btn btn-ghost btn-sm mt-4",
            ),
            id="inhoud",
            custom_attrs={"data-geladen": BasisState.geladen_voor},
            class_name="mx-auto w-full max-w-xl px-4 py-10",
        ),
        lang=BasisState.taal,
        class_name="min-h-screen bg-base-200 text-base-content",
    )
