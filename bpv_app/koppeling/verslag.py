"""The report of a dry run for people and files: rich on a terminal, text, CSV or JSON in a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table

from bpv_app.kernel.inlezen import SOORT_LABEL, Droogloop, ImportSoort, Melding, Rijwijziging, als_json
from bpv_app.kernel.spreadsheet import veilig
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.rules_velden import VELDEN

TOON = 20
"""Lines of each kind on a terminal; the report file has all of them."""

NIEUW, GEWIJZIGD = Tekst("Nieuw", "New"), Tekst("Gewijzigd", "Changed")
ONGEWIJZIGD, GEWEIGERD = Tekst("Ongewijzigd", "Unchanged"), Tekst("Geweigerd", "Refused")
WAARSCHUWING = Tekst("Let op", "Note")
_KOPPEN = (Tekst("Regel", "Line"), Tekst("Veld", "Field"), Tekst("Reden", "Reason"), Tekst("Inhoud", "Content"))


def veldlabel(soort: ImportSoort, veld: str, taal: str) -> str:
    """The label of one of our fields."""
    return next((v.label.in_taal(taal) for v in VELDEN.get(soort, ()) if v.naam == veld), veld)


def _meldingen(titel: str, meldingen: tuple[Melding, ...], taal: str) -> RenderableType:
    tabel = Table(title=f"{titel}: {len(meldingen)}", title_justify="left", title_style="bold")
    for kop in _KOPPEN:
        tabel.add_column(kop.in_taal(taal), justify="right" if kop is _KOPPEN[0] else "left")
    for m in meldingen[:TOON]:
        tabel.add_row(str(m.regel or ""), escape(m.veld), escape(m.reden.in_taal(taal)), escape(m.waarde))
    if len(meldingen) > TOON:
        tabel.add_row(
            "…", "", Tekst(f"en nog {len(meldingen) - TOON}", f"and {len(meldingen) - TOON} more").in_taal(taal)
        )
    return tabel


def _wijzigingen(titel: str, wijzigingen: tuple[Rijwijziging, ...], taal: str) -> RenderableType:
    tabel = Table(title=titel, title_justify="left", title_style="bold")
    tabel.add_column(_KOPPEN[0].in_taal(taal), justify="right")
    tabel.add_column(Tekst("Wie", "Who").in_taal(taal))
    tabel.add_column(Tekst("Wat", "What").in_taal(taal))
    for w in wijzigingen[:TOON]:
        wat = ", ".join(f"{veld}: {oud or '–'} → {nu or '–'}" for veld, oud, nu in w.velden[:6])
        tabel.add_row(str(w.regel), escape(w.sleutel), escape(wat + (", …" if len(w.velden) > 6 else "")))
    return tabel


def toon(proef: Droogloop, taal: str = "nl") -> RenderableType:
    """The report on a terminal."""
    uitkomst, t = proef.uitkomst, proef.tellingen
    delen: list[RenderableType] = [
        f"[bold]{SOORT_LABEL[proef.soort].in_taal(taal)}[/bold]: {escape(proef.bestandsnaam)}"
    ]
    if proef.indeling:
        kolommen = Table(title=Tekst("Kolommen", "Columns").in_taal(taal), title_justify="left", title_style="bold")
        kolommen.add_column(Tekst("In het bestand", "In the file").in_taal(taal))
        kolommen.add_column(Tekst("Wordt", "Becomes").in_taal(taal))
        for veld, kolom in proef.indeling:
            kolommen.add_row(escape(kolom), escape(veldlabel(proef.soort, veld, taal)))
        if proef.ongebruikt:
            niets = Tekst("(niet gebruikt)", "(not used)").in_taal(taal)
            kolommen.add_row(escape(", ".join(proef.ongebruikt)), niets, style="dim")
        delen.append(kolommen)
    telling = Table(show_header=False)
    for tekst, aantal in (
        (NIEUW, t.nieuw),
        (GEWIJZIGD, t.gewijzigd),
        (ONGEWIJZIGD, t.ongewijzigd),
        (GEWEIGERD, t.geweigerd),
        *uitkomst.extra,
    ):
        telling.add_row(escape(tekst.in_taal(taal)), str(aantal))
    delen.append(telling)
    if uitkomst.gewijzigd:
        delen.append(_wijzigingen(GEWIJZIGD.in_taal(taal), uitkomst.gewijzigd, taal))
    if uitkomst.geweigerd:
        delen.append(_meldingen(GEWEIGERD.in_taal(taal), uitkomst.geweigerd, taal))
    if uitkomst.waarschuwingen:
        delen.append(_meldingen(WAARSCHUWING.in_taal(taal), uitkomst.waarschuwingen, taal))
    return Group(*delen)


def _regels(proef: Droogloop, taal: str) -> Iterator[tuple[str, ...]]:
    yield ("soort", "regel", "veld", "reden", "inhoud")
    for soort, meldingen in ((GEWEIGERD, proef.uitkomst.geweigerd), (WAARSCHUWING, proef.uitkomst.waarschuwingen)):
        for m in meldingen:
            yield (soort.in_taal(taal), str(m.regel), m.veld, m.reden.in_taal(taal), m.waarde)


def als_csv(proef: Droogloop, taal: str = "nl") -> bytes:
    """Refusals and notes as CSV, safe to open in a spreadsheet."""
    doel = io.StringIO(newline="")
    schrijver = csv.writer(doel, delimiter=";", lineterminator="\r\n")
    for regel in _regels(proef, taal):
        schrijver.writerow([veilig(cel) for cel in regel])
    return doel.getvalue().encode("utf-8-sig")


def run_als_csv(rapport: Mapping[str, Any], taal: str = "nl") -> bytes:
    """The same out of the report that is kept with an import."""
    doel = io.StringIO(newline="")
    schrijver = csv.writer(doel, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(("soort", "regel", "veld", "reden", "inhoud"))
    for soort, deel in ((GEWEIGERD, "geweigerd"), (WAARSCHUWING, "waarschuwingen")):
        for m in rapport.get(deel, ()):
            cellen = (soort.in_taal(taal), str(m["regel"]), m["veld"], m["en" if taal == "en" else "nl"], m["waarde"])
            schrijver.writerow([veilig(cel) for cel in cellen])
    return doel.getvalue().encode("utf-8-sig")


def als_tekst(proef: Droogloop, taal: str = "nl") -> bytes:
    """The report of the terminal, in full, without colours."""
    doel = io.StringIO()
    console = Console(file=doel, width=120, no_color=True, force_terminal=False)
    console.print(toon(proef, taal))
    for regel in list(_regels(proef, taal))[1:]:
        console.print(" | ".join(regel), markup=False, highlight=False, soft_wrap=True)
    return doel.getvalue().encode()


def schrijf(proef: Droogloop, pad: Path, taal: str = "nl") -> None:
    """Write the report to a file: CSV or JSON by the ending, text otherwise."""
    if pad.suffix.lower() == ".csv":
        inhoud = als_csv(proef, taal)
    elif pad.suffix.lower() == ".json":
        rapport = {
            "soort": proef.soort.value,
            "bestand": proef.bestandsnaam,
            "indeling": dict(proef.indeling),
            **als_json(proef.uitkomst, hoogstens=len(proef.uitkomst.geweigerd) + len(proef.uitkomst.waarschuwingen)),
        }
        inhoud = json.dumps(rapport, ensure_ascii=False, indent=2).encode()
    else:
        inhoud = als_tekst(proef, taal)
    pad.write_bytes(inhoud)
