"""What the import screen shows of a file, a dry run and earlier imports: small values in the person's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bpv_app.kernel.clock import toon_moment
from bpv_app.kernel.inlezen import SOORT_LABEL, Droogloop, ImportSoort, Melding, Rijwijziging, Uitkomst
from bpv_app.kernel.tekst import Tekst
from bpv_app.koppeling.bestand.rules_velden import VELDEN
from bpv_app.koppeling.inlezen import Voorbeeld
from bpv_app.koppeling.verslag import GEWEIGERD, GEWIJZIGD, NIEUW, ONGEWIJZIGD
from bpv_app.student.import_runs import ImportRun
from bpv_app.ui.lijst import Optie

TOON = 50
"""Lines of each kind on the screen; the report to download has all."""


@dataclass
class KolomBeeld:
    """A column of the file: its form field, name, examples and which of our fields it fills."""

    sleutel: str
    naam: str
    voorbeeld: str
    veld: str
    is_bsn: bool = False


@dataclass
class TelBeeld:
    label: str
    aantal: str
    toon: str = ""


@dataclass
class MeldingBeeld:
    regel: str
    veld: str
    reden: str
    inhoud: str


@dataclass
class WijzigingBeeld:
    regel: str
    wie: str
    wat: list[str] = field(default_factory=list)


@dataclass
class RunBeeld:
    """An import that was applied."""

    id: int
    op: str
    soort: str
    bestand: str
    door: str
    telling: str
    verslag: str


def kolommen(voorbeeld: Voorbeeld) -> list[KolomBeeld]:
    """Every column with example values and the field proposed for it."""
    veld_van = {kolom: veld for veld, kolom in voorbeeld.indeling}
    return [
        KolomBeeld(
            f"kolom{i}",
            naam,
            " · ".join(rij[i] for rij in voorbeeld.rijen[:3] if rij[i])[:120],
            veld_van.get(naam, ""),
            naam in voorbeeld.bsn_kolommen,
        )
        for i, naam in enumerate(voorbeeld.kolommen)
    ]


def veldopties(soort: ImportSoort, taal: str) -> list[Optie]:
    """The fields a column can fill."""
    return [Optie(v.naam, v.label.in_taal(taal)) for v in VELDEN.get(soort, ())]


def tellingen(proef: Droogloop, taal: str) -> list[TelBeeld]:
    """Counts of a dry run, the four main ones first."""
    t = proef.tellingen
    hoofd = (
        (NIEUW, t.nieuw, "success"),
        (GEWIJZIGD, t.gewijzigd, "info"),
        (ONGEWIJZIGD, t.ongewijzigd, ""),
        (GEWEIGERD, t.geweigerd, "error" if t.geweigerd else ""),
    )
    return [
        *(TelBeeld(tekst.in_taal(taal), str(aantal), toon) for tekst, aantal, toon in hoofd),
        *(TelBeeld(tekst.in_taal(taal), str(aantal)) for tekst, aantal in proef.uitkomst.extra),
    ]


def meldingen(lijst: Sequence[Melding], taal: str) -> list[MeldingBeeld]:
    """The first lines of what was refused or needs attention."""
    return [MeldingBeeld(str(m.regel or ""), m.veld, m.reden.in_taal(taal), m.waarde) for m in lijst[:TOON]]


def wijzigingen(lijst: Sequence[Rijwijziging]) -> list[WijzigingBeeld]:
    """The first rows that are new or change."""
    return [
        WijzigingBeeld(
            str(w.regel),
            w.sleutel,
            [f"{veld}: {oud} → {nu}" if oud else f"{veld}: {nu or '–'}" for veld, oud, nu in w.velden[:8]],
        )
        for w in lijst[:TOON]
    ]


def zin_van(proef: Droogloop) -> Tekst:
    """What would happen, in one sentence."""
    t = proef.tellingen
    if not proef.doet_iets:
        return Tekst(
            f"Proef: er verandert niets; {t.ongewijzigd} ongewijzigd, {t.geweigerd} geweigerd.",
            f"Trial: nothing changes; {t.ongewijzigd} unchanged, {t.geweigerd} refused.",
        )
    return Tekst(
        f"Proef: {t.nieuw} nieuw, {t.gewijzigd} gewijzigd, {t.ongewijzigd} ongewijzigd, {t.geweigerd} geweigerd. "
        "Er is nog niets ingelezen.",
        f"Trial: {t.nieuw} new, {t.gewijzigd} changed, {t.ongewijzigd} unchanged, {t.geweigerd} refused. "
        "Nothing is imported yet.",
    )


def run(rij: ImportRun, taal: str) -> RunBeeld:
    """An import of before."""
    telling = Tekst(
        f"{rij.nieuw} nieuw, {rij.gewijzigd} gewijzigd, {rij.ongewijzigd} ongewijzigd, {rij.geweigerd} geweigerd",
        f"{rij.nieuw} new, {rij.gewijzigd} changed, {rij.ongewijzigd} unchanged, {rij.geweigerd} refused",
    )
    return RunBeeld(
        rij.id or 0,
        toon_moment(rij.op, taal),
        SOORT_LABEL[ImportSoort(rij.soort)].in_taal(taal),
        rij.bestandsnaam,
        rij.door_naam,
        telling.in_taal(taal),
        f"/api/import/{rij.id}/verslag.csv",
    )


def zonder_regels(uitkomst: Uitkomst) -> Uitkomst:
    """The outcome without its lines: all that applying needs, small enough to keep between two events."""
    return Uitkomst(uitkomst.tellingen, extra=uitkomst.extra, vingerafdruk=uitkomst.vingerafdruk)
