"""Composition root: imports every page, builds `app`."""

import reflex as rx


class ProefState(rx.State):
    """Proves the chain browser → websocket → server."""

    teller: int = 0

    @rx.event
    async def tel(self) -> None:
        """Count one."""
        self.teller += 1


@rx.page(route="/login", title="BPV-app")
def login() -> rx.Component:
    """A page in the style of the app."""
    return rx.el.main(
        rx.el.h1("BPV-app", class_name="text-2xl font-bold"),
        rx.el.button("Tel", on_click=ProefState.tel, class_name="btn btn-primary"),
        rx.el.output(ProefState.teller, id="teller"),
        class_name="p-6",
        data_geladen="true",
    )


app = rx.App()
