"""The person (or system job) on whose behalf something happens, with rights and scope."""

from __future__ import annotations

from dataclasses import dataclass, field

from bpv_app.kernel.errors import GeenRecht
from bpv_app.kernel.rechten import RECHTEN, Actie, Rol


@dataclass(frozen=True, slots=True)
class RolToewijzing:
    """A role with its scope. `team_id` None means the whole school for school roles that work school-wide.

    A student carries `student_id`; a praktijkopleider carries `leerbedrijf_id` and `contactpersoon_id`.
    """

    rol: Rol
    team_id: int | None = None
    student_id: int | None = None
    leerbedrijf_id: int | None = None
    contactpersoon_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `account_id` None is the system itself (worker, command line)."""

    account_id: int | None
    naam: str
    toewijzingen: tuple[RolToewijzing, ...] = ()
    sessie_id: int | None = None
    taal: str = "nl"
    is_systeem: bool = False
    acties: frozenset[Actie] = field(init=False)

    def __post_init__(self) -> None:
        acties = frozenset(Actie) if self.is_systeem else frozenset().union(*(RECHTEN[r] for r in self.rollen))
        object.__setattr__(self, "acties", acties)

    @property
    def rollen(self) -> frozenset[Rol]:
        return frozenset(t.rol for t in self.toewijzingen)

    def heeft(self, rol: Rol) -> bool:
        return rol in self.rollen

    def mag(self, actie: Actie) -> bool:
        return actie in self.acties

    def team_ids(self, actie: Actie) -> frozenset[int] | None:
        """Teams in which a *team-wide* role gives this right; None means every team (school-wide role or system).

        An onderwijsbegeleider and a student never get team-wide scope: their scope is "own students" / "self".
        """
        if self.is_systeem:
            return None
        teams: set[int] = set()
        for toewijzing in self.toewijzingen:
            if actie not in RECHTEN[toewijzing.rol]:
                continue
            if toewijzing.rol in (Rol.STUDENTENZAKEN, Rol.BEHEER, Rol.COORDINATOR):
                if toewijzing.team_id is None:
                    return None
                teams.add(toewijzing.team_id)
        return frozenset(teams)

    def is_begeleider_voor(self, actie: Actie) -> bool:
        """Whether the right comes (also) from guiding own students."""
        return self.heeft(Rol.ONDERWIJSBEGELEIDER) and actie in RECHTEN[Rol.ONDERWIJSBEGELEIDER]

    @property
    def student_id(self) -> int | None:
        return next((t.student_id for t in self.toewijzingen if t.student_id is not None), None)

    @property
    def contactpersoon_ids(self) -> frozenset[int]:
        return frozenset(t.contactpersoon_id for t in self.toewijzingen if t.contactpersoon_id is not None)

    @property
    def leerbedrijf_ids(self) -> frozenset[int]:
        return frozenset(t.leerbedrijf_id for t in self.toewijzingen if t.leerbedrijf_id is not None)


def systeem(naam: str = "systeem") -> Actor:
    """The app itself: worker, command line, demo school."""
    return Actor(account_id=None, naam=naam, is_systeem=True)


def require(actor: Actor, actie: Actie) -> None:
    """Raise `GeenRecht` unless one of the actor's roles carries `actie`. Deny by default."""
    if not actor.mag(actie):
        raise GeenRecht
