"""The life of a round as a page of the documentation: `python -m bpv_app.matching.rules_ronde_levensloop`."""

from __future__ import annotations

import sys

from bpv_app.matching.rules_ronde import (
    MAG_WIJZIGEN,
    OVERGANGEN,
    STAP_LABEL,
    STATUS_BETEKENIS,
    STATUS_LABEL,
    VOORWAARDE_TEKST,
    RondeStatus,
    Wie,
)

_KOP = """# De levensloop van een ronde

Deze pagina komt uit de tabel `OVERGANGEN` in `bpv_app/matching/rules_ronde.py`; wijzig haar daar en draai
`python -m bpv_app.matching.rules_ronde_levensloop > docs/levensloop-ronde.md`. Een test bewaakt dat beide gelijk zijn.
"""
_RANGSCHIKKEN = """## Als bedrijven hun kandidaten op volgorde zetten

Dat kan alleen in een ronde met Loting. Dan zit er binnen de status Gesloten een extra stuk:

1. Bij het sluiten krijgt elke plaats die volgens de opening rangschikt, een rangorde met haar kandidaten. Het bedrijf
   krijgt een mail.
2. Tot `rangschikken_tot` zet het bedrijf de kandidaten op volgorde en stuurt in. De coördinator kan dat moment
   verzetten of eerder sluiten, met een reden. Zo lang kan er nog geen voorstel gerekend worden.
3. Daarna beslist de coördinator over elk oordeel "past niet". Wat nog niet beslist is, staat achteraan, en houdt
   publiceren tegen.
4. Het voorstel rekent met de volgorde. Publiceren kan alleen als geen student en bedrijf elkaar liever hadden dan wat
   zij kregen."""
_WIE = {Wie.COORDINATOR: "BPV-coördinator van alle teams die meedoen", Wie.APP: "de app zelf, als het tijd is"}


def maak_levensloop() -> str:
    """Markdown: a diagram, the statuses, what may still change, and each step with who and when."""
    regels = [_KOP, "```mermaid", "stateDiagram-v2", "    [*] --> concept"]
    for stap, overgang in OVERGANGEN.items():
        regels += [f"    {van.value} --> {overgang.naar.value}: {STAP_LABEL[stap].nl}" for van in sorted(overgang.van)]
    regels += ["    afgerond --> [*]", "```", "", "## Statussen", ""]
    regels += ["| status | betekenis | nog te wijzigen |", "|---|---|---|"]
    for status in RondeStatus:
        wijzigen = "alles" if "naam" in MAG_WIJZIGEN[status] else ", ".join(sorted(MAG_WIJZIGEN[status])) or "niets"
        regels.append(f"| {STATUS_LABEL[status].nl} (`{status.value}`) | {STATUS_BETEKENIS[status].nl} | {wijzigen} |")
    regels += ["", "## Stappen"]
    for stap, overgang in OVERGANGEN.items():
        van = " of ".join(STATUS_LABEL[s].nl.lower() for s in sorted(overgang.van))
        regels += ["", f"### {STAP_LABEL[stap].nl}", ""]
        regels += [f"Van {van} naar {STATUS_LABEL[overgang.naar].nl.lower()}. {overgang.gevolg.nl}", ""]
        regels.append(f"- Wie: {'; '.join(_WIE[w] for w in sorted(overgang.wie))}.")
        regels += [f"- Voorwaarde: {VOORWAARDE_TEKST[v].nl}." for v in overgang.voorwaarden]
    regels += ["", _RANGSCHIKKEN]
    return "\n".join(regels) + "\n"


if __name__ == "__main__":
    sys.stdout.write(maak_levensloop())
