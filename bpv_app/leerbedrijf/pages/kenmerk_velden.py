"""The sectors and languages of a company on a form: two groups of checkboxes, and reading them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx

from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.rules_kenmerken import (
    ANDERE_LABEL,
    MAX_ANDERE,
    SECTOR_LABEL,
    TEKEN,
    WERKTAAL_LABEL,
    Sector,
    Werktaal,
    andere_taal,
    codes_van,
    voeg_talen,
)
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import veld, vinkje

_SECTOR = {s: f"sector-{s}" for s in Sector}
_TAAL = {s: f"taal-{s}" for s in Werktaal}
LEGE_KENMERKEN: dict[str, str] = dict.fromkeys((*_SECTOR.values(), *_TAAL.values(), "talen"), "")


def kenmerk_waarden(sectoren: str, talen: str) -> dict[str, str]:
    """What is stored, as the form shows it: "ja" for a tick."""
    aan = {_SECTOR[Sector(c)] for c in codes_van(sectoren)} | {_TAAL[Werktaal(c)] for c in codes_van(talen)}
    return {**{n: "ja" if n in aan else "" for n in LEGE_KENMERKEN}, "talen": andere_taal(talen)}


def lees_kenmerken(form: Mapping[str, str]) -> dict[str, str]:
    """The two fields as the service takes them; it checks the values."""
    return {
        "sectoren": TEKEN.join(s for s, naam in _SECTOR.items() if form.get(naam)),
        "talen": voeg_talen((s for s, naam in _TAAL.items() if form.get(naam)), form.get("talen", "")),
    }


def _groep(legende: Tekst, vinken: list[tuple[str, Tekst]], v: Any, *rest: rx.Component) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t(legende), class_name="veld-label"),
        rx.el.div(
            *(vinkje(naam, t(label), aan=v[naam] == "ja") for naam, label in vinken),
            class_name="grid gap-x-4 sm:grid-cols-2",
        ),
        *rest,
        class_name="breed min-w-0",
    )


def kenmerk_velden(v: Any) -> list[rx.Component]:
    """Both groups; `v` is a Var of dict with `kenmerk_waarden`."""
    return [
        _groep(
            Tekst("Sectoren (van SBB)", "Sectors (of SBB)"),
            [(_SECTOR[s], label) for s, label in SECTOR_LABEL.items()],
            v,
        ),
        _groep(
            Tekst("Talen op de werkplek", "Languages at the workplace"),
            [(_TAAL[s], label) for s, label in WERKTAAL_LABEL.items()],
            v,
            veld("talen", t(ANDERE_LABEL), waarde=v["talen"], max_length=MAX_ANDERE, auto_complete="off"),
        ),
    ]
