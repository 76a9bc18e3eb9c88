"""/poks: which POKs are where in the chain, what is late? Send, print, find by paper."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import klok
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Lijst
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service
from bpv_app.pok.pages.foto_delen import foto_formulier
from bpv_app.pok.queries import POKS
from bpv_app.pok.rules_afdruk import DIRECT_TOT, VOLGORDE_LABEL, Volgorde
from bpv_app.pok.service_afdruk_taak import HREF, begin_afdruk
from bpv_app.ui.handler import formulier, handler, lees, schrijf
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.lijst import LijstState, lijst
from bpv_app.ui.velden import download

NIETS_GEKOZEN = DomeinFout("niets_gekozen", Tekst("Kies eerst één of meer POK's.", "Select one or more first."))


class PoksState(LijstState, rx.State):
    """The list of POKs with the actions on many at once."""

    _lijst: ClassVar[Lijst] = POKS
    mag_versturen: bool = False
    mag_afdrukken: bool = False
    mag_zoeken: bool = False
    mag_manen: bool = False
    afdruk_href: str = ""
    volgorde: str = Volgorde.POSTCODE.value

    def _na_lezen(self, wie: Actor) -> None:
        self.mag_versturen = wie.mag(Actie.POK_VERSTUREN)
        self.mag_afdrukken = wie.mag(Actie.POK_AFDRUKKEN)
        self.mag_zoeken = wie.mag(Actie.POK_ONDERTEKENING_REGISTREREN)
        self.mag_manen = wie.mag(Actie.MANEN_INRICHTEN)

    @handler(Actie.POK_VERSTUREN)
    async def verstuur(self) -> None:
        """Step 4 for the chosen POKs."""
        ids = self._gekozen_ids()
        if not ids:
            raise NIETS_GEKOZEN
        self.afdruk_href = ""
        await self._toon_uitslagen(await schrijf(lambda s, wie: service.maak_volledig_alle(s, wie, klok, ids)))

    @handler(Actie.POK_AFDRUKKEN)
    async def kies_volgorde(self, waarde: str) -> None:
        """In which order the paper must lie."""
        self.volgorde = waarde if isinstance(waarde, str) and waarde in set(Volgorde) else Volgorde.POSTCODE.value

    @handler(Actie.POK_AFDRUKKEN)
    async def druk_af(self) -> Any:
        """Step 5 for the chosen POKs: one PDF in the chosen order; many of them as long work."""
        ids, volgorde = self._gekozen_ids(), Volgorde(self.volgorde)
        if not ids:
            raise NIETS_GEKOZEN
        self.afdruk_href = ""
        if len(set(ids)) > DIRECT_TOT:
            await schrijf(lambda s, wie: begin_afdruk(s, wie, klok, ids, volgorde))
            self.gekozen, self.gekozen_filter = [], False
            return rx.redirect(HREF)
        afdruk = await schrijf(lambda s, wie: service.druk_af(s, wie, klok, ids, volgorde))
        self.afdruk_href = afdruk.href
        await self._toon_uitslagen(afdruk.uitslagen)
        return None

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def zoek_papier(self, gegevens: dict[str, Any]) -> Any:
        """Step 6: paper came back; open the POK by what a scanner read or a person typed."""
        code = formulier(gegevens).get("code", "")
        gevonden = await lees(lambda s, wie: service.zoek_papier(s, wie, code))
        return rx.redirect(f"/poks/{gevonden.pok.id}?versie={gevonden.document_versie or ''}")


def _papier() -> rx.Component:
    return rx.cond(
        PoksState.mag_zoeken,
        rx.fragment(
            rx.el.form(
                rx.el.label(
                    t("Papier terug? Scan de code of typ het nummer", "Paper back? Scan the code or type the number"),
                    html_for="code",
                    class_name="veld-label",
                ),
                rx.el.div(
                    rx.el.input(id="code", name="code", required=True, auto_complete="off", class_name="input w-full"),
                    rx.el.button(t("Open", "Open"), type="submit", class_name="btn btn-primary"),
                    class_name="flex gap-2",
                ),
                on_submit=PoksState.zoek_papier,
                class_name="kaart mb-4 max-w-xl",
            ),
            foto_formulier(class_name="mb-4"),
        ),
        rx.fragment(),
    )


@rx.page(route="/poks", title="POK's · BPV-app", on_load=PoksState.laad)
def poks() -> rx.Component:
    """The list, the paper field and the bulk actions."""
    bulk = [
        rx.cond(
            PoksState.mag_versturen,
            rx.el.button(
                t("Verstuur naar KRD", "Send to register"),
                on_click=PoksState.verstuur,
                class_name="btn btn-primary btn-sm",
            ),
            rx.fragment(),
        ),
        rx.cond(
            PoksState.mag_afdrukken,
            rx.el.div(
                rx.el.label(
                    t("Volgorde van de afdruk", "Order of the print"), html_for="volgorde", class_name="sr-only"
                ),
                rx.el.select(
                    *[rx.el.option(t(label), value=v.value) for v, label in VOLGORDE_LABEL.items()],
                    id="volgorde",
                    value=PoksState.volgorde,
                    on_change=PoksState.kies_volgorde,
                    class_name="select select-sm w-36",
                ),
                rx.el.button(t("Druk af", "Print"), on_click=PoksState.druk_af, class_name="btn btn-primary btn-sm"),
                class_name="flex gap-2",
            ),
            rx.fragment(),
        ),
    ]
    return pagina(
        _papier(),
        rx.cond(
            (PoksState.afdruk_href != "") & (PoksState.uitslag_zin != ""),
            rx.el.p(
                download(
                    t("Open de afdruk (PDF)", "Open the print (PDF)"),
                    PoksState.afdruk_href,
                    class_name="btn btn-primary",
                    target="_blank",
                ),
                class_name="mb-3",
            ),
            rx.fragment(),
        ),
        lijst(PoksState, POKS, bulk=bulk),
        titel=t("POK's", "Placement agreements"),
        zin=t(
            "Elke overeenkomst met haar plek in de keten. Kies rijen om er meer tegelijk te doen.",
            "Every agreement with its place in the chain. Select rows to do several at once.",
        ),
        acties=rx.fragment(
            rx.cond(
                PoksState.mag_afdrukken,
                rx.el.a(t("Afdrukken", "Prints"), href=HREF, class_name="btn btn-outline btn-sm"),
                rx.fragment(),
            ),
            rx.cond(
                PoksState.mag_zoeken,
                rx.el.a(t("Gescand papier", "Scanned paper"), href="/poks/scans", class_name="btn btn-outline btn-sm"),
                rx.fragment(),
            ),
            rx.cond(
                PoksState.mag_manen,
                rx.el.a(
                    t("Herinneringen", "Reminders"), href="/poks/herinneringen", class_name="btn btn-outline btn-sm"
                ),
                rx.fragment(),
            ),
            rx.el.a(t("Na te bellen", "To call"), href="/poks/nabellen", class_name="btn btn-outline btn-sm"),
        ),
    )
