"""Up to where we listened to the accreditation service, and which companies it follows for us."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bpv_app.db import moment_kolom


class SbbStand(SQLModel, table=True):
    """One row (id 1). `gelezen_tot`: the last change we took in; `abonnement`: fingerprint of who is followed."""

    __tablename__ = "sbb_stand"
    id: int = Field(default=1, primary_key=True)
    gelezen_tot: int = 0
    gelezen_op: datetime | None = Field(default=None, sa_column=moment_kolom(nullable=True))
    abonnement: str = Field(default="", max_length=64)
