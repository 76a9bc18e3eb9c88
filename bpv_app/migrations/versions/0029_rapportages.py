"""Saved views of figures and reports, with whom they are shared, and who gets them by mail."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_ROLLEN = ("coordinator", "onderwijsbegeleider", "studentenzaken", "student", "praktijkopleider", "beheer")


def _verwijst(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def upgrade() -> None:
    op.create_table(
        "weergave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("rapport", sa.String(length=40), nullable=False),
        sa.Column("vraag", sa.String(length=1000), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _verwijst("weergave", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weergave")),
        sa.UniqueConstraint("account_id", "naam", name=op.f("uq_weergave_account_id_naam")),
    )
    op.create_table(
        "weergave_deling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("weergave_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column(
            "rol", sa.Enum(*_ROLLEN, name="rol", native_enum=False, create_constraint=True, length=32), nullable=True
        ),
        sa.CheckConstraint(
            "(CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN team_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN rol IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_weergave_deling_een_ontvanger"),
        ),
        _verwijst("weergave_deling", "weergave_id", "weergave"),
        _verwijst("weergave_deling", "account_id", "account"),
        _verwijst("weergave_deling", "team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weergave_deling")),
    )
    op.create_table(
        "weergave_mail",
        sa.Column("weergave_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sinds", UtcMoment(timezone=True), nullable=False),
        _verwijst("weergave_mail", "weergave_id", "weergave"),
        _verwijst("weergave_mail", "account_id", "account"),
        sa.PrimaryKeyConstraint("weergave_id", "account_id", name=op.f("pk_weergave_mail")),
    )
    with op.batch_alter_table("weergave", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_weergave_account_id"), ["account_id"], unique=False)
    with op.batch_alter_table("weergave_deling", schema=None) as batch_op:
        for kolom in ("weergave_id", "account_id", "team_id"):
            batch_op.create_index(batch_op.f(f"ix_weergave_deling_{kolom}"), [kolom], unique=False)


def downgrade() -> None:
    for tabel in ("weergave_mail", "weergave_deling", "weergave"):
        op.drop_table(tabel)
