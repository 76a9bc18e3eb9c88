"""The form of a logbook entry, for a new one and for changing one, and the way a photo goes up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from bpv_app.kernel.clock import lees_datum
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.tekst import Tekst
from bpv_app.ui.handler import zeg
from bpv_app.ui.i18n import t
from bpv_app.ui.velden import tekstveld, veld
from bpv_app.uren.rules_logboek import MAX_TITEL, MAX_WERKPROCES, Antwoord, LogboekInvoer

FOTO_VELD = "foto"
SOORTEN = "image/jpeg,image/png,image/webp,application/pdf"
"""With these, an iPhone turns its own format into JPEG by itself."""
GELUKT = "ok"
NIET_AANGEKOMEN = Tekst(
    "De foto of het bestand is niet aangekomen. Je verslag is wel bewaard. Probeer het opnieuw.",
    "The photo or file did not arrive. Your entry was kept. Try again.",
)


@dataclass
class AntwoordBeeld:
    """A prompt with its answer; `veld` is the name of its field."""

    veld: str
    vraag: str
    antwoord: str = ""


class FormulierState(rx.State, mixin=True):
    """What the form starts with. A new `form_sleutel` makes the browser take these values again."""

    form_sleutel: str = ""
    van: str = ""
    tot: str = ""
    titel: str = ""
    tekst: str = ""
    werkproces: str = ""
    antwoorden: list[AntwoordBeeld] = []


def als_antwoorden(antwoorden: Iterable[Antwoord]) -> list[AntwoordBeeld]:
    """Prompts as fields of the form."""
    return [AntwoordBeeld(f"antwoord_{i}", a.vraag, a.antwoord) for i, a in enumerate(antwoorden)]


def lees_invoer(form: dict[str, str], antwoorden: list[AntwoordBeeld]) -> LogboekInvoer:
    """What was typed. The prompts are those the server showed. Raises OngeldigeInvoer for what is no date."""
    dagen, fouten = {}, {}
    for naam in ("van", "tot"):
        try:
            dagen[naam] = lees_datum(form.get(naam))
        except ValueError:
            fouten[naam] = Tekst("Dit is geen datum.", "This is not a date.")
    if fouten:
        raise OngeldigeInvoer(fouten)
    return LogboekInvoer(
        dagen["van"],
        dagen["tot"],
        form.get("titel", ""),
        form.get("tekst", ""),
        tuple(Antwoord(a.vraag, form.get(a.veld, "")) for a in antwoorden),
        form.get("werkproces", ""),
    )


def stuur_foto(item_id: int, klaar: Any) -> Any:
    """Event: send the chosen file to the entry. `klaar(uitslag)` gets "" (nothing chosen), "ok", or what went wrong."""
    adres = json.dumps(f"/api/logboek/{item_id}/bijlage")
    return rx.call_script(
        "(async () => {"
        f" const veld = document.getElementById('{FOTO_VELD}'), bestand = veld && veld.files[0];"
        " if (!bestand) return '';"
        " const form = new FormData(); form.append('bestand', bestand);"
        " try {"
        "  const vraag = {method: 'POST', body: form, headers: {Accept: 'application/json'}};"
        f"  const antwoord = await fetch({adres}, vraag);"
        "  veld.value = '';"  # the same file can be chosen again
        f"  if (antwoord.ok) return '{GELUKT}';"
        "  return String((await antwoord.json()).title || 'x');"
        " } catch (fout) { return 'x'; }"
        "})()",
        callback=klaar,
    )


async def zeg_uitslag(state: Any, uitslag: object) -> bool:
    """Tell how sending a file went; whether something was sent well. `uitslag` comes from the browser: only shown."""
    tekst = uitslag[:600] if isinstance(uitslag, str) else "x"
    if tekst == GELUKT:
        return True
    if tekst:
        await zeg(state, NIET_AANGEKOMEN if tekst == "x" else Tekst(tekst, tekst), soort="error")
    return False


def foto_veld(**rest: Any) -> rx.Component:
    """The field to choose a photo or PDF. Outside any form of Reflex: that would send the file over the websocket."""
    return rx.el.div(
        rx.el.label(t("Foto of PDF", "Photo or PDF"), html_for=FOTO_VELD, class_name="veld-label"),
        rx.el.input(
            type="file",
            id=FOTO_VELD,
            accept=SOORTEN,
            aria_describedby=f"{FOTO_VELD}-hulp",
            class_name="file-input w-full",
            **rest,
        ),
        rx.el.p(
            t(
                "De plaats waar een foto is gemaakt halen we eruit. Zet geen klanten of collega's op de foto die dat "
                "niet willen.",
                "We remove the place where a photo was taken. Do not show people who do not want that.",
            ),
            id=f"{FOTO_VELD}-hulp",
            class_name="veld-hulp",
        ),
        class_name="veld",
    )


def _delen() -> rx.Component:
    def keuze(waarde: str, tekst: Any, aan: bool) -> rx.Component:
        return rx.el.label(
            rx.el.input(type="radio", name="delen", value=waarde, default_checked=aan, class_name="radio"),
            rx.el.span(tekst),
            class_name="flex min-h-11 cursor-pointer items-center gap-3",
        )

    return rx.el.fieldset(
        rx.el.legend(t("Wie mag dit lezen?", "Who may read this?"), class_name="veld-label"),
        keuze("nee", t("Alleen ik, voorlopig", "Only me, for now"), True),
        keuze(
            "ja",
            t("Ook mijn praktijkopleider en mijn school", "Also my workplace supervisor and my school"),
            False,
        ),
    )


def velden(state: Any, *, met_delen: Any) -> list[rx.Component]:
    """The fields of an entry, in the order in which people tell."""
    return [
        rx.el.div(
            veld("van", t("Dag", "Day"), soort="date", waarde=state.van, verplicht=True),
            veld("tot", t("Tot en met (voor een week)", "Until (for a week)"), soort="date", waarde=state.tot),
            class_name="formulier formulier-2",
        ),
        rx.foreach(state.antwoorden, lambda a: tekstveld(a.veld, a.vraag, waarde=a.antwoord)),
        tekstveld("tekst", t("Wil je nog iets kwijt?", "Anything else?"), waarde=state.tekst),
        veld(
            "titel",
            t("Titel (mag leeg)", "Title (may be empty)"),
            waarde=state.titel,
            max_length=MAX_TITEL,
            auto_complete="off",
        ),
        veld(
            "werkproces",
            t("Werkproces of leerdoel (mag leeg)", "Work process or learning goal (may be empty)"),
            waarde=state.werkproces,
            max_length=MAX_WERKPROCES,
            auto_complete="off",
        ),
        rx.cond(met_delen, _delen(), rx.fragment()),
    ]
