"""The forms of a company, a location and a contact person, and reading them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.leerbedrijf.pages.kenmerk_velden import kenmerk_velden, lees_kenmerken
from bpv_app.leerbedrijf.rules_invoer import ContactpersoonInvoer, LeerbedrijfInvoer, LocatieInvoer
from bpv_app.ui.handler import als_id
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import keuzeveld, veld, vinkje

GEEN_DATUM = Tekst("Dit is geen datum; schrijf bijvoorbeeld 7-12-2026.", "This is not a date; write e.g. 7-12-2026.")
BEDRIJF_VELDEN = (
    "naam", "sbb_id", "kvk", "straat", "huisnummer", "postcode", "plaats", "telefoon", "email", "website",
)  # fmt: skip


def lees_dag(form: Mapping[str, str], veldnaam: str) -> date | None:
    """A date of a form. Raises OngeldigeInvoer."""
    try:
        dag = lees_datum(form.get(veldnaam, ""))
    except (ValueError, OverflowError):
        raise OngeldigeInvoer({veldnaam: GEEN_DATUM}) from None
    if dag is not None and not 1900 <= dag.year <= 2100:
        raise OngeldigeInvoer({veldnaam: GEEN_DATUM})
    return dag


def lees_bedrijf(form: Mapping[str, str]) -> LeerbedrijfInvoer:
    """A company form; the service checks the values."""
    tekst = {naam: form.get(naam, "") for naam in BEDRIJF_VELDEN}
    return LeerbedrijfInvoer(
        **tekst,
        **lees_kenmerken(form),
        actief_van=lees_dag(form, "actief_van"),
        actief_tot=lees_dag(form, "actief_tot"),
    )


def lees_locatie(form: Mapping[str, str]) -> LocatieInvoer:
    """A location form."""
    namen = ("naam", "vestigingsnummer", "straat", "huisnummer", "postcode", "plaats")
    return LocatieInvoer(**{n: form.get(n, "") for n in namen}, is_actief=bool(form.get("is_actief")))


def lees_contact(form: Mapping[str, str]) -> ContactpersoonInvoer:
    """A contact person's form."""
    return ContactpersoonInvoer(
        **{n: form.get(n, "") for n in ("naam", "functie", "email", "telefoon")},
        locatie_id=als_id(form.get("locatie_id", "")) or None,
        is_praktijkopleider=bool(form.get("is_praktijkopleider")),
        is_tekenbevoegd=bool(form.get("is_tekenbevoegd")),
        keurt_uren=bool(form.get("keurt_uren")),
        is_actief=bool(form.get("is_actief")),
    )


def _niets(_naam: str) -> dict[str, Any]:
    return {}


def adres_velden(v: Any, verlaat: Callable[[str], dict[str, Any]] = _niets) -> list[rx.Component]:
    """Street, number, postcode, town."""
    return [
        veld("straat", t("Straat", "Street"), waarde=v["straat"], auto_complete="off"),
        veld(
            "huisnummer",
            t("Huisnummer", "House number"),
            waarde=v["huisnummer"],
            auto_complete="off",
            **verlaat("huisnummer"),
        ),
        veld(
            "postcode",
            t("Postcode", "Postcode"),
            waarde=v["postcode"],
            hulp=t("Bijvoorbeeld 2312 AB.", "For example 2312 AB."),
            auto_complete="off",
            **verlaat("postcode"),
        ),
        veld("plaats", t("Plaats", "Town"), waarde=v["plaats"], auto_complete="off", **verlaat("plaats")),
    ]


def bedrijf_velden(v: Any, *, bij_verlaten: Any = None) -> rx.Component:
    """The fields of a company; `v` is a Var of dict. `bij_verlaten` hears name and value of a field that is left."""

    def verlaat(naam: str) -> dict[str, Any]:
        return {} if bij_verlaten is None else {"on_blur": lambda waarde: bij_verlaten(naam, waarde)}

    return rx.el.div(
        veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, auto_complete="off", **verlaat("naam")),
        veld(
            "sbb_id",
            t("Leerbedrijf-ID (SBB)", "SBB company ID"),
            waarde=v["sbb_id"],
            hulp=t("9 cijfers. Zonder dit nummer kan er geen POK.", "9 digits. Without it no agreement is possible."),
            input_mode="numeric",
            auto_complete="off",
            **verlaat("sbb_id"),
        ),
        *adres_velden(v, verlaat),
        veld(
            "kvk",
            t("KvK-nummer", "Chamber of Commerce number"),
            waarde=v["kvk"],
            hulp=t("8 cijfers.", "8 digits."),
            input_mode="numeric",
            auto_complete="off",
            **verlaat("kvk"),
        ),
        veld(
            "telefoon",
            t("Telefoon", "Phone"),
            soort="tel",
            waarde=v["telefoon"],
            auto_complete="off",
            **verlaat("telefoon"),
        ),
        veld("email", t("E-mail", "E-mail"), soort="email", waarde=v["email"], auto_complete="off", **verlaat("email")),
        veld("website", t("Website", "Website"), waarde=v["website"], auto_complete="off", **verlaat("website")),
        *kenmerk_velden(v),
        veld("actief_van", t("Actief vanaf", "Active from"), soort="date", waarde=v["actief_van"]),
        veld(
            "actief_tot",
            t("Actief tot en met", "Active until"),
            soort="date",
            waarde=v["actief_tot"],
            hulp=t("Leeg: nog actief.", "Empty: still active."),
        ),
        class_name="formulier formulier-2",
    )


def locatie_velden(v: Any) -> rx.Component:
    """The fields of a location."""
    return rx.el.div(
        veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, auto_complete="off"),
        veld(
            "vestigingsnummer",
            t("Vestigingsnummer", "Branch number"),
            waarde=v["vestigingsnummer"],
            hulp=t("12 cijfers, van de KvK.", "12 digits, of the Chamber of Commerce."),
            input_mode="numeric",
            auto_complete="off",
        ),
        *adres_velden(v),
        vinkje("is_actief", t("In gebruik", "In use"), aan=v["is_actief"] == "ja"),
        class_name="formulier formulier-2",
    )


def contact_velden(v: Any, locatie_opties: Any) -> rx.Component:
    """The fields of a contact person."""
    return rx.el.div(
        veld("naam", t("Naam", "Name"), waarde=v["naam"], verplicht=True, auto_complete="off"),
        veld("functie", t("Functie", "Job title"), waarde=v["functie"], auto_complete="off"),
        veld("email", t("E-mail", "E-mail"), soort="email", waarde=v["email"], auto_complete="off"),
        veld("telefoon", t("Telefoon", "Phone"), soort="tel", waarde=v["telefoon"], auto_complete="off"),
        keuzeveld(
            "locatie_id",
            t("Locatie", "Location"),
            locatie_opties,
            waarde=v["locatie_id"],
            leeg=t("Hoofdadres", "Main address"),
        ),
        rx.el.div(
            vinkje(
                "is_praktijkopleider",
                t("Praktijkopleider", "Workplace supervisor"),
                aan=v["is_praktijkopleider"] == "ja",
            ),
            vinkje("is_tekenbevoegd", t("Mag tekenen", "May sign"), aan=v["is_tekenbevoegd"] == "ja"),
            vinkje(
                "keurt_uren",
                t("Keurt ook uren van stagiairs van collega's", "Also approves hours of colleagues' trainees"),
                aan=v["keurt_uren"] == "ja",
            ),
            vinkje("is_actief", t("Werkt hier nog", "Still works here"), aan=v["is_actief"] == "ja"),
        ),
        class_name="formulier formulier-2",
    )
