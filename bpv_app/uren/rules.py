"""The words of hours: kinds of a line, statuses of a week, what was said of a day. Time is whole minutes, never floats.

The engine lives beside it: `rules_plan` (what is expected), `rules_tellen` (what counts and why not), `rules_saldo`
(how far), `rules_norm` (dated norms), `rules_invoer` (reading what was typed), `rules_week` (who may do what when).
"""

from __future__ import annotations

from enum import StrEnum

from bpv_app.kernel.tekst import Tekst


class Soort(StrEnum):
    """Kind of an hours line."""

    GEWERKT = "gewerkt"
    INHALEN = "inhalen"
    ZIEK = "ziek"
    VERLOF = "verlof"
    SCHOOL = "school"
    FEESTDAG = "feestdag"


SOORT_LABEL: dict[Soort, Tekst] = {
    Soort.GEWERKT: Tekst("Gewerkt", "Worked"),
    Soort.INHALEN: Tekst("Inhalen", "Making up"),
    Soort.ZIEK: Tekst("Ziek", "Sick"),
    Soort.VERLOF: Tekst("Verlof", "Leave"),
    Soort.SCHOOL: Tekst("School", "School"),
    Soort.FEESTDAG: Tekst("Feestdag", "Public holiday"),
}
TELT_ALS_WERK = frozenset({Soort.GEWERKT, Soort.INHALEN})
"""Kinds that can count towards the agreement; the others are recorded but do not count (domain.md section 5)."""


class WeekStatus(StrEnum):
    """Life of a week of one agreement."""

    OPEN = "open"
    INGEDIEND = "ingediend"
    GOEDGEKEURD = "goedgekeurd"
    TERUGGESTUURD = "teruggestuurd"


WEEK_LABEL: dict[WeekStatus, Tekst] = {
    WeekStatus.OPEN: Tekst("Nog niet ingestuurd", "Not sent in yet"),
    WeekStatus.INGEDIEND: Tekst("Ingestuurd", "Sent in"),
    WeekStatus.GOEDGEKEURD: Tekst("Goedgekeurd", "Approved"),
    WeekStatus.TERUGGESTUURD: Tekst("Teruggestuurd", "Sent back"),
}
WEEK_TOON: dict[WeekStatus, str] = {
    WeekStatus.OPEN: "",
    WeekStatus.INGEDIEND: "info",
    WeekStatus.GOEDGEKEURD: "success",
    WeekStatus.TERUGGESTUURD: "warning",
}


class Oordeel(StrEnum):
    """What the assessor said of one day."""

    OPEN = "open"
    AKKOORD = "akkoord"
    TERUG = "terug"


class Gebeurtenis(StrEnum):
    """What happened to a week; the history is append-only."""

    INGEDIEND = "ingediend"
    INGETROKKEN = "ingetrokken"
    DAG_AKKOORD = "dag_akkoord"
    GOEDGEKEURD = "goedgekeurd"
    TERUGGESTUURD = "teruggestuurd"
    HEROPEND = "heropend"


class Beoordelaar(StrEnum):
    """Who approves the weeks of a team's students."""

    PRAKTIJKOPLEIDER = "praktijkopleider"
    SCHOOL = "school"


class Regio(StrEnum):
    """School holiday region (Ministry of Education)."""

    NOORD = "noord"
    MIDDEN = "midden"
    ZUID = "zuid"


class VrijSoort(StrEnum):
    """Why there are no hours in a period: a school holiday, or a day for study at school."""

    VAKANTIE = "vakantie"
    STUDIEDAG = "studiedag"
