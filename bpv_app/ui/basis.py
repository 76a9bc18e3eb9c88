"""What every screen needs to know: who is looking, in which language, what to say to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst


@dataclass
class MenuItem:
    """One entry of the menu, already in the person's language; `dock` entries also stand in the phone's bottom bar."""

    href: str
    label: str
    teller: int = 0
    dock: bool = False


class BasisState(rx.State):
    """Shown by the layout. Filled by the gate (toegang) before any handler of a page runs; holds no secrets."""

    taal: str = "nl"
    naam: str = ""
    rollen: str = ""
    is_ingelogd: bool = False
    is_demo: bool = False
    menu: list[MenuItem] = []
    pad: str = ""
    menu_huidig: str = ""
    geladen_voor: str = ""
    melding: str = ""
    melding_soort: str = "info"
    pagina_fout: str = ""
    veldfouten: dict[str, str] = {}
    sessie_verlopen: bool = False
    _sessie: str = ""
    _melding_reist: bool = False
    _vooraf: tuple[str, list[Any]] | None = None

    def _zeg(self, tekst: Tekst, soort: str = "success") -> None:
        """Tell the person what happened (`soort`: success, info, warning, error)."""
        self.melding = tekst.in_taal(self.taal)
        self.melding_soort = soort

    def _meld_fout(self, fout: DomeinFout) -> None:
        """Show an error sentence on top and at its fields."""
        self._zeg(fout.tekst, "error")
        self.veldfouten = {veld: tekst.in_taal(self.taal) for veld, tekst in fout.velden.items()}

    def _zet_pad(self, pad: str) -> None:
        """Where the person is, and which entry of the menu that is: the most precise one above it."""
        self.pad = pad
        boven = [m.href for m in self.menu if pad == m.href or (m.href != "/" and pad.startswith(m.href + "/"))]
        self.menu_huidig = max(boven, key=len, default="")

    def _begin_scherm(self, pad: str) -> None:
        """A screen is being read: what was said on another one is forgotten, unless it was said on the way here."""
        self.pagina_fout = ""
        if self.pad != pad and not self._melding_reist:
            self._begin_actie()
        self._melding_reist = False

    def _begin_actie(self) -> None:
        """Forget what was said about an earlier action."""
        if self.melding:
            self.melding = ""
        if self.veldfouten:
            self.veldfouten = {}
