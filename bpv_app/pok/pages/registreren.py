"""/poks/registreren: paper came back; which one is it? The camera of a phone reads the code."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from bpv_app.kernel.rechten import Actie
from bpv_app.pok.pages.foto_delen import foto_formulier
from bpv_app.pok.service_foto import FOTO_FOUT, FotoFout
from bpv_app.ui.basis import BasisState
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class FotoState(rx.State):
    """What was wrong with the photo before, if there was one."""

    fout: str = ""

    @handler(Actie.POK_ONDERTEKENING_REGISTREREN, laadt=True)
    async def laad(self) -> None:
        """Read the reason from the address."""
        code = parse_qs(str(self.router.url.query or "")).get("fout", [""])[0]
        taal = (await self.get_state(BasisState)).taal
        self.fout = FOTO_FOUT[FotoFout(code)].in_taal(taal) if code in FotoFout._value2member_map_ else ""


@rx.page(route="/poks/registreren", title="Papier registreren · BPV-app", on_load=FotoState.laad)
def registreren() -> rx.Component:
    """The camera."""
    return pagina(
        rx.cond(
            FotoState.fout != "",
            rx.el.p(FotoState.fout, role="alert", class_name="melding melding-error mb-4"),
            rx.fragment(),
        ),
        foto_formulier(),
        titel=t("Papier registreren", "Register paper"),
        zin=t(
            "Scan de code op het papier dat terugkwam, of zoek het nummer bij de POK's.",
            "Scan the code on the paper that came back, or look the number up among the agreements.",
        ),
        kruimels=[(t("POK's", "Agreements"), "/poks")],
        smal=True,
    )
