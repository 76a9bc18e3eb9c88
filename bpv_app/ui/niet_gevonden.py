"""The page for an address that does not exist. Knows nobody and asks the server nothing."""

from __future__ import annotations

import reflex as rx


@rx.page(route="404", title="Niet gevonden · BPV-app")
def niet_gevonden() -> rx.Component:
    """In both languages at once: whoever is lost may have no session to know a language from."""
    return rx.el.div(
        rx.el.main(
            rx.el.h1("Deze pagina bestaat niet", id="kop", class_name="text-2xl font-bold"),
            rx.el.p("Misschien is het adres verkeerd overgenomen, of is de pagina verhuisd.", class_name="mt-2"),
            rx.el.p(
                "This page does not exist. The address may be mistyped, or the page has moved.",
                lang="en",
                class_name="mt-2 text-base-content/80",
            ),
            rx.el.a("Naar de startpagina", href="/", class_name="btn btn-primary mt-6"),
            id="inhoud",
            class_name="mx-auto w-full max-w-xl px-4 py-10",
        ),
        class_name="min-h-screen bg-base-200 text-base-content",
    )
