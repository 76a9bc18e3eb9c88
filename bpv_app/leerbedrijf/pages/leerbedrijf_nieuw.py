"""/leerbedrijven/nieuw: add a company to the common relations file, unless it is there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import klok
from bpv_app.kernel.rechten import Actie
from bpv_app.leerbedrijf.pages.formulieren import BEDRIJF_VELDEN, bedrijf_velden, lees_bedrijf
from bpv_app.leerbedrijf.pages.kenmerk_velden import LEGE_KENMERKEN
from bpv_app.leerbedrijf.rules_dubbel import AANWIJZING_LABEL, Kenmerken
from bpv_app.leerbedrijf.rules_invoer import toon_postcode
from bpv_app.leerbedrijf.service_dubbel import Dubbel, maak_leerbedrijf_als_nieuw, zoek_dubbelen
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import formulier, handler, lees, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import badge, kaart, knop, vinkje

MAX_VELD = 200
KENMERK_VELDEN = ("naam", "sbb_id", "kvk", "huisnummer", "postcode", "plaats", "telefoon", "email", "website")
"""Fields by which doubles are looked for while somebody types."""


@dataclass
class DubbelBeeld:
    """A company that is there already, on the screen."""

    href: str
    naam: str
    plek: str
    redenen: list[str] = field(default_factory=list)


def _beeld(dubbel: Dubbel, taal: str) -> DubbelBeeld:
    k = dubbel.kenmerken
    return DubbelBeeld(
        f"/leerbedrijven/{dubbel.id}",
        k.naam,
        " ".join(x for x in (toon_postcode(k.postcode), k.huisnummer, k.plaats) if x),
        [AANWIJZING_LABEL[x].in_taal(taal) for x in dubbel.gelijkenis.aanwijzingen],
    )


class NieuwLeerbedrijfState(rx.State):
    """A company that is not there yet."""

    v: dict[str, str] = dict.fromkeys((*BEDRIJF_VELDEN, *LEGE_KENMERKEN, "actief_van", "actief_tot"), "")
    dubbelen: list[DubbelBeeld] = []
    _getypt: dict[str, str] = {}

    @handler(Actie.LEERBEDRIJF_BEWERKEN, laadt=True)
    async def laad(self) -> None:
        """Nothing to read: the form is empty."""
        self.dubbelen, self._getypt = [], {}

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def kijk_dubbel(self, veldnaam: str, waarde: str) -> None:
        """A field was filled in: show the companies that look like what is typed so far."""
        if veldnaam not in KENMERK_VELDEN or not isinstance(waarde, str):
            return
        self._getypt = {**self._getypt, veldnaam: waarde.strip()[:MAX_VELD]}
        await self._zoek()

    async def _zoek(self) -> None:
        wat = Kenmerken(**{"naam": "", **self._getypt})
        taal = (await self.get_state(BasisState)).taal
        gevonden = await lees(lambda s, wie: zoek_dubbelen(s, wie, wat))
        self.dubbelen = [_beeld(d, taal) for d in gevonden]

    @handler(Actie.LEERBEDRIJF_BEWERKEN)
    async def maak_bedrijf(self, gegevens: dict[str, Any]) -> Any:
        """Add it, and go there; a likely double first takes a yes."""
        form = formulier(gegevens)
        self._getypt = {naam: form.get(naam, "").strip()[:MAX_VELD] for naam in KENMERK_VELDEN}
        await self._zoek()
        invoer = lees_bedrijf(form)
        ander = bool(form.get("is_een_ander"))
        rij = await schrijf(lambda s, wie: maak_leerbedrijf_als_nieuw(s, wie, klok, invoer, is_een_ander=ander))
        await zeg(self, "Leerbedrijf toegevoegd.", "Company added.")
        return rx.redirect(f"/leerbedrijven/{rij.id}")


def _dubbel(beeld: rx.Var[DubbelBeeld]) -> rx.Component:
    return rx.el.li(
        rx.el.a(beeld.naam, href=beeld.href, target="_blank", class_name="link font-semibold"),
        rx.el.span(beeld.plek, class_name="text-base-content/80"),
        rx.el.span(rx.foreach(beeld.redenen, badge), class_name="flex flex-wrap gap-1"),
        class_name="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1",
    )


def _dubbelen() -> rx.Component:
    """What is there already. Announced when it appears; empty as long as there is nothing."""
    lijst = rx.el.div(
        rx.el.h2(t("Staat het er al?", "Is it there already?"), class_name="font-semibold"),
        rx.el.p(
            t(
                "Deze bedrijven lijken erop. Klik om te kijken (opent een nieuw tabblad); wat je typte blijft staan.",
                "These companies look like it. Click to look (opens a new tab); what you typed stays here.",
            ),
            class_name="text-base-content/80",
        ),
        rx.el.ul(rx.foreach(NieuwLeerbedrijfState.dubbelen, _dubbel), class_name="my-2 divide-y divide-base-300"),
        vinkje("is_een_ander", t("Dit is een ander bedrijf", "This is another company")),
        class_name="melding melding-warning mt-4 block",
    )
    return rx.el.div(
        rx.cond(NieuwLeerbedrijfState.dubbelen.length() > 0, lijst, rx.fragment()), aria_live="polite", id="dubbelen"
    )


@rx.page(route="/leerbedrijven/nieuw", title="Leerbedrijf toevoegen · BPV-app", on_load=NieuwLeerbedrijfState.laad)
def leerbedrijf_nieuw() -> rx.Component:
    """The form, and below it what looks like the same company."""
    return pagina(
        kaart(
            rx.el.form(
                bedrijf_velden(NieuwLeerbedrijfState.v, bij_verlaten=NieuwLeerbedrijfState.kijk_dubbel),
                _dubbelen(),
                rx.el.div(
                    knop(t("Toevoegen", "Add"), type="submit"),
                    rx.el.a(t("Annuleren", "Cancel"), href="/leerbedrijven", class_name="btn btn-ghost"),
                    class_name="mt-4 flex flex-wrap gap-2",
                ),
                on_submit=NieuwLeerbedrijfState.maak_bedrijf,
                no_validate=True,
            ),
        ),
        titel=t("Leerbedrijf toevoegen", "Add a company"),
        zin=t(
            "Een bedrijf hoort maar één keer in het relatiebestand; terwijl je typt zie je wat erop lijkt.",
            "A company belongs in the relations file once; while you type you see what looks like it.",
        ),
        kruimels=[(t("Leerbedrijven", "Companies"), "/leerbedrijven")],
        smal=True,
    )
