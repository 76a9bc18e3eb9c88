"""Werkprocessen, assessments with their history, evaluations and the slices in which they are counted."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_ALLEEN_TOEVOEGEN = ("beoordeling_historie", "evaluatie_lijst", "evaluatie_deel")


def upgrade() -> None:
    op.create_table(
        "werkproces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.Column("kerntaak", sa.String(length=10), nullable=False),
        sa.Column("kerntaak_naam", sa.String(length=300), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("naam", sa.String(length=300), nullable=False),
        sa.Column("cohort_van", sa.Integer(), nullable=False),
        sa.Column("cohort_tot", sa.Integer(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("cohort_van <= cohort_tot", name=op.f("ck_werkproces_cohorten")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_werkproces")),
        sa.UniqueConstraint("crebo", "code", "cohort_van", name=op.f("uq_werkproces_crebo_code_cohort_van")),
    )
    with op.batch_alter_table("werkproces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_werkproces_crebo"), ["crebo"], unique=False)

    op.create_table(
        "evaluatie_deel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("student", "bedrijf", name="evaluatiesoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("lijst", sa.String(length=16), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=True),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.CheckConstraint("(team_id IS NULL) <> (leerbedrijf_id IS NULL)", name=op.f("ck_evaluatie_deel_van_een")),
        sa.CheckConstraint("aantal >= 5", name=op.f("ck_evaluatie_deel_aantal")),
        sa.ForeignKeyConstraint(["leerbedrijf_id"], ["leerbedrijf.id"], name=op.f("fk_evaluatie_deel_leerbedrijf_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_evaluatie_deel_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluatie_deel")),
    )
    with op.batch_alter_table("evaluatie_deel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluatie_deel_leerbedrijf_id"), ["leerbedrijf_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_deel_team_id"), ["team_id"], unique=False)

    op.create_table(
        "evaluatie_lijst",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("student", "bedrijf", name="evaluatiesoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("vragen", sa.JSON(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_evaluatie_lijst_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluatie_lijst")),
    )
    with op.batch_alter_table("evaluatie_lijst", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluatie_lijst_team_id"), ["team_id"], unique=False)

    op.create_table(
        "team_beoordeling",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("schaal", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_beoordeling_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_beoordeling")),
    )
    op.create_table(
        "inrichting_werkproces",
        sa.Column("inrichting_id", sa.Integer(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inrichting_id"], ["inrichting.id"], name=op.f("fk_inrichting_werkproces_inrichting_id")
        ),
        sa.PrimaryKeyConstraint("inrichting_id", name=op.f("pk_inrichting_werkproces")),
    )
    op.create_table(
        "beoordeling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("schaal", sa.JSON(), nullable=False),
        sa.Column("werkprocessen", sa.JSON(), nullable=False),
        sa.Column("gevraagd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("bedrijf_algemeen", sa.String(length=2000), nullable=False),
        sa.Column("bedrijf_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("bedrijf_door", sa.String(length=200), nullable=False),
        sa.Column(
            "besluit",
            sa.Enum("voldoende", "onvoldoende", name="besluit", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("besluit_reden", sa.String(length=1000), nullable=False),
        sa.Column("besloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besloten_door", sa.String(length=200), nullable=False),
        sa.Column("gedeeld_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("(besluit IS NULL) = (besloten_op IS NULL)", name=op.f("ck_beoordeling_besloten")),
        sa.CheckConstraint("gedeeld_op IS NULL OR besloten_op IS NOT NULL", name=op.f("ck_beoordeling_gedeeld")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_beoordeling_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beoordeling")),
        sa.UniqueConstraint("dossier_id", name=op.f("uq_beoordeling_dossier_id")),
    )
    op.create_table(
        "evaluatie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("student", "bedrijf", name="evaluatiesoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("vragen", sa.JSON(), nullable=False),
        sa.Column("lijst", sa.String(length=16), nullable=False),
        sa.Column("antwoorden", sa.JSON(), nullable=False),
        sa.Column("gevraagd_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("herinnerd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("ingestuurd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("team_deel", sa.Integer(), nullable=True),
        sa.Column("bedrijf_deel", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bedrijf_deel"], ["evaluatie_deel.id"], name=op.f("fk_evaluatie_bedrijf_deel")),
        sa.ForeignKeyConstraint(
            ["contactpersoon_id"], ["contactpersoon.id"], name=op.f("fk_evaluatie_contactpersoon_id")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_evaluatie_dossier_id")),
        sa.ForeignKeyConstraint(["leerbedrijf_id"], ["leerbedrijf.id"], name=op.f("fk_evaluatie_leerbedrijf_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_evaluatie_student_id")),
        sa.ForeignKeyConstraint(["team_deel"], ["evaluatie_deel.id"], name=op.f("fk_evaluatie_team_deel")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_evaluatie_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluatie")),
        sa.UniqueConstraint("dossier_id", "soort", name=op.f("uq_evaluatie_dossier_id_soort")),
    )
    with op.batch_alter_table("evaluatie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluatie_bedrijf_deel"), ["bedrijf_deel"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_contactpersoon_id"), ["contactpersoon_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_gevraagd_op"), ["gevraagd_op"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_leerbedrijf_id"), ["leerbedrijf_id"], unique=False)
        batch_op.create_index("ix_evaluatie_soort_lijst", ["soort", "lijst"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_student_id"), ["student_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_team_deel"), ["team_deel"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluatie_team_id"), ["team_id"], unique=False)

    op.create_table(
        "beoordeling_historie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beoordeling_id", sa.Integer(), nullable=False),
        sa.Column(
            "stap",
            sa.Enum(
                "gevraagd",
                "werkprocessen",
                "ingestuurd",
                "teruggenomen",
                "besloten",
                "gedeeld",
                "heropend",
                name="beoordelingstap",
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
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_beoordeling_historie_account_id")),
        sa.ForeignKeyConstraint(
            ["beoordeling_id"], ["beoordeling.id"], name=op.f("fk_beoordeling_historie_beoordeling_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beoordeling_historie")),
    )
    with op.batch_alter_table("beoordeling_historie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_beoordeling_historie_beoordeling_id"), ["beoordeling_id"], unique=False)

    op.create_table(
        "beoordeling_oordeel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beoordeling_id", sa.Integer(), nullable=False),
        sa.Column("werkproces_id", sa.Integer(), nullable=False),
        sa.Column(
            "kant",
            sa.Enum("bedrijf", "school", name="kant", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("oordeel", sa.String(length=40), nullable=False),
        sa.Column("opmerking", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["beoordeling_id"], ["beoordeling.id"], name=op.f("fk_beoordeling_oordeel_beoordeling_id")
        ),
        sa.ForeignKeyConstraint(
            ["werkproces_id"], ["werkproces.id"], name=op.f("fk_beoordeling_oordeel_werkproces_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beoordeling_oordeel")),
        sa.UniqueConstraint(
            "beoordeling_id",
            "werkproces_id",
            "kant",
            name=op.f("uq_beoordeling_oordeel_beoordeling_id_werkproces_id_kant"),
        ),
    )
    with op.batch_alter_table("beoordeling_oordeel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_beoordeling_oordeel_beoordeling_id"), ["beoordeling_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_beoordeling_oordeel_werkproces_id"), ["werkproces_id"], unique=False)

    for tabel in _ALLEEN_TOEVOEGEN:
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
    for tabel in (
        "beoordeling_oordeel", "beoordeling_historie", "evaluatie", "beoordeling", "inrichting_werkproces",
        "team_beoordeling", "evaluatie_lijst", "evaluatie_deel", "werkproces",
    ):  # fmt: skip
        op.drop_table(tabel)
