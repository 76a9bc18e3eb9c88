"""/beheer/rechten: "Wie mag wat", from the same table as the guards."""

from __future__ import annotations

import reflex as rx

from bpv_app.kernel.rechten import ROL_LABEL, Actie, Rol
from bpv_app.toegang.rules import RechtRegel, wie_mag_wat
from bpv_app.ui.handler import handler
from bpv_app.ui.i18n import t
from bpv_app.ui.layout import pagina


class RechtenState(rx.State):
    """The page is fixed: the table is part of the app."""

    @handler(Actie.WIE_MAG_WAT_ZIEN, laadt=True)
    async def laad(self) -> None:
        """Nothing to read: rights are data in the code."""


def _regel(regel: RechtRegel) -> rx.Component:
    def cel(rol: Rol, mag: bool) -> rx.Component:
        return rx.el.td(
            rx.el.span("✓" if mag else "–", aria_hidden="true"),
            rx.el.span(t("ja", "yes") if mag else t("nee", "no"), class_name="sr-only"),
            custom_attrs={"data-label": ROL_LABEL[rol].nl},
            class_name="text-center font-semibold text-success" if mag else "text-center",
        )

    return rx.el.tr(
        rx.el.th(t(regel.label), scope="row", class_name="text-left font-normal"),
        *[cel(r, m) for r, m in zip(Rol, regel.mag, strict=True)],
    )


@rx.page(route="/beheer/rechten", title="Wie mag wat · BPV-app", on_load=RechtenState.laad)
def rechten() -> rx.Component:
    """A table of rights by role."""
    return pagina(
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Rechten per rol", "Rights by role"), class_name="sr-only"),
                rx.el.thead(
                    rx.el.tr(
                        rx.el.th(t("Wat", "What"), scope="col"),
                        *[rx.el.th(t(ROL_LABEL[r]), scope="col", class_name="text-center") for r in Rol],
                    )
                ),
                rx.el.tbody(*[_regel(r) for r in wie_mag_wat()]),
                class_name="table table-sm",
            ),
            class_name="kaart overflow-x-auto p-0",
            tab_index=0,
            role="region",
            aria_label=t("Rechten per rol", "Rights by role"),
        ),
        titel=t("Wie mag wat", "Who may do what"),
        zin=t(
            "Wat hier niet staat, mag niet. Iemand met meer rollen heeft alle rechten van die rollen, elk binnen het "
            "eigen team, de eigen studenten of het eigen bedrijf.",
            "What is not listed is not allowed. A person with several roles has the rights of all of them, each within "
            "their own team, students or company.",
        ),
    )
