"""The camera of a phone as a scanner: one photo of the code at the foot of a page."""

from __future__ import annotations

import reflex as rx

from bpv_app.ui.i18n import t
from bpv_app.ui.velden import post_formulier

_STUUR = (
    "document.getElementById('foto-bezig').classList.remove('hidden');"
    "document.getElementById('foto-formulier').requestSubmit()"
)


def foto_formulier(class_name: str = "") -> rx.Component:
    """A button that opens the camera and sends the photo as soon as it was taken.

    Only JPEG and PNG are accepted, so that a phone that keeps photos in another format hands over a JPEG.
    """
    return post_formulier(
        rx.el.input(
            type="file",
            id="foto",
            name="bestand",
            accept="image/jpeg,image/png",
            custom_attrs={"capture": "environment"},
            on_change=lambda _: rx.call_script(_STUUR),
            class_name="peer sr-only",
            aria_describedby="foto-uitleg",
        ),
        rx.el.label(
            t("Scan de code met de camera", "Scan the code with the camera"),
            html_for="foto",
            class_name="btn btn-primary min-h-11 w-full peer-focus-visible:outline-3 sm:w-auto",
        ),
        rx.el.p(
            t(
                "Maak een foto van de voet van een bladzijde, recht erboven. De foto wordt niet bewaard.",
                "Take a photo of the foot of a page, from right above. The photo is not kept.",
            ),
            id="foto-uitleg",
            class_name="hulp mt-1",
        ),
        rx.el.p(
            t("De foto wordt gelezen…", "The photo is being read…"), id="foto-bezig", class_name="hidden", role="status"
        ),
        action="/api/poks/foto",
        bestand=True,
        id="foto-formulier",
        class_name=f"max-w-xl {class_name}",
    )
