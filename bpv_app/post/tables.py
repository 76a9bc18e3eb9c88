"""One row per mail and recipient: what was sent to whom, why, and how it went. The row is the log."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, moment_kolom
from bpv_app.post.rules import MailStatus


class Mail(SQLModel, table=True):
    """`tekst` is the text as rendered, with a place for the button instead of its address.

    `sleutel` is the reason (one mail per reason); `over_tabel` and `over_id` are what it is about; `team_id` and
    `begeleider_id` decide who at the school may see it. A personal link is kept as its hash (`link_id`); with
    `link_zaad` the worker derives it anew when it delivers. `aangeboden_op`: a server was asked to take it. `agenda` is
    the invitation (iCalendar) that goes with it, or empty.
    """

    id: int | None = Field(default=None, primary_key=True)
    sjabloon: str = Field(max_length=40)
    taal: str = Field(max_length=2)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    contactpersoon_id: int | None = Field(default=None, foreign_key="contactpersoon.id", index=True)
    student_id: int | None = Field(default=None, foreign_key="student.id", index=True)
    naam: str = Field(max_length=200, index=True)
    aan: str = Field(max_length=254, index=True)
    onderwerp: str = Field(max_length=300)
    tekst: str = Field(sa_column=sa.Column(sa.Text(), nullable=False))
    over_tabel: str = Field(default="", max_length=60)
    over_id: int | None = None
    team_id: int | None = Field(default=None, foreign_key="team.id")
    begeleider_id: int | None = Field(default=None, foreign_key="account.id")
    sleutel: str = Field(max_length=160, unique=True)
    status: MailStatus = Field(sa_column=enum_kolom(MailStatus))
    fout_code: str = Field(default="", max_length=60)
    fout_tekst: str = Field(default="", max_length=500)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    aangeboden_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    verzonden_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    doel: str = Field(default="/", max_length=300)
    agenda: str = Field(default="", sa_column=sa.Column(sa.Text(), nullable=False, server_default=""))
    link_id: int | None = Field(default=None, foreign_key="persoonlijke_link.id")
    link_zaad: str = Field(default="", max_length=64)
    herzonden_van: int | None = Field(default=None, foreign_key="mail.id", index=True)
    test_naar: str = Field(default="", max_length=254)
    zoektekst: str = Field(default="", max_length=500)
    __table_args__ = (
        sa.Index("ix_mail_status_id", "status", "id"),
        sa.Index("ix_mail_sjabloon_id", "sjabloon", "id"),
        sa.Index("ix_mail_team_id_id", "team_id", "id"),
        sa.Index("ix_mail_begeleider_id_id", "begeleider_id", "id"),
        sa.Index("ix_mail_over_tabel_over_id", "over_tabel", "over_id"),
    )
