"""Companies' own order of candidates in a round."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.add_column("ronde", sa.Column("bedrijven_rangschikken", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ronde", sa.Column("rangschikken_tot", UtcMoment(timezone=True), nullable=True))
    op.add_column("ronde", sa.Column("rangschikken_gesloten_op", UtcMoment(timezone=True), nullable=True))
    op.add_column("ronde_plaats", sa.Column("rangschikt", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.create_table(
        "rangorde",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("nummers", sa.JSON(), nullable=False),
        sa.Column("past_niet", sa.JSON(), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("ingestuurd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("ingestuurd_versie", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_rangorde_plaats_id")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_rangorde_ronde_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rangorde")),
        sa.UniqueConstraint("ronde_id", "plaats_id", name=op.f("uq_rangorde_ronde_id_plaats_id")),
    )
    op.create_index(op.f("ix_rangorde_plaats_id"), "rangorde", ["plaats_id"], unique=False)

    op.create_table(
        "rangorde_kandidaat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rangorde_id", sa.Integer(), nullable=False),
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=True),
        sa.Column("grond", _enum("pastnietgrond", "leerwens", "taak"), nullable=True),
        sa.Column("uitleg", sa.String(length=500), nullable=False),
        sa.Column("besluit", _enum("besluit", "akkoord", "telt_niet"), nullable=True),
        sa.Column("besluit_reden", sa.String(length=1000), nullable=False),
        sa.Column("besloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besloten_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("rang IS NULL OR (rang >= 1 AND grond IS NULL)", name=op.f("ck_rangorde_kandidaat_rang")),
        sa.CheckConstraint(
            "besluit IS NULL OR grond IS NOT NULL", name=op.f("ck_rangorde_kandidaat_besluit_bij_oordeel")
        ),
        sa.ForeignKeyConstraint(["rangorde_id"], ["rangorde.id"], name=op.f("fk_rangorde_kandidaat_rangorde_id")),
        sa.ForeignKeyConstraint(
            ["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_rangorde_kandidaat_ronde_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rangorde_kandidaat")),
        sa.UniqueConstraint("rangorde_id", "nummer", name=op.f("uq_rangorde_kandidaat_rangorde_id_nummer")),
        sa.UniqueConstraint("rangorde_id", "rang", name=op.f("uq_rangorde_kandidaat_rangorde_id_rang")),
        sa.UniqueConstraint(
            "rangorde_id", "ronde_student_id", name=op.f("uq_rangorde_kandidaat_rangorde_id_ronde_student_id")
        ),
    )
    op.create_index(
        op.f("ix_rangorde_kandidaat_ronde_student_id"), "rangorde_kandidaat", ["ronde_student_id"], unique=False
    )

    tabel = "rangorde_bewijs"
    op.create_table(
        tabel,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rangorde_id", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("nummers", sa.JSON(), nullable=False),
        sa.Column("past_niet", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_rangorde_bewijs_account_id")),
        sa.ForeignKeyConstraint(["rangorde_id"], ["rangorde.id"], name=op.f("fk_rangorde_bewijs_rangorde_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rangorde_bewijs")),
    )
    op.create_index(op.f("ix_rangorde_bewijs_rangorde_id"), tabel, ["rangorde_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {tabel}_geen_{wat.lower()} BEFORE {wat} ON {tabel} "
                f"BEGIN SELECT RAISE(ABORT, '{tabel} is append-only'); END"
            )
    else:
        op.execute(
            f"CREATE TRIGGER {tabel}_alleen_toevoegen BEFORE UPDATE OR DELETE ON {tabel} "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    for tabel in ("rangorde_bewijs", "rangorde_kandidaat", "rangorde"):
        op.drop_table(tabel)
    op.drop_column("ronde_plaats", "rangschikt")
    for kolom in ("rangschikken_gesloten_op", "rangschikken_tot", "bedrijven_rangschikken"):
        op.drop_column("ronde", kolom)
