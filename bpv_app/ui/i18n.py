"""Two languages on every screen: the browser switches at once, the server fills values in the actor's language."""

from __future__ import annotations

from typing import Any

import reflex as rx

from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.basis import BasisState


def t(nl: str | Tekst, en: str = "") -> Any:
    """A fixed text of a screen in the language of the person looking: `t("Opslaan", "Save")` or `t(tekst)`."""
    tekst = nl if isinstance(nl, Tekst) else Tekst(nl, en)
    return rx.cond(BasisState.taal == "en", tekst.en, tekst.nl)
