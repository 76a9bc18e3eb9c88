"""Roles as a form asks for them, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bpv_app.kernel.actor import RolToewijzing
from bpv_app.kernel.errors import OngeldigeInvoer
from bpv_app.kernel.rechten import Rol
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang.rules import uniek

TEAM_ROLLEN = (Rol.COORDINATOR, Rol.ONDERWIJSBEGELEIDER, Rol.STUDENTENZAKEN)
"""Roles that hold for the whole school or for certain teams."""

ROL_UITLEG: dict[Rol, Tekst] = {
    Rol.COORDINATOR: Tekst(
        "Ziet en regelt de stages van deze teams.", "Sees and arranges the placements of these teams."
    ),
    Rol.ONDERWIJSBEGELEIDER: Tekst(
        "Ziet alleen eigen studenten; is in deze teams te kiezen als begeleider.",
        "Sees own students only; can be chosen as supervisor in these teams.",
    ),
    Rol.STUDENTENZAKEN: Tekst(
        "Print, verwerkt handtekeningen en archiveert voor deze teams.",
        "Prints, registers signatures and archives for these teams.",
    ),
    Rol.BEHEER: Tekst(
        "Beheert gebruikers, teams en inrichting; ziet geen dossiers.",
        "Manages users, teams and set-up; sees no dossiers.",
    ),
}


def keuze_van(rollen: Iterable[RolToewijzing], rol: Rol) -> str:
    """How the form shows a role with teams: "nee", "alles" (whole school) or "teams"."""
    van_rol = [t for t in rollen if t.rol is rol]
    if not van_rol:
        return "nee"
    return "alles" if any(t.team_id is None for t in van_rol) else "teams"


def rollen_van_formulier(
    form: Mapping[str, str], team_ids: Sequence[int], behouden: Iterable[RolToewijzing], student_id: int | None
) -> tuple[RolToewijzing, ...]:
    """The roles a form asks for: `keuze-<rol>` (nee, alles, teams), `team-<rol>-<id>`, `rol-beheer`, and a student.

    `behouden` are roles the form does not ask for (a praktijkopleider gets in by a personal link of the company).
    Raises `OngeldigeInvoer` for "teams" without a team.
    """
    rollen: list[RolToewijzing] = []
    fouten: dict[str, Tekst] = {}
    for rol in TEAM_ROLLEN:
        keuze = form.get(f"keuze-{rol.value}", "nee")
        if keuze == "alles":
            rollen.append(RolToewijzing(rol))
        elif keuze == "teams":
            gekozen = [team_id for team_id in team_ids if form.get(f"team-{rol.value}-{team_id}")]
            rollen += [RolToewijzing(rol, team_id=team_id) for team_id in gekozen]
            if not gekozen:
                fouten[f"keuze-{rol.value}"] = Tekst("Kies minstens één team.", "Choose at least one team.")
    if form.get("rol-beheer"):
        rollen.append(RolToewijzing(Rol.BEHEER))
    if student_id is not None:
        rollen.append(RolToewijzing(Rol.STUDENT, student_id=student_id))
    if fouten:
        raise OngeldigeInvoer(fouten)
    return uniek([*rollen, *behouden])
