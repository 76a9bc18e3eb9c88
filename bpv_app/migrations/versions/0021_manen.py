"""Chasing signatures: rules per team, reminders that were made, and what a call came to."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_ONTVANGER = ("student", "leerbedrijf", "begeleider", "coordinator")
_UITKOMST = ("geen_gehoor", "terugbellen", "beloofd", "papier_kwijt", "anders")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "team_manen",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("is_aan", sa.Boolean(), nullable=False),
        sa.Column("regels", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_manen_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_manen")),
    )
    op.create_table(
        "pok_herinnering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("document_versie", sa.Integer(), nullable=False),
        sa.Column("ontvanger", _enum("ontvanger", *_ONTVANGER), nullable=False),
        sa.Column("aan_id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("dagen", sa.Integer(), nullable=False),
        sa.Column("stap_op", sa.Date(), nullable=False),
        sa.Column("ontbreekt", sa.JSON(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_pok_herinnering_pok_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_pok_herinnering_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pok_herinnering")),
        sa.UniqueConstraint(
            "pok_id",
            "document_versie",
            "ontvanger",
            "aan_id",
            "stap_op",
            name=op.f("uq_pok_herinnering_stap"),
        ),
    )
    with op.batch_alter_table("pok_herinnering", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pok_herinnering_mail_id"), ["mail_id"], unique=False)
    with op.batch_alter_table("pok_belnotitie", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uitkomst", _enum("beluitkomst", *_UITKOMST), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("pok_belnotitie", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_pok_belnotitie_beluitkomst"), type_="check")
        batch_op.drop_column("uitkomst")
    for tabel in ("pok_herinnering", "team_manen"):
        op.drop_table(tabel)
