"""A student's own data as one ZIP: JSON for programs, CSV for a spreadsheet, the files, and a page that explains it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.spreadsheet import veilig
from bpv_app.koppeling.inpakken import deel_van, pak_bestanden, pak_json
from bpv_app.koppeling.queries_eigen import EigenGegevens
from bpv_app.koppeling.queries_eigen_uren import UrenRij
from bpv_app.uren.rules import SOORT_LABEL
from bpv_app.uren.rules_tonen import toon_uren

KOPPEN = (
    "datum", "bedrijf", "POK", "soort", "uren", "minuten", "van", "tot", "pauze (minuten)", "wat ik deed",
    "werkproces", "stand van de week", "beoordeeld door", "stand van de dag", "reden",
)  # fmt: skip
_UITLEG = """\
MIJN GEGEVENS
Voor: {naam}
Gemaakt op: {op}

Dit zijn de gegevens die de BPV-app van jou bewaart.

Eén ding zit er niet in: wat je school bij een gesprek alleen voor zichzelf opschreef (notities "alleen school" en het
zorgvierkant). Daar kan ook iets over een ander in staan. Wil je het lezen? Vraag het aan je begeleider van school
of aan de functionaris gegevensbescherming. Je hebt recht op wat er over jou in staat.

- gegevens.json: alles. Je persoonlijke gegevens, je inschrijvingen, je stages en overeenkomsten, wie er tekende, je
  uren, je logboek (ook wat alleen voor jou is), de gespreksverslagen die met je gedeeld zijn, je gedeelde
  beoordelingen, je evaluaties, de mail die je kreeg, waar je bent ingelogd, en wie jouw gegevens bekeek of wijzigde.
  Dit bestand is vooral handig voor een ander programma. Je kunt het ook openen in een tekstprogramma.
- uren.csv: al je uren. Open dit in Excel of een ander rekenprogramma.
- overeenkomsten, scans, uren en logboek: de documenten en foto's.
{mist_nl}
Klopt er iets niet? Zeg het tegen je begeleider van school. Je mag vragen om iets te verbeteren of te verwijderen.
Bewaar dit bestand op een veilige plek: er staat veel over jou in.


MY DATA
For: {naam}
Made on: {op_en}

These are the data the BPV-app keeps about you.

One thing is not in it: what your school wrote for itself about a conversation (notes "school only" and the care
quadrants). Something about somebody else may be in it. Do you want to read it? Ask your school supervisor or the data
protection officer. You have a right to what is in it about you.

- gegevens.json: everything. Your personal data, your enrolments, your placements and agreements, who signed, your
  hours, your logbook (also what is only for you), the reports of conversations shared with you, your shared
  assessments, your evaluations, the mail you got, where you are logged in, and who saw or changed your data. This file
  is mostly for another program. You can also open it in a text program. The names are in Dutch.
- uren.csv: all your hours. Open it in Excel or another spreadsheet program.
- overeenkomsten (agreements), scans, uren (hours) and logboek (logbook): the documents and photos.
{mist_en}
Is something wrong? Tell your school supervisor. You may ask to have something corrected or removed.
Keep this file in a safe place: it says a lot about you.
"""


def schrijf_zip(gegevens: EigenGegevens, nu: datetime, doel: IO[bytes]) -> None:
    """Write everything to `doel`, one file at a time; `nu` is when it is made."""
    deel = deel_van(nu)
    with zipfile.ZipFile(doel, "w") as zip_:
        mist = pak_bestanden(zip_, deel, gegevens.bestanden)
        inhoud = {"gemaakt_op": nu.isoformat(), **gegevens.inhoud, "ontbrekende_bestanden": mist}
        pak_json(zip_, deel, "gegevens.json", inhoud)
        with zip_.open(deel("uren.csv"), "w") as ruw, io.TextIOWrapper(ruw, "utf-8-sig", newline="") as tekst:
            _schrijf_uren(gegevens.uren, tekst)
        zip_.writestr(deel("README.txt"), _uitleg(gegevens.naam, nu, mist))


def _uitleg(naam: str, nu: datetime, mist: list[str]) -> str:
    namen = "".join(f"  {m}\n" for m in mist)
    return _UITLEG.format(
        naam=naam,
        op=toon_moment(nu),
        op_en=toon_moment(nu, "en"),
        mist_nl=f"\nDeze bestanden konden we niet vinden. Vraag ernaar op school:\n{namen}" if mist else "",
        mist_en=f"\nWe could not find these files. Ask for them at school:\n{namen}" if mist else "",
    )


def _schrijf_uren(rijen: Iterable[UrenRij], doel: io.TextIOWrapper) -> None:
    """Semicolons, CRLF and a byte order mark, as the other exports; text is never a formula."""
    schrijver = csv.writer(doel, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(KOPPEN)
    for r in sorted(rijen, key=lambda r: r.datum):
        schrijver.writerow(
            [
                r.datum.isoformat(),
                veilig(r.bedrijf),
                veilig(r.nummer),
                SOORT_LABEL[r.soort].nl if r.soort else "",
                toon_uren(r.minuten),
                r.minuten,
                _klok(r.van),
                _klok(r.tot),
                r.pauze,
                veilig(r.omschrijving),
                veilig(r.werkproces),
                r.week_tekst,
                veilig(r.beoordeeld_door),
                r.oordeel.value,
                veilig(r.oordeel_reden),
            ]
        )


def _klok(minuten: int | None) -> str:
    return "" if minuten is None else f"{minuten // 60:02d}:{minuten % 60:02d}"
