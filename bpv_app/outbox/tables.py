"""Messages to the outside, written in the transaction that causes them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from bpv_app.db import enum_kolom, json_kolom, moment_kolom
from bpv_app.outbox.rules import BerichtStatus


class Bericht(SQLModel, table=True):
    """One message. `groep` keeps order (one POK = one group), `volgnummer` counts inside the group.

    `sleutel` is the idempotency key: the receiver counts it once however often it arrives.
    `onderwerp_id` is the row a group is about (the number in `pok:12`), so that lists can join and scope on it.
    """

    id: int | None = Field(default=None, primary_key=True)
    kanaal: str = Field(max_length=20)
    soort: str = Field(max_length=40)
    groep: str = Field(max_length=60)
    onderwerp_id: int | None = None
    volgnummer: int
    sleutel: str = Field(max_length=64, unique=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    status: BerichtStatus = Field(sa_column=enum_kolom(BerichtStatus))
    pogingen: int = 0
    volgende_op: datetime = Field(sa_column=moment_kolom())
    geclaimd_tot: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    claim: str = Field(default="", max_length=40)
    antwoord: dict[str, Any] = Field(default_factory=dict, sa_column=json_kolom())
    fout_code: str = Field(default="", max_length=60)
    fout_tekst: str = Field(default="", max_length=500)
    aangemaakt_op: datetime = Field(sa_column=moment_kolom())
    afgehandeld_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    __table_args__ = (
        sa.UniqueConstraint("kanaal", "groep", "volgnummer"),
        sa.Index("ix_bericht_status_volgende_op", "status", "volgende_op"),
        sa.Index("ix_bericht_groep_status", "groep", "status"),
        sa.Index("ix_bericht_kanaal_onderwerp_id", "kanaal", "onderwerp_id"),
    )
