"""Saved views of figures and reports: what was asked, with whom it is shared, who gets it by mail. Never their rows."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.kernel.rechten import Rol


class Weergave(SQLModel, table=True):
    """A question with a name. `vraag` is as an address asks it, so `dit_schooljaar` stays relative.

    Whoever opens it gets the answer within the own rights: there are no figures in it.
    """

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    naam: str = Field(max_length=100)
    rapport: str = Field(max_length=40)
    vraag: str = Field(max_length=1000)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    versie: int = 1
    __table_args__ = (sa.UniqueConstraint("account_id", "naam"),)


class WeergaveDeling(SQLModel, table=True):
    """With whom a view is shared: one colleague, everybody of a team, or everybody with a role."""

    __tablename__ = "weergave_deling"
    id: int | None = Field(default=None, primary_key=True)
    weergave_id: int = Field(foreign_key="weergave.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    rol: Rol | None = Field(default=None, sa_column=enum_kolom(Rol, nullable=True))
    __table_args__ = (
        sa.CheckConstraint(
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN team_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN rol IS NULL THEN 0 ELSE 1 END) = 1",
            name="een_ontvanger",
        ),
    )


class WeergaveMail(SQLModel, table=True):
    """Who asked for a view by mail each month, and since when."""

    __tablename__ = "weergave_mail"
    weergave_id: int = Field(foreign_key="weergave.id", primary_key=True)
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    sinds: datetime = Field(sa_column=moment_kolom())
