"""/poks/registreren/<id>: paper came back; register who signed it, with a phone in the hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import reflex as rx

from bpv_app.kernel.clock import klok, lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.pok import service_foto as service
from bpv_app.pok.pages.foto_delen import foto_formulier
from bpv_app.pok.rules import PARTIJ_LABEL, Partij
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import als_id, formulier, handler, lees, pad_deel, schrijf, zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina
from bpv_app.ui.velden import kaart, knop, veld

GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")


@dataclass
class PartijBeeld:
    """A party that has still to be registered."""

    veld: str
    label: str


class RegistrerenState(rx.State):
    """One sheet of paper, and who signed it."""

    pok_id: int = 0
    versie: int = 0
    titel: str = ""
    zin: str = ""
    waarom_niet: str = ""
    mist: list[PartijBeeld] = []
    vandaag: str = ""
    form_sleutel: str = ""

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN, laadt=True)
    async def laad(self) -> None:
        """Read the sheet of the address."""
        vraag = parse_qs(str(self.router.url.query or ""))
        exemplaar = vraag.get("exemplaar", [""])[0][:1]
        await self._lees(als_id(pad_deel(self, 2)), als_id(vraag.get("versie", [""])[0]), exemplaar)

    async def _lees(self, pok_id: int, versie: int, exemplaar: str = "") -> None:
        taal, dag = (await self.get_state(BasisState)).taal, klok.vandaag()
        vel = await lees(lambda s, wie: service.get_vel(s, wie, pok_id, versie, dag))
        self.pok_id, self.versie, self.vandaag = vel.pok_id, vel.versie, dag.isoformat()
        self.titel = f"POK {vel.naam}"
        deel = Tekst(f", exemplaar {exemplaar}", f", copy {exemplaar}") if exemplaar.isdigit() else Tekst("", "")
        self.zin = Tekst(
            f"Papier van versie {vel.versie}{deel.nl}.", f"Paper of version {vel.versie}{deel.en}."
        ).in_taal(taal)
        self.waarom_niet = vel.waarom_niet.in_taal(taal) if vel.waarom_niet else ""
        self.mist = [PartijBeeld(f"partij-{p.value}", PARTIJ_LABEL[p].in_taal(taal)) for p in vel.mist]
        self.form_sleutel = f"{vel.pok_id}-{vel.versie}-{len(vel.mist)}"

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN)
    async def registreer(self, gegevens: dict[str, Any]) -> None:
        """All ticked parties at once."""
        form, pok_id, versie = formulier(gegevens), self.pok_id, self.versie
        partijen = [p for p in Partij if form.get(f"partij-{p.value}")]
        try:
            op = lees_datum(form.get("getekend_op", ""))
        except (ValueError, OverflowError) as fout:
            raise OngeldigeInvoer({"getekend_op": GEEN_DATUM}) from fout
        if op is None:
            raise OngeldigeInvoer({"getekend_op": Tekst("Vul de datum in.", "Fill in the date.")})
        uit = await schrijf(lambda s, wie: service.registreer_vel(s, wie, klok, pok_id, partijen, op, versie))
        await self._lees(pok_id, versie)
        await zeg(self, uit.tekst, soort="success" if uit.is_definitief or uit.ontbreekt else "warning")


def _formulier() -> rx.Component:
    s = RegistrerenState

    def partij(p: rx.Var[PartijBeeld]) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="checkbox", name=p.veld, default_checked=True, class_name="checkbox"),
            rx.el.span(p.label),
            class_name="flex min-h-11 cursor-pointer items-center gap-3",
            key=p.veld,
        )

    return kaart(
        rx.el.form(
            rx.el.fieldset(
                rx.el.legend(t("Wie heeft getekend?", "Who has signed?"), class_name="veld-label"),
                rx.foreach(s.mist, partij),
            ),
            veld(
                "getekend_op",
                t("Getekend op", "Signed on"),
                soort="date",
                waarde=s.vandaag,
                max=s.vandaag,
                verplicht=True,
            ),
            knop(t("Registreer", "Register"), type="submit", class_name="min-h-11 w-full sm:w-auto"),
            on_submit=s.registreer,
            key=s.form_sleutel,
            class_name="formulier",
        ),
    )


def _kruimels() -> list[tuple[Any, Any]]:
    return [(t("POK's", "Agreements"), "/poks")]


@rx.page(route="/poks/registreren/[pok_nr]", title="Papier registreren · BPV-app", on_load=RegistrerenState.laad)
def registreren_pok() -> rx.Component:
    """Who signed; and on to the next sheet."""
    s = RegistrerenState
    return pagina(
        rx.cond(
            s.waarom_niet != "",
            rx.el.p(s.waarom_niet, role="alert", class_name="melding melding-warning mb-4"),
            rx.cond(s.mist.length() > 0, _formulier(), rx.fragment()),
        ),
        kaart(
            foto_formulier(),
            rx.el.a(
                t("Open de POK", "Open the agreement"),
                href="/poks/" + s.pok_id.to(str),
                class_name="link mt-2 flex min-h-11 items-center",
            ),
            titel=t("Volgende", "Next"),
            class_name="mt-4",
        ),
        titel=s.titel,
        zin=s.zin,
        kruimels=_kruimels(),
        smal=True,
    )
