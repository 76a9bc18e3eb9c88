"""The life cycle as a page of the documentation, made from the table: `python -m bpv_app.pok.rules_levensloop`."""

from __future__ import annotations

import sys

from bpv_app.kernel.rechten import RECHTEN, ROL_LABEL, Rol
from bpv_app.pok.rules import (
    KRD_LABEL,
    KRD_STATUS,
    OVERGANGEN,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    VELD_LABEL,
    VERGRENDELD_VANAF_AFDRUK,
    VOORWAARDE_LABEL,
    Effect,
    Overgang,
    PokStatus,
)

_KOP = """# De levensloop van een POK

Deze pagina komt uit de tabel `OVERGANGEN` in `bpv_app/pok/rules.py`; wijzig haar daar en draai
`python -m bpv_app.pok.rules_levensloop > docs/levensloop.md`. Een test bewaakt dat beide gelijk zijn.
"""
_EFFECT: dict[Effect, str] = {
    Effect.ERKENNING_CONTROLEREN: "de erkenning wordt gecontroleerd en moet positief zijn",
    Effect.DOCUMENT_MAKEN: "het document wordt gemaakt en bewaard",
    Effect.DOCUMENT_VERVALT: "de afgedrukte versie en haar handtekeningen vervallen",
    Effect.KRD_BERICHT: "er gaat een bericht naar de KRD, als die de POK kent of moet kennen",
}


def _rollen(overgang: Overgang) -> str:
    return ", ".join(ROL_LABEL[rol].nl for rol in Rol if overgang.actie in RECHTEN[rol])


def _diagram() -> str:
    regels = ["```mermaid", "stateDiagram-v2", "    [*] --> concept"]
    for overgang in OVERGANGEN.values():
        regels += [
            f"    {van.value} --> {overgang.naar.value}: {overgang.label.nl}"
            for van in PokStatus
            if van in overgang.van
        ]
    vanuit = {van for overgang in OVERGANGEN.values() for van in overgang.van}
    regels += [f"    {status.value} --> [*]" for status in PokStatus if status not in vanuit]
    return "\n".join([*regels, "```"])


def _statussen() -> str:
    regels = ["| status | betekenis | in de KRD |", "|---|---|---|"]
    regels += [
        f"| {STATUS_LABEL[s].nl} (`{s.value}`) | {STATUS_BETEKENIS[s].nl} | {KRD_LABEL[KRD_STATUS[s]].nl} |"
        for s in PokStatus
    ]
    return "\n".join(regels)


def _stap(overgang: Overgang) -> str:
    van = ", ".join(STATUS_LABEL[s].nl.lower() for s in PokStatus if s in overgang.van)
    regels = [
        f"### {overgang.label.nl}",
        "",
        f"Van {van} naar {STATUS_LABEL[overgang.naar].nl.lower()}. {overgang.vraag.nl}",
        "",
        f"- Wie: {_rollen(overgang)}." + ("" if overgang.keuze else " Niemand kiest dit zelf; het volgt."),
    ]
    if overgang.vereist:
        regels.append("- Nodig: " + ", ".join(VELD_LABEL[v].nl.lower() for v in overgang.vereist) + ".")
    if overgang.mits:
        regels.append(f"- Anders niet: “{VOORWAARDE_LABEL[overgang.mits].nl}”")
    if overgang.reden:
        regels.append("- Een reden is verplicht.")
    regels += [f"- Daarbij: {_EFFECT[e]}." for e in Effect if e in overgang.effecten]
    return "\n".join(regels)


def maak_levensloop() -> str:
    """The page, in Dutch, as Markdown with a Mermaid diagram."""
    vast = ", ".join(VELD_LABEL[v].nl.lower() for v in VERGRENDELD_VANAF_AFDRUK)
    delen = [
        _KOP,
        _diagram(),
        "",
        "## Statussen",
        "",
        _statussen(),
        "",
        f"Vanaf afgedrukt ligt vast: {vast}.",
        "",
        "## Stappen",
        "",
        "\n\n".join(_stap(o) for o in OVERGANGEN.values()),
        "",
    ]
    return "\n".join(delen)


if __name__ == "__main__":
    sys.stdout.write(maak_levensloop())
