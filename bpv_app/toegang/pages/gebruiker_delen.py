"""Pieces of the user screen: roles as fields of a form, and whether this person gets in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.ui.basis import BasisState
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import annuleer, badge, dialoog, kaart, post_formulier


@dataclass
class TeamVink:
    """A team that can be ticked for a role."""

    id: str
    naam: str
    aan: bool


@dataclass
class RolKeuze:
    """A role with teams: `keuze` is nee, alles or teams."""

    rol: str
    label: str
    uitleg: str
    keuze: str
    teams: list[TeamVink] = field(default_factory=list)


def _radio(keuze: rx.Var[RolKeuze], waarde: str, label: Any) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="keuze-" + keuze.rol.to(str),
            value=waarde,
            default_checked=keuze.keuze == waarde,
            class_name="radio radio-sm",
        ),
        label,
        class_name="flex min-h-11 cursor-pointer items-center gap-2",
    )


def _team(rol: rx.Var[str], team: rx.Var[TeamVink]) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="team-" + rol.to(str) + "-" + team.id.to(str),
            default_checked=team.aan,
            class_name="checkbox checkbox-sm",
        ),
        team.naam,
        class_name="flex min-h-11 cursor-pointer items-center gap-2",
    )


def _rol(keuze: rx.Var[RolKeuze]) -> rx.Component:
    fout = "keuze-" + keuze.rol.to(str)
    return rx.el.fieldset(
        rx.el.legend(keuze.label, class_name="font-semibold"),
        rx.el.p(keuze.uitleg, class_name="veld-hulp"),
        rx.el.div(
            _radio(keuze, "nee", t("Nee", "No")),
            _radio(keuze, "alles", t("Hele school", "Whole school")),
            _radio(keuze, "teams", t("Bepaalde teams", "Certain teams")),
            class_name="flex flex-wrap gap-x-5",
        ),
        rx.el.div(
            rx.foreach(keuze.teams, lambda team: _team(keuze.rol, team)),
            rx.cond(
                keuze.teams.length() == 0,
                rx.el.p(
                    t("Er zijn nog geen teams. ", "There are no teams yet. "),
                    rx.el.a(t("Maak een team", "Make a team"), href="/beheer/teams", class_name="link"),
                ),
                rx.fragment(),
            ),
            class_name="hidden gap-x-5 pl-7 group-has-[input[value=teams]:checked]:grid sm:grid-cols-2",
        ),
        rx.cond(
            BasisState.veldfouten.contains(fout),
            rx.el.p(BasisState.veldfouten[fout], class_name="veld-fout"),
            rx.fragment(),
        ),
        class_name="group border-b border-base-300 py-3",
    )


def rollen_velden(rollen: Any, is_beheer: Any, beheer_label: Any, beheer_uitleg: Any) -> rx.Component:
    """The roles that are given here: three with teams, and beheer."""
    return rx.fragment(
        rx.foreach(rollen, _rol),
        rx.el.label(
            rx.el.input(type="checkbox", name="rol-beheer", default_checked=is_beheer, class_name="checkbox mt-1"),
            rx.el.span(
                rx.el.span(beheer_label, class_name="block font-semibold"),
                rx.el.span(beheer_uitleg, class_name="veld-hulp block"),
            ),
            class_name="flex min-h-11 cursor-pointer items-start gap-3 border-b border-base-300 py-3",
        ),
    )


def _wachtwoord(state: Any) -> rx.Component:
    return dialoog(
        "reset",
        t("Tijdelijk wachtwoord geven?", "Give a temporary password?"),
        rx.el.p(
            t(
                "Het wachtwoord verschijnt één keer op het scherm; jij geeft het door. Het oude wachtwoord werkt dan "
                "niet meer en wie ermee was ingelogd, wordt uitgelogd.",
                "The password appears on the screen once; you pass it on. The old password stops working and whoever "
                "was logged in with it is logged out.",
            )
        ),
        post_formulier(
            annuleer("reset"),
            rx.el.button(t("Geef wachtwoord", "Give password"), type="submit", class_name="btn btn-primary"),
            action=state.reset_adres,
            class_name="modal-action",
        ),
        open_tekst=t("Tijdelijk wachtwoord geven…", "Give a temporary password…"),
    )


def _blokkeer(state: Any) -> rx.Component:
    return dialoog(
        "blokkeer",
        t("Deze gebruiker blokkeren?", "Lock this user?"),
        rx.el.p(
            t(
                "Deze persoon wordt meteen overal uitgelogd en kan niet meer inloggen. Wat die persoon deed blijft "
                "bewaard. Je kunt later deblokkeren.",
                "This person is logged out everywhere at once and cannot log in any more. What they did is kept. You "
                "can unlock later.",
            )
        ),
        rx.el.div(
            annuleer("blokkeer"),
            rx.el.button(t("Blokkeer", "Lock"), on_click=state.sluit_buiten, class_name="btn btn-error"),
            class_name="modal-action",
        ),
        open_tekst=t("Blokkeer…", "Lock…"),
    )


def toegang_kaart(state: Any) -> rx.Component:
    """Whether this person gets in, and what can be done about it."""
    stand = rx.cond(
        ~state.is_actief,
        badge(t("Geblokkeerd", "Locked"), "error"),
        rx.cond(
            ~state.heeft_wachtwoord,
            badge(t("Nog geen wachtwoord", "No password yet"), "warning"),
            rx.cond(
                state.moet_wijzigen,
                badge(t("Tijdelijk wachtwoord", "Temporary password"), "warning"),
                badge(t("Kan inloggen", "Can log in"), "success"),
            ),
        ),
    )
    return kaart(
        rx.el.p(stand),
        rx.el.p(
            rx.cond(
                state.laatst != "",
                rx.fragment(t("Laatst ingelogd op ", "Last login on "), state.laatst, "."),
                t("Nog nooit ingelogd.", "Never logged in."),
            ),
            class_name="mt-2",
        ),
        rx.cond(
            state.sessies > 0,
            rx.el.p(
                t("Nu ingelogd op zoveel plekken: ", "Logged in now at this many places: "),
                state.sessies,
                ". ",
                rx.el.button(
                    t("Overal uitloggen", "Log out everywhere"),
                    on_click=state.log_overal_uit,
                    class_name="btn btn-outline btn-sm",
                ),
                class_name="mt-2",
            ),
            rx.fragment(),
        ),
        rx.el.div(
            _wachtwoord(state),
            rx.cond(
                state.is_actief,
                _blokkeer(state),
                rx.el.button(t("Deblokkeer", "Unlock"), on_click=state.laat_toe, class_name="btn btn-outline btn-sm"),
            ),
            class_name="mt-4 flex flex-wrap gap-2",
        ),
        rx.el.p(
            rx.el.a(
                t("Wat is er aan dit account gewijzigd?", "What was changed on this account?"),
                href=state.audit_adres,
                class_name="link",
            ),
            class_name="mt-4",
        ),
        titel=t("Kan deze persoon erin?", "Can this person get in?"),
    )
