"""Any list as a CSV or XLSX file: the same columns, filters, order and scope as the screen, all rows, page by page.

Safe to open: text is always text. In CSV a cell that a spreadsheet would take for a formula gets an apostrophe in
front; in XLSX every text is written as text, never as a formula or a link. Memory stays flat however long the list.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path
from typing import IO, Any

from sqlmodel import Session

from bpv_app.kernel.actor import Actor, require
from bpv_app.kernel.clock import AMSTERDAM
from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.lijst import Cel, Lijst, LijstVraag, Rij
from bpv_app.kernel.spreadsheet import veilig
from bpv_app.kernel.tekst import Tekst

PER_KEER = 1_000
MAX_XLSX_RIJEN = 1_048_575
MAX_CEL = 32_767
"""Characters Excel takes in one cell."""
BREEDTE = 18


class ExportSoort(StrEnum):
    """Kinds of file."""

    CSV = "csv"
    XLSX = "xlsx"


MIME: dict[ExportSoort, str] = {
    ExportSoort.CSV: "text/csv; charset=utf-8",
    ExportSoort.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ExportFout(DomeinFout):
    """This list cannot be written this way."""

    http_status = 400

    def __init__(self, tekst: Tekst) -> None:
        super().__init__("export", tekst)


def soort_van(naam: str) -> ExportSoort:
    """The kind of file by the ending of its name. Raises ExportFout."""
    try:
        return ExportSoort(Path(naam).suffix.lower().removeprefix("."))
    except ValueError:
        raise ExportFout(
            Tekst("Kies een bestand dat op .csv of .xlsx eindigt.", "Choose a file that ends in .csv or .xlsx.")
        ) from None


def alle_rijen(session: Session, actor: Actor, lijst: Lijst, vraag: LijstVraag) -> Iterator[Rij]:
    """Every row the question asks for, `PER_KEER` at a time. Raises GeenRecht."""
    require(actor, lijst.actie)
    een_stand(session)
    pagina = 1
    while True:
        deel = lijst.vraag(session, actor, vraag.met(pagina=pagina, per_pagina=PER_KEER)).rijen
        yield from deel
        if len(deel) < PER_KEER:
            return
        pagina += 1


def een_stand(session: Session) -> None:
    """On PostgreSQL: all pages from one moment (SQLite does so by itself). Only before the first statement."""
    if session.get_bind().dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def waarde_van(cel: Cel) -> Any:
    """What goes into the file: the typed value, a plain Python one, or the text of the screen."""
    waarde = cel.tekst if cel.waarde is None else cel.waarde
    return waarde.value if isinstance(waarde, Enum) else waarde


def _getal(waarde: Decimal | float) -> str:
    return str(waarde).replace(".", ",")


def _moment(waarde: datetime) -> str:
    return waarde.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M:%S")


_ALS_CSV: dict[type, Callable[[Any], str]] = {
    str: veilig,
    bool: lambda waarde: "ja" if waarde else "nee",
    int: str,
    float: _getal,
    Decimal: _getal,
    datetime: _moment,
    date: date.isoformat,
}
"""How a plain value reads in CSV; anything else as safe text."""


def _als_tekst(waarde: Any) -> str:
    return veilig(str(waarde))


def schrijf_lijst(
    session: Session, actor: Actor, lijst: Lijst, vraag: LijstVraag, doel: IO[bytes], soort: ExportSoort
) -> int:
    """Write the list to `doel`; returns the number of rows. Raises GeenRecht, and ExportFout for a list too long."""
    require(actor, lijst.actie)
    een_stand(session)
    index = lijst.kolom_index(vraag.kolommen, lijst.verborgen(session, actor, vraag))
    koppen = [lijst.kolommen[i].label.in_taal(vraag.taal) for i in index]
    rijen = ([waarde_van(rij.cellen[i]) for i in index] for rij in alle_rijen(session, actor, lijst, vraag))
    return schrijf_rijen(lijst.titel.in_taal(vraag.taal), koppen, rijen, doel, soort)


def schrijf_rijen(
    titel: str, koppen: Sequence[str], rijen: Iterator[Sequence[Any]], doel: IO[bytes], soort: ExportSoort
) -> int:
    """Write rows of plain values, one at a time; returns how many. Raises ExportFout for too many."""
    if soort is ExportSoort.CSV:
        return _schrijf_csv(koppen, rijen, doel)
    return _schrijf_xlsx(titel, koppen, rijen, doel)


def _schrijf_csv(koppen: Sequence[str], rijen: Iterator[Sequence[Any]], doel: IO[bytes]) -> int:
    """Semicolons, CRLF and a byte order mark: what a Dutch Excel opens without questions."""
    tekst = io.TextIOWrapper(doel, encoding="utf-8-sig", errors="replace", newline="", write_through=False)
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\r\n")
    schrijver.writerow([veilig(k) for k in koppen])
    aantal = 0
    for rij in rijen:
        schrijver.writerow([_ALS_CSV.get(type(waarde), _als_tekst)(waarde) for waarde in rij])
        aantal += 1
    tekst.flush()
    tekst.detach()
    return aantal


def _schrijf_xlsx(titel: str, koppen: Sequence[str], rijen: Iterator[Sequence[Any]], doel: IO[bytes]) -> int:
    with tempfile.TemporaryDirectory(prefix="bpv-export-") as map_:
        import xlsxwriter

        boek = xlsxwriter.Workbook(
            doel,
            {
                "constant_memory": True,
                "tmpdir": map_,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "dd-mm-yyyy",
            },
        )
        blad = boek.add_worksheet("".join(c for c in titel if c not in "[]:*?/\\'")[:31] or "Lijst")
        vet = boek.add_format({"bold": True})
        dag = boek.add_format({"num_format": "dd-mm-yyyy"})
        moment = boek.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        blad.freeze_panes(1, 0)
        blad.set_column(0, max(len(koppen) - 1, 0), BREEDTE)
        for k, kop in enumerate(koppen):
            blad.write_string(0, k, kop, vet)
        aantal = 0
        for rij in rijen:
            aantal += 1
            if aantal > MAX_XLSX_RIJEN:
                raise ExportFout(
                    Tekst(
                        "Deze lijst is te lang voor Excel; kies CSV of filter eerst.",
                        "This list is too long for Excel; choose CSV or filter first.",
                    )
                )
            for k, waarde in enumerate(rij):
                _schrijf_cel(blad, aantal, k, waarde, dag, moment)
        boek.close()
    return aantal


def _schrijf_cel(blad: Any, rij: int, kolom: int, waarde: Any, dag: Any, moment: Any) -> None:
    if waarde == "" or waarde is None:
        return
    if isinstance(waarde, bool):
        blad.write_boolean(rij, kolom, waarde)
    elif isinstance(waarde, int | float | Decimal):
        blad.write_number(rij, kolom, waarde)
    elif isinstance(waarde, datetime):
        blad.write_datetime(rij, kolom, waarde.astimezone(AMSTERDAM).replace(tzinfo=None), moment)
    elif isinstance(waarde, date) and waarde.year >= 1900:
        blad.write_datetime(rij, kolom, datetime(waarde.year, waarde.month, waarde.day), dag)  # noqa: DTZ001
    else:
        tekst = str(waarde).replace("\x00", "")
        blad.write_string(rij, kolom, tekst if len(tekst) <= MAX_CEL else tekst[: MAX_CEL - 1] + "…")
