"""School holidays by region as the ministry set them (rijksoverheid.nl, "Overzicht schoolvakanties"), study days, and
teams that work with hours in their own way."""

from __future__ import annotations

from datetime import date

from bpv_app.demo.boek import Boek, id_van
from bpv_app.demo.kalender import Kalender
from bpv_app.demo.school import School
from bpv_app.uren.kalender import feestdagen
from bpv_app.uren.queries_pok import TeamRegels
from bpv_app.uren.rules import Beoordelaar, Regio, VrijSoort
from bpv_app.uren.rules_plan import Kalender as UrenKalender
from bpv_app.uren.rules_plan import Vrij
from bpv_app.uren.tables import TeamUren, VrijePeriode

_N, _M, _Z = Regio.NOORD, Regio.MIDDEN, Regio.ZUID
_ALLE = (_N, _M, _Z)
VAKANTIES: tuple[tuple[str, tuple[Regio, ...], str, str], ...] = (
    ("Zomervakantie", (_N,), "2025-07-12", "2025-08-24"),
    ("Zomervakantie", (_M,), "2025-07-19", "2025-08-31"),
    ("Zomervakantie", (_Z,), "2025-07-05", "2025-08-17"),
    ("Herfstvakantie", (_N, _M), "2025-10-18", "2025-10-26"),
    ("Herfstvakantie", (_Z,), "2025-10-11", "2025-10-19"),
    ("Kerstvakantie", _ALLE, "2025-12-20", "2026-01-04"),
    ("Voorjaarsvakantie", (_N,), "2026-02-21", "2026-03-01"),
    ("Voorjaarsvakantie", (_M, _Z), "2026-02-14", "2026-02-22"),
    ("Meivakantie", _ALLE, "2026-04-25", "2026-05-03"),
    ("Zomervakantie", (_N,), "2026-07-04", "2026-08-16"),
    ("Zomervakantie", (_M,), "2026-07-18", "2026-08-30"),
    ("Zomervakantie", (_Z,), "2026-07-11", "2026-08-23"),
    ("Herfstvakantie", (_N,), "2026-10-10", "2026-10-18"),
    ("Herfstvakantie", (_M, _Z), "2026-10-17", "2026-10-25"),
    ("Kerstvakantie", _ALLE, "2026-12-19", "2027-01-03"),
    ("Voorjaarsvakantie", (_N, _M), "2027-02-20", "2027-02-28"),
    ("Voorjaarsvakantie", (_Z,), "2027-02-13", "2027-02-21"),
    ("Meivakantie", _ALLE, "2027-04-24", "2027-05-02"),
    ("Zomervakantie", (_N,), "2027-07-10", "2027-08-22"),
    ("Zomervakantie", (_M,), "2027-07-17", "2027-08-29"),
    ("Zomervakantie", (_Z,), "2027-07-24", "2027-09-05"),
    ("Herfstvakantie", (_N, _M), "2027-10-16", "2027-10-24"),
    ("Herfstvakantie", (_Z,), "2027-10-23", "2027-10-31"),
    ("Kerstvakantie", _ALLE, "2027-12-25", "2028-01-09"),
    ("Voorjaarsvakantie", (_N,), "2028-02-19", "2028-02-27"),
    ("Voorjaarsvakantie", (_M, _Z), "2028-02-26", "2028-03-05"),
    ("Meivakantie", _ALLE, "2028-04-29", "2028-05-07"),
    ("Zomervakantie", (_N,), "2028-07-15", "2028-08-27"),
    ("Zomervakantie", (_M,), "2028-07-08", "2028-08-20"),
    ("Zomervakantie", (_Z,), "2028-07-22", "2028-09-03"),
)


def school_kalender(vandaag: date) -> UrenKalender:
    """The free days of a team in the default region, for the hours of the demo."""
    vrij = tuple(
        Vrij(VrijSoort.VAKANTIE, naam, date.fromisoformat(van), date.fromisoformat(tot))
        for naam, regios, van, tot in VAKANTIES
        if TeamRegels().regio in regios
    )
    return UrenKalender(feestdagen(range(vandaag.year - 2, vandaag.year + 1)), vrij)


def stel_uren_in(boek: Boek, kalender: Kalender, school: School) -> None:
    """Holidays, a study day to come, and a team in which the school approves."""
    for naam, regios, van, tot in VAKANTIES:
        for regio in regios:
            boek.voeg(
                VrijePeriode(
                    soort=VrijSoort.VAKANTIE,
                    naam=naam,
                    van=date.fromisoformat(van),
                    tot=date.fromisoformat(tot),
                    regio=regio,
                )
            )
    ict, horeca = id_van(school.teams["ICT"]), id_van(school.teams["HT"])
    dag = kalender.vrijdag(14)
    boek.voeg(VrijePeriode(soort=VrijSoort.STUDIEDAG, naam="Projectdag ICT", van=dag, tot=dag, team_id=ict))
    boek.voeg(
        TeamUren(
            team_id=horeca,
            beoordelaar=Beoordelaar.SCHOOL,
            regio=Regio.MIDDEN,
            werkdagen=[0, 1, 2, 3, 4],
            vragen=["Welk gerecht heb je gemaakt?", "Wat ging goed?", "Wat doe je de volgende keer anders?"],
        )
    )
