"""The published result: a placement per participant, and every step of it."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_STATUS = ("toegewezen", "bevestigd", "bezwaar", "in_dossier", "vervallen")
_STAP = (
    "toewijzen",
    "bevestigen",
    "bezwaar_maken",
    "gegrond",
    "ongegrond",
    "laten_vervallen",
    "herhalen",
    "in_dossier_zetten",
)


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "plaatsing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("voorstel_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("status", _enum("plaatsingstatus", *_STATUS), nullable=False),
        sa.Column("toegewezen_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bevestigd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("bezwaar", sa.String(length=1000), nullable=False),
        sa.Column("bezwaar_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("bezwaar_uitkomst", _enum("bezwaaruitkomst", "gegrond", "ongegrond"), nullable=True),
        sa.Column("bezwaar_antwoord", sa.String(length=1000), nullable=False),
        sa.Column("beantwoord_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("beantwoord_door", sa.String(length=200), nullable=False),
        sa.Column("vervallen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("vervallen_reden", sa.String(length=1000), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("rang BETWEEN 0 AND 25", name=op.f("ck_plaatsing_rang")),
        sa.CheckConstraint("status <> 'in_dossier' OR dossier_id IS NOT NULL", name=op.f("ck_plaatsing_dossier")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_plaatsing_dossier_id")),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_plaatsing_plaats_id")),
        sa.ForeignKeyConstraint(["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_plaatsing_ronde_student_id")),
        sa.ForeignKeyConstraint(["voorstel_id"], ["voorstel.id"], name=op.f("fk_plaatsing_voorstel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaatsing")),
    )
    with op.batch_alter_table("plaatsing", schema=None) as batch_op:
        for kolom in ("ronde_student_id", "plaats_id", "voorstel_id", "dossier_id"):
            batch_op.create_index(batch_op.f(f"ix_plaatsing_{kolom}"), [kolom], unique=False)
        batch_op.create_index(
            "uq_plaatsing_geldig",
            ["ronde_student_id"],
            unique=True,
            sqlite_where=sa.text("status <> 'vervallen'"),
            postgresql_where=sa.text("status <> 'vervallen'"),
        )

    op.create_table(
        "plaatsing_gebeurtenis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plaatsing_id", sa.Integer(), nullable=False),
        sa.Column("stap", _enum("plaatsingstap", *_STAP), nullable=False),
        sa.Column("van", _enum("van", *_STATUS), nullable=True),
        sa.Column("naar", _enum("naar", *_STATUS), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plaatsing_gebeurtenis_account_id")),
        sa.ForeignKeyConstraint(["plaatsing_id"], ["plaatsing.id"], name=op.f("fk_plaatsing_gebeurtenis_plaatsing_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaatsing_gebeurtenis")),
    )
    with op.batch_alter_table("plaatsing_gebeurtenis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaatsing_gebeurtenis_plaatsing_id"), ["plaatsing_id"], unique=False)

    tabel = "plaatsing_gebeurtenis"
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
    for tabel in ("plaatsing_gebeurtenis", "plaatsing"):
        op.drop_table(tabel)
