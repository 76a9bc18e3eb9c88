"""Chasing by mail: the rules of a team, and every reminder that was made."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.pok.rules_manen import Ontvanger


class TeamManen(SQLModel, table=True):
    """How a team chases signatures; a team without a row has the default rules, switched off."""

    __tablename__ = "team_manen"
    team_id: int = Field(foreign_key="team.id", primary_key=True)
    is_aan: bool = False
    regels: list[dict[str, Any]] = Field(default_factory=list, sa_column=json_kolom())
    versie: int = 1


class PokHerinnering(SQLModel, table=True):
    """One reminder about one agreement to one person: of which step, who had still to sign, in which mail.

    `aan_id` is a student, a contactpersoon or an account, by `ontvanger`. One mail may speak of several agreements;
    `mail_id` is empty when not even a failed mail could be written.
    """

    __tablename__ = "pok_herinnering"
    id: int | None = Field(default=None, primary_key=True)
    pok_id: int = Field(foreign_key="pok.id")
    document_versie: int
    ontvanger: Ontvanger = Field(sa_column=enum_kolom(Ontvanger))
    aan_id: int
    naam: str = Field(max_length=200)
    dagen: int
    stap_op: date
    ontbreekt: list[str] = Field(default_factory=list, sa_column=json_kolom())
    op: datetime = Field(sa_column=moment_kolom())
    mail_id: int | None = Field(default=None, foreign_key="mail.id", index=True)
    __table_args__ = (
        # Two planners at once, a kill in between, a clock that jumps: a step is sent once.
        sa.UniqueConstraint(
            "pok_id", "document_versie", "ontvanger", "aan_id", "stap_op", name="uq_pok_herinnering_stap"
        ),
    )
