"""/leerbedrijven: the common relations file."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN, MAX_LIJKENDE, is_benaderd, tel_leerbedrijven
from bpv_app.ligging.vanaf import VanafSoort, zin_vanaf
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler, lees
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst


def _duizend(aantal: int, taal: str) -> str:
    """`1.234` in Dutch, `1,234` in English."""
    return f"{aantal:,}" if taal == "en" else f"{aantal:,}".replace(",", ".")


class LeerbedrijvenState(LijstState, rx.State):
    """The list of companies."""

    _lijst: ClassVar[Lijst] = LEERBEDRIJVEN
    zin: str = ""
    mag_bewerken: bool = False
    mag_inlezen: bool = False
    mag_samenvoegen: bool = False

    @handler(van_lijst=True, laadt=True)
    async def laad(self) -> None:
        """Read the page of rows the URL asks for, and the counts of the first line."""
        await self._lees_lijst()
        taal = (await self.get_state(BasisState)).taal
        telling = await lees(tel_leerbedrijven)
        totaal, zonder = _duizend(telling.totaal, taal), _duizend(telling.zonder_sbb_id, taal)
        regels = _duizend(telling.register_regels, taal)
        if taal == "en":
            register = f"The accreditation register has {regels} lines."
            leeg = "The accreditation register is empty: import it first."
            self.zin = f"{totaal} companies, {zonder} without an SBB company ID. "
        else:
            register = f"Het erkenningenregister heeft {regels} regels."
            leeg = "Het erkenningenregister is leeg: lees het eerst in."
            self.zin = f"{totaal} leerbedrijven, waarvan {zonder} zonder leerbedrijf-ID. "
        self.zin += register if telling.register_regels else leeg
        vraag = self._vraag
        if vanaf := await lees(lambda s, wie: zin_vanaf(s, wie, vraag, VanafSoort.STUDENT)):
            self.zin += " " + vanaf.in_taal(taal)
        if vraag.zoek and 0 < self.totaal <= MAX_LIJKENDE and await lees(lambda s, wie: is_benaderd(s, wie, vraag)):
            self.zin = Tekst(
                "Niets heet precies zo. Dit lijkt erop.", "Nothing is spelt exactly so. This looks like it."
            ).in_taal(taal)

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_bewerken = wie.mag(Actie.LEERBEDRIJF_BEWERKEN)
        self.mag_samenvoegen = wie.mag(Actie.LEERBEDRIJF_SAMENVOEGEN)
        self.mag_inlezen = wie.mag(Actie.LEERBEDRIJF_IMPORTEREN)


def _acties() -> Any:
    return rx.fragment(
        rx.cond(
            LeerbedrijvenState.mag_bewerken,
            rx.el.a(
                t("Leerbedrijf toevoegen", "Add a company"), href="/leerbedrijven/nieuw", class_name="btn btn-primary"
            ),
            rx.fragment(),
        ),
        rx.cond(
            LeerbedrijvenState.mag_bewerken,
            rx.el.a(t("Wijzigingen", "Changes"), href="/leerbedrijven/wijzigingen", class_name="btn btn-outline"),
            rx.fragment(),
        ),
        rx.cond(
            LeerbedrijvenState.mag_samenvoegen,
            rx.el.a(
                t("Mogelijk dubbel", "Possible doubles"), href="/leerbedrijven/dubbelen", class_name="btn btn-outline"
            ),
            rx.fragment(),
        ),
        rx.cond(
            LeerbedrijvenState.mag_inlezen,
            rx.el.a(t("Inlezen", "Import"), href="/beheer/import", class_name="btn btn-outline"),
            rx.fragment(),
        ),
    )


@rx.page(route="/leerbedrijven", title="Leerbedrijven · BPV-app", on_load=LeerbedrijvenState.laad)
def leerbedrijven() -> rx.Component:
    """The list."""
    return pagina(
        lijst(LeerbedrijvenState, LEERBEDRIJVEN),
        titel=t("Leerbedrijven", "Companies"),
        zin=LeerbedrijvenState.zin,
        acties=_acties(),
    )
