"""Proposals of a round: lines per participant, and every step."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voorstel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=120), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "concept",
                "gepubliceerd",
                "vervallen",
                name="voorstelstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "modus",
            sa.Enum(
                "garantie", "loting", "optimaal", name="modus", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "doel",
            sa.Enum(
                "eerste_keuzes",
                "niemand_achteraan",
                "kleinste_som",
                name="doel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("herhaling_van", sa.Integer(), nullable=True),
        sa.Column("is_gewijzigd", sa.Boolean(), nullable=False),
        sa.Column("invoer_sha256", sa.String(length=64), nullable=False),
        sa.Column("verslag", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.String(length=200), nullable=False),
        sa.Column("gerekend_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gepubliceerd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gepubliceerd_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["herhaling_van"], ["voorstel.id"], name=op.f("fk_voorstel_herhaling_van")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_voorstel_ronde_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voorstel")),
        sa.UniqueConstraint("ronde_id", "nummer", name=op.f("uq_voorstel_ronde_id_nummer")),
    )
    with op.batch_alter_table("voorstel", schema=None) as batch_op:
        batch_op.create_index(
            "uq_voorstel_gepubliceerd",
            ["ronde_id"],
            unique=True,
            sqlite_where=sa.text("status = 'gepubliceerd'"),
            postgresql_where=sa.text("status = 'gepubliceerd'"),
        )

    op.create_table(
        "voorstel_stap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voorstel_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "gerekend",
                "verplaatst",
                "losgelaten",
                "ongedaan",
                "gepubliceerd",
                "vervallen",
                name="bordstap",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("zetten", sa.JSON(), nullable=False),
        sa.Column("herstelt", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_voorstel_stap_account_id")),
        sa.ForeignKeyConstraint(["herstelt"], ["voorstel_stap.id"], name=op.f("fk_voorstel_stap_herstelt")),
        sa.ForeignKeyConstraint(["voorstel_id"], ["voorstel.id"], name=op.f("fk_voorstel_stap_voorstel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voorstel_stap")),
    )
    with op.batch_alter_table("voorstel_stap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voorstel_stap_voorstel_id"), ["voorstel_id"], unique=False)

    op.create_table(
        "voorstel_regel",
        sa.Column("voorstel_id", sa.Integer(), nullable=False),
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=True),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column(
            "grond",
            sa.Enum(
                "lijst",
                "buiten_lijst",
                "vast",
                "hand",
                name="plekgrond",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("is_gepind", sa.Boolean(), nullable=False),
        sa.Column("vorige_plaats_id", sa.Integer(), nullable=True),
        sa.Column(
            "reden",
            sa.Enum(
                "geen_mogelijke_plaats",
                "geen_lijst",
                "lijst_vol",
                "tekort",
                "afspraak_botst",
                name="reden",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reden_getallen", sa.JSON(), nullable=False),
        sa.Column("uitleg", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_voorstel_regel_plaats_id")),
        sa.ForeignKeyConstraint(
            ["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_voorstel_regel_ronde_student_id")
        ),
        sa.ForeignKeyConstraint(["voorstel_id"], ["voorstel.id"], name=op.f("fk_voorstel_regel_voorstel_id")),
        sa.PrimaryKeyConstraint("voorstel_id", "ronde_student_id", name=op.f("pk_voorstel_regel")),
    )
    with op.batch_alter_table("voorstel_regel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voorstel_regel_plaats_id"), ["plaats_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voorstel_regel_ronde_student_id"), ["ronde_student_id"], unique=False)

    for tabel in ("voorstel_stap",):
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
    for tabel in ("voorstel_stap", "voorstel_regel", "voorstel"):
        op.drop_table(tabel)
