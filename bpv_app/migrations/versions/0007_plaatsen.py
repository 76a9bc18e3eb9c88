"""Stageplaatsen: places, their crebos, slots and history"""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plaats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("locatie_id", sa.Integer(), nullable=True),
        sa.Column("praktijkopleider_id", sa.Integer(), nullable=True),
        sa.Column("titel", sa.String(length=120), nullable=False),
        sa.Column("taken", sa.String(length=4000), nullable=False),
        sa.Column(
            "leerweg",
            sa.Enum(
                "BOL",
                "BBL",
                "BOL_DT",
                "OVO",
                "EX",
                "ODT",
                name="leerweg",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("niveau_min", sa.Integer(), nullable=False),
        sa.Column("niveau_max", sa.Integer(), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("dagen", sa.JSON(), nullable=False),
        sa.Column("dagen_per_week", sa.Integer(), nullable=True),
        sa.Column("min_leeftijd", sa.Integer(), nullable=True),
        sa.Column("rijbewijs", sa.Boolean(), nullable=False),
        sa.Column("vergoeding", sa.Integer(), nullable=True),
        sa.Column("max_keuzes", sa.Integer(), nullable=True),
        sa.Column("bedrijf_rangschikt", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "concept",
                "aangeboden",
                "gesloten",
                "ingetrokken",
                name="plaatsstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "herkomst",
            sa.Enum(
                "bedrijf",
                "school",
                "zelf_gevonden",
                name="herkomst",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("aangemaakt_door", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("zoektekst", sa.String(length=600), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("aantal BETWEEN 1 AND 500", name=op.f("ck_plaats_aantal")),
        sa.CheckConstraint(
            "dagen_per_week IS NULL OR dagen_per_week BETWEEN 1 AND 7", name=op.f("ck_plaats_dagen_per_week")
        ),
        sa.CheckConstraint("max_keuzes IS NULL OR max_keuzes >= 1", name=op.f("ck_plaats_max_keuzes")),
        sa.CheckConstraint(
            "min_leeftijd IS NULL OR min_leeftijd BETWEEN 12 AND 99", name=op.f("ck_plaats_min_leeftijd")
        ),
        sa.CheckConstraint(
            "niveau_min BETWEEN 1 AND 4 AND niveau_max BETWEEN niveau_min AND 4", name=op.f("ck_plaats_niveau")
        ),
        sa.CheckConstraint("tot >= van", name=op.f("ck_plaats_tot_na_van")),
        sa.CheckConstraint("vergoeding IS NULL OR vergoeding >= 0", name=op.f("ck_plaats_vergoeding")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plaats_account_id")),
        sa.ForeignKeyConstraint(["leerbedrijf_id"], ["leerbedrijf.id"], name=op.f("fk_plaats_leerbedrijf_id")),
        sa.ForeignKeyConstraint(["locatie_id"], ["locatie.id"], name=op.f("fk_plaats_locatie_id")),
        sa.ForeignKeyConstraint(
            ["praktijkopleider_id"], ["contactpersoon.id"], name=op.f("fk_plaats_praktijkopleider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaats")),
        sa.UniqueConstraint("id", "aantal", name=op.f("uq_plaats_id_aantal")),
    )
    with op.batch_alter_table("plaats", schema=None) as batch_op:
        batch_op.create_index("ix_plaats_leerbedrijf_id_status", ["leerbedrijf_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaats_locatie_id"), ["locatie_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaats_praktijkopleider_id"), ["praktijkopleider_id"], unique=False)
        batch_op.create_index("ix_plaats_status_van", ["status", "van"], unique=False)

    op.create_table(
        "plaats_claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("gereserveerd", "bezet", name="claimsoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("nummer BETWEEN 1 AND aantal", name=op.f("ck_plaats_claim_nummer")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plaats_claim_account_id")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_plaats_claim_dossier_id")),
        sa.ForeignKeyConstraint(
            ["plaats_id", "aantal"], ["plaats.id", "plaats.aantal"], name="fk_plaats_claim_plaats", onupdate="CASCADE"
        ),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_plaats_claim_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaats_claim")),
        sa.UniqueConstraint("plaats_id", "nummer", name=op.f("uq_plaats_claim_plaats_id_nummer")),
        sa.UniqueConstraint("plaats_id", "student_id", name=op.f("uq_plaats_claim_plaats_id_student_id")),
    )
    with op.batch_alter_table("plaats_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaats_claim_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaats_claim_student_id"), ["student_id"], unique=False)

    op.create_table(
        "plaats_crebo",
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_plaats_crebo_plaats_id")),
        sa.PrimaryKeyConstraint("plaats_id", "crebo", name=op.f("pk_plaats_crebo")),
    )
    with op.batch_alter_table("plaats_crebo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaats_crebo_crebo"), ["crebo"], unique=False)

    op.create_table(
        "plaats_gebeurtenis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column(
            "wat",
            sa.Enum(
                "gemaakt",
                "aangeboden",
                "gesloten",
                "heropend",
                "ingetrokken",
                "teruggezet",
                "aantal",
                "gereserveerd",
                "bezet",
                "vrijgegeven",
                name="gebeurtenis",
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
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("aantal", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_plaats_gebeurtenis_account_id")),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_plaats_gebeurtenis_plaats_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_plaats_gebeurtenis_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaats_gebeurtenis")),
    )
    with op.batch_alter_table("plaats_gebeurtenis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaats_gebeurtenis_plaats_id"), ["plaats_id"], unique=False)

    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER plaats_gebeurtenis_geen_{wat.lower()} BEFORE {wat} ON plaats_gebeurtenis "
                "BEGIN SELECT RAISE(ABORT, 'plaats_gebeurtenis is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER plaats_gebeurtenis_alleen_toevoegen BEFORE UPDATE OR DELETE ON plaats_gebeurtenis "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    with op.batch_alter_table("plaats_gebeurtenis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plaats_gebeurtenis_plaats_id"))

    op.drop_table("plaats_gebeurtenis")
    with op.batch_alter_table("plaats_crebo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plaats_crebo_crebo"))

    op.drop_table("plaats_crebo")
    with op.batch_alter_table("plaats_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plaats_claim_student_id"))
        batch_op.drop_index(batch_op.f("ix_plaats_claim_dossier_id"))

    op.drop_table("plaats_claim")
    with op.batch_alter_table("plaats", schema=None) as batch_op:
        batch_op.drop_index("ix_plaats_status_van")
        batch_op.drop_index(batch_op.f("ix_plaats_praktijkopleider_id"))
        batch_op.drop_index(batch_op.f("ix_plaats_locatie_id"))
        batch_op.drop_index("ix_plaats_leerbedrijf_id_status")

    op.drop_table("plaats")
