"""/beheer/gebruikers/<id> and /beheer/gebruikers/nieuw: who is this, what may they do, can they get in?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import reflex as rx
from sqlmodel import Session

from bpv_app.kernel.actor import Actor, RolToewijzing
from bpv_app.kernel.clock import klok, toon_moment
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import ROL_LABEL, Actie, Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.student.queries_teams import list_team_keuzes
from bpv_app.student.service_teams import get_student_id, get_studentnummers
from bpv_app.toegang.accounts import blokkeer, deblokkeer, list_rollen, maak_account, werk_account_bij
from bpv_app.toegang.pages.gebruiker_delen import RolKeuze, TeamVink, rollen_velden, toegang_kaart
from bpv_app.toegang.queries_account import AccountDetail, get_account_detail
from bpv_app.toegang.rules import AccountGegevens
from bpv_app.toegang.rules_rollen import ROL_UITLEG, TEAM_ROLLEN, keuze_van, rollen_van_formulier
from bpv_app.toegang.sessies import beeindig_sessies, list_sessies
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, keuzeveld, knop, sluit_dialoog, veld

_GEEN_STUDENT = Tekst("Er is geen student met dit nummer.", "There is no student with this number.")
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_NIEUW = AccountDetail(0, "", "", "", "", "nl", True, False, False, _BEGIN, None, 0, ())


def _lees_rollen(
    session: Session, wie: Actor, form: dict[str, str], bestaand: tuple[RolToewijzing, ...]
) -> tuple[RolToewijzing, ...]:
    """What the form says about roles; those it does not ask for stay."""
    behouden = [r for r in bestaand if r.rol is Rol.PRAKTIJKOPLEIDER]
    was = [r for r in bestaand if r.rol is Rol.STUDENT]
    nummers = get_studentnummers(session, wie, [r.student_id or 0 for r in was])
    nummer, student_id = form.get("studentnummer", ""), None
    if was and nummer == nummers.get(was[0].student_id or 0, ""):
        behouden += was
    elif nummer:
        student_id = get_student_id(session, wie, nummer)
        if student_id is None:
            raise OngeldigeInvoer({"studentnummer": _GEEN_STUDENT})
    teams = list_team_keuzes(session, wie, [r.team_id for r in bestaand if r.team_id])
    return rollen_van_formulier(form, [team_id for team_id, _ in teams], behouden, student_id)


class GebruikerState(rx.State):
    """One account, or the form for a new one."""

    account_id: int = 0
    versie: int = 0
    form_sleutel: str = ""
    titel: str = ""
    zin: str = ""
    v: dict[str, str] = {}
    rollen: list[RolKeuze] = []
    is_beheer: bool = False
    beheer_label: str = ""
    beheer_uitleg: str = ""
    is_praktijkopleider: bool = False
    is_actief: bool = True
    heeft_wachtwoord: bool = False
    moet_wijzigen: bool = False
    laatst: str = ""
    sessies: int = 0
    reset_adres: str = ""
    audit_adres: str = ""

    @handler(Actie.ACCOUNT_BEHEREN, laadt=True)
    async def laad(self) -> None:
        """Read the account of the address; "nieuw" is an empty form."""
        deel = pad_deel(self, 2)
        await self._lees(0 if deel == "nieuw" else als_id(deel) or -1)

    async def _lees(self, account_id: int) -> None:
        taal = (await self.get_state(BasisState)).taal

        def werk(session: Any, wie: Any) -> Any:
            account = get_account_detail(session, wie, account_id) if account_id else _NIEUW
            teams = list_team_keuzes(session, wie, [r.team_id for r in account.rollen if r.team_id])
            studenten = [r.student_id for r in account.rollen if r.student_id]
            nummers = get_studentnummers(session, wie, studenten)
            sessies = list_sessies(session, wie, klok, account_id) if account_id else []
            return account, teams, next(iter(nummers.values()), ""), len(sessies)

        account, teams, nummer, self.sessies = await lees(werk)
        self._toon(account, taal)
        self.v = {
            "gebruikersnaam": account.gebruikersnaam,
            "naam": account.naam,
            "email": account.email,
            "telefoon": account.telefoon,
            "taal": account.taal,
            "studentnummer": nummer,
        }
        self.rollen = [
            RolKeuze(
                rol.value,
                ROL_LABEL[rol].in_taal(taal),
                ROL_UITLEG[rol].in_taal(taal),
                keuze_van(account.rollen, rol),
                [TeamVink(str(i), naam, RolToewijzing(rol, team_id=i) in account.rollen) for i, naam in teams],
            )
            for rol in TEAM_ROLLEN
        ]

    def _toon(self, account: AccountDetail, taal: str) -> None:
        self.account_id, self.versie = account.id, account.versie
        self.form_sleutel = f"{account.id}-{account.versie}"
        self.is_beheer = any(r.rol is Rol.BEHEER for r in account.rollen)
        self.beheer_label = ROL_LABEL[Rol.BEHEER].in_taal(taal)
        self.beheer_uitleg = ROL_UITLEG[Rol.BEHEER].in_taal(taal)
        self.is_praktijkopleider = any(r.rol is Rol.PRAKTIJKOPLEIDER for r in account.rollen)
        self.is_actief, self.heeft_wachtwoord = account.is_actief, account.heeft_wachtwoord
        self.moet_wijzigen = account.moet_wijzigen
        self.laatst = toon_moment(account.laatst_ingelogd_op, taal)
        self.reset_adres = f"/api/accounts/{account.id}/wachtwoord"
        self.audit_adres = f"/beheer/audit?tabel=account&object={account.id}"
        if not account.id:
            self.titel = Tekst("Nieuwe gebruiker", "New user").in_taal(taal)
            self.zin = Tekst(
                "Vul in wie het is en wat die persoon mag. Daarna geef je een tijdelijk wachtwoord.",
                "Fill in who it is and what they may do. After that you give a temporary password.",
            ).in_taal(taal)
            return
        self.titel = account.naam
        namen = ", ".join(ROL_LABEL[r].in_taal(taal) for r in dict.fromkeys(t_.rol for t_ in account.rollen))
        geen = Tekst("Heeft nog geen rol en kan dus niets.", "Has no role yet and so can do nothing.").in_taal(taal)
        self.zin = namen or geen

    @handler(Actie.ACCOUNT_BEHEREN)
    async def bewaar(self, gegevens: dict[str, Any]) -> Any:
        """Save who it is and what they may do; a new one gets a page of their own."""
        form, account_id, versie = formulier(gegevens), self.account_id, self.versie
        nieuw = AccountGegevens(
            form.get("gebruikersnaam", ""),
            form.get("naam", ""),
            form.get("email", ""),
            form.get("telefoon", ""),
            form.get("taal", "nl"),
        )

        def werk(session: Any, wie: Any) -> int:
            rollen = _lees_rollen(session, wie, form, list_rollen(session, account_id) if account_id else ())
            if not account_id:
                return maak_account(session, wie, klok, nieuw, rollen)
            werk_account_bij(session, wie, account_id, nieuw, rollen, versie)
            return account_id

        nummer = await schrijf(werk)
        if not account_id:
            await zeg(self, "Gemaakt. Geef nu een tijdelijk wachtwoord.", "Made. Now give a temporary password.")
            return rx.redirect(f"/beheer/gebruikers/{nummer}")
        await self._lees(nummer)
        await zeg(self, "Bewaard.", "Saved.")
        return None

    @handler(Actie.ACCOUNT_BEHEREN)
    async def sluit_buiten(self) -> Any:
        """Lock this account."""
        account_id = self.account_id
        await schrijf(lambda session, wie: blokkeer(session, wie, klok, account_id))
        await self._lees(account_id)
        await zeg(self, "Geblokkeerd en overal uitgelogd.", "Locked and logged out everywhere.")
        return sluit_dialoog("blokkeer")

    @handler(Actie.ACCOUNT_BEHEREN)
    async def laat_toe(self) -> None:
        """Unlock this account."""
        account_id = self.account_id
        await schrijf(lambda session, wie: deblokkeer(session, wie, account_id))
        await self._lees(account_id)
        await zeg(self, "Kan weer inloggen.", "Can log in again.")

    @handler(Actie.ACCOUNT_BEHEREN)
    async def log_overal_uit(self) -> None:
        """End every session of this account."""
        account_id = self.account_id
        await schrijf(lambda session, wie: beeindig_sessies(session, wie, klok, account_id))
        await self._lees(account_id)
        await zeg(self, "Overal uitgelogd.", "Logged out everywhere.")


def _formulier() -> rx.Component:
    v = GebruikerState.v
    return rx.el.form(
        kaart(
            rx.el.div(
                veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, auto_complete="off"),
                veld(
                    "gebruikersnaam",
                    t("Gebruikersnaam", "User name"),
                    waarde=v["gebruikersnaam"],
                    verplicht=True,
                    auto_complete="off",
                    hulp=t("Meestal het e-mailadres van school.", "Usually the school's e-mail address."),
                ),
                veld("email", t("E-mail", "E-mail"), soort="email", waarde=v["email"], auto_complete="off"),
                veld("telefoon", t("Telefoon", "Phone"), soort="tel", waarde=v["telefoon"], auto_complete="off"),
                keuzeveld("taal", t("Taal", "Language"), [("nl", "Nederlands"), ("en", "English")], waarde=v["taal"]),
                class_name="formulier formulier-2",
            ),
            titel=t("Wie is dit?", "Who is this?"),
        ),
        kaart(
            rollen_velden(
                GebruikerState.rollen,
                GebruikerState.is_beheer,
                GebruikerState.beheer_label,
                GebruikerState.beheer_uitleg,
            ),
            rx.el.div(
                veld(
                    "studentnummer",
                    t("Is student met nummer", "Is the student with number"),
                    waarde=v["studentnummer"],
                    auto_complete="off",
                    hulp=t("Leeg als deze persoon geen student is.", "Empty when this person is no student."),
                ),
                class_name="max-w-xs py-3",
            ),
            rx.cond(
                GebruikerState.is_praktijkopleider,
                rx.el.p(
                    t(
                        "Deze persoon is ook praktijkopleider. Dat regel je bij het leerbedrijf, met een persoonlijke "
                        "link.",
                        "This person is a workplace supervisor too. That is arranged at the company, with a personal "
                        "link.",
                    ),
                    class_name="veld-hulp",
                ),
                rx.fragment(),
            ),
            titel=t("Wat mag deze persoon?", "What may this person do?"),
        ),
        rx.el.div(knop(t("Bewaar", "Save"), type="submit")),
        on_submit=GebruikerState.bewaar,
        key=GebruikerState.form_sleutel,
        class_name="grid gap-4",
    )


@rx.page(route="/beheer/gebruikers/[account_nr]", title="Gebruiker · BPV-app", on_load=GebruikerState.laad)
def gebruiker() -> rx.Component:
    """The form, and beside it how this person gets in."""
    return pagina(
        rx.el.div(
            rx.el.div(_formulier(), class_name="lg:col-span-2"),
            rx.cond(GebruikerState.account_id > 0, rx.el.div(toegang_kaart(GebruikerState)), rx.fragment()),
            class_name="grid items-start gap-4 lg:grid-cols-3",
        ),
        titel=GebruikerState.titel,
        zin=GebruikerState.zin,
        kruimels=[(t("Gebruikers", "Users"), "/beheer/gebruikers")],
    )
