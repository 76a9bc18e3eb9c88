"""The logbook: entries, comments, attachments."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "logboek_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("titel", sa.String(length=120), nullable=False),
        sa.Column("tekst", sa.String(length=4000), nullable=False),
        sa.Column("antwoorden", sa.JSON(), nullable=False),
        sa.Column("werkproces", sa.String(length=300), nullable=False),
        sa.Column(
            "status",
            sa.Enum("concept", "gedeeld", name="logboekstatus", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("gedeeld_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besproken_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besproken_door", sa.String(length=200), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("tot >= van", name=op.f("ck_logboek_item_tot_na_van")),
        sa.CheckConstraint("(status = 'gedeeld') = (gedeeld_op IS NOT NULL)", name=op.f("ck_logboek_item_gedeeld")),
        sa.CheckConstraint("besproken_op IS NULL OR status = 'gedeeld'", name=op.f("ck_logboek_item_besproken")),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_logboek_item_pok_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_logboek_item_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek_item")),
    )
    with op.batch_alter_table("logboek_item", schema=None) as batch_op:
        batch_op.create_index("ix_logboek_item_student_id_van", ["student_id", "van"], unique=False)
        batch_op.create_index(
            "ix_logboek_item_pok_id_status_besproken_op", ["pok_id", "status", "besproken_op"], unique=False
        )

    op.create_table(
        "logboek_reactie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("rol", sa.String(length=32), nullable=False),
        sa.Column("tekst", sa.String(length=2000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_logboek_reactie_account_id")),
        sa.ForeignKeyConstraint(["item_id"], ["logboek_item.id"], name=op.f("fk_logboek_reactie_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek_reactie")),
    )
    with op.batch_alter_table("logboek_reactie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logboek_reactie_item_id"), ["item_id"], unique=False)

    op.create_table(
        "logboek_bijlage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("soort", sa.String(length=60), nullable=False),
        sa.Column("bytes_aantal", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["logboek_item.id"], name=op.f("fk_logboek_bijlage_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logboek_bijlage")),
    )
    with op.batch_alter_table("logboek_bijlage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_logboek_bijlage_item_id"), ["item_id"], unique=False)


def downgrade() -> None:
    op.drop_table("logboek_bijlage")
    op.drop_table("logboek_reactie")
    op.drop_table("logboek_item")
