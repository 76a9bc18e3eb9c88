"""The five files of a result: written into a folder beside the wanted one, and put in its place in one go.

UTF-8 with commas. Text that a spreadsheet would take for a formula gets an apostrophe in front, as in every export of
the app; reading such a file back takes it away again. Nothing in a result depends on the clock: the same files, seed
and version give the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst

TABELLEN: dict[str, tuple[str, ...]] = {
    "toewijzing.csv": ("student", "plaats", "rang", "grond", "gewijzigd"),
    "niet_geplaatst.csv": ("student", "code", "toelichting"),
    "uitleg.csv": ("student", "plaats", "rang", "code", "toelichting"),
    "profiel.csv": ("rang", "aantal"),
}
VERSLAG = "verslag.json"


class UitvoerFout(DomeinFout):
    """The folder for the result cannot be used."""

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("uitvoer", tekst)


def veilige_tekst(kolom: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula (as `kernel.spreadsheet.veilig`)."""
    zonder_nul = kolom.str.replace_all("\x00", "", literal=True)
    return pl.when(zonder_nul.str.contains(r"^ *[=+\-@\t\r\n]")).then(pl.lit("'") + zonder_nul).otherwise(zonder_nul)


def check_map(uit: Path) -> None:
    """Whether the result can go there: nothing yet, an empty folder, or an earlier result. Raises UitvoerFout."""
    if not uit.parent.is_dir():
        raise UitvoerFout(
            Tekst(f"De map {uit.parent} is er niet.", f"The folder {uit.parent} is not there."),
        )
    if not uit.exists() and not uit.is_symlink():
        return
    if not uit.is_dir() or uit.is_symlink():
        raise UitvoerFout(Tekst(f"{uit} is geen map.", f"{uit} is no folder."))
    vreemd = sorted(p.name for p in uit.iterdir() if p.name not in {*TABELLEN, VERSLAG})
    if vreemd:
        raise UitvoerFout(
            Tekst(
                f"In {uit} staat iets anders ({vreemd[0]}). Kies een lege of een nieuwe map.",
                f"There is something else in {uit} ({vreemd[0]}). Choose an empty or a new folder.",
            )
        )


def schrijf(uit: Path, tabellen: Mapping[str, pl.DataFrame], verslag: Mapping[str, Any]) -> None:
    """Write everything or nothing. Raises UitvoerFout."""
    check_map(uit)
    tijdelijk: Path | None = None
    try:
        tijdelijk = Path(tempfile.mkdtemp(prefix=f".{uit.name}.", dir=uit.parent))
        for naam, kolommen in TABELLEN.items():
            frame = tabellen[naam].select(kolommen)
            tekst = [veilige_tekst(pl.col(k)).alias(k) for k, dtype in frame.schema.items() if dtype == pl.String]
            frame.with_columns(tekst).write_csv(tijdelijk / naam, line_terminator="\r\n")
        inhoud = json.dumps(verslag, ensure_ascii=False, indent=2) + "\n"
        (tijdelijk / VERSLAG).write_text(inhoud, encoding="utf-8")
        tijdelijk.chmod(0o777 & ~_umask())
        _zet_op_zijn_plaats(tijdelijk, uit)
    except OSError as fout:
        raise UitvoerFout(
            Tekst(f"{uit} is niet te schrijven ({fout.strerror}).", f"{uit} cannot be written ({fout.strerror}).")
        ) from None
    finally:
        if tijdelijk is not None:
            shutil.rmtree(tijdelijk, ignore_errors=True)


def _umask() -> int:
    masker = os.umask(0)
    os.umask(masker)
    return masker


def _zet_op_zijn_plaats(tijdelijk: Path, uit: Path) -> None:
    """Rename; an earlier result steps aside first and comes back when the new one cannot take its place."""
    if not uit.exists():
        tijdelijk.rename(uit)
        return
    opzij = Path(tempfile.mkdtemp(prefix=f".{uit.name}.oud.", dir=uit.parent))
    try:
        uit.rename(opzij / "oud")
        try:
            tijdelijk.rename(uit)
        except OSError:
            (opzij / "oud").rename(uit)
            raise
    finally:
        shutil.rmtree(opzij, ignore_errors=True)
