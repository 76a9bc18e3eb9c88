"""Reports of conversations: templates, reports, agreements, shared copies, comments; the zorgvierkant and its names."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ALLEEN_TOEVOEGEN = ("verslag_sjabloon", "gespreksverslag_kopie", "gespreksverslag_reactie", "zorg_namen")


def upgrade() -> None:
    op.create_table(
        "zorg_namen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("namen", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zorg_namen")),
        sa.UniqueConstraint("vanaf", name=op.f("uq_zorg_namen_vanaf")),
    )
    op.create_table(
        "verslag_sjabloon",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "start",
                "midden",
                "eind",
                "extra",
                name="momentsoort",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("vragen", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_verslag_sjabloon_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verslag_sjabloon")),
        sa.UniqueConstraint("team_id", "soort", "nummer", name=op.f("uq_verslag_sjabloon_team_id_soort_nummer")),
    )
    op.create_table(
        "gespreksverslag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("sjabloon_id", sa.Integer(), nullable=True),
        sa.Column("vragen", sa.JSON(), nullable=False),
        sa.Column("antwoorden", sa.JSON(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("concept", "gedeeld", name="verslagstatus", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("kopieen", sa.Integer(), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bijgewerkt_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'gedeeld') = (kopieen > 0)", name=op.f("ck_gespreksverslag_gedeeld")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_gespreksverslag_dossier_id")),
        sa.ForeignKeyConstraint(["moment_id"], ["contactmoment.id"], name=op.f("fk_gespreksverslag_moment_id")),
        sa.ForeignKeyConstraint(["sjabloon_id"], ["verslag_sjabloon.id"], name=op.f("fk_gespreksverslag_sjabloon_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksverslag")),
        sa.UniqueConstraint("moment_id", name=op.f("uq_gespreksverslag_moment_id")),
    )
    with op.batch_alter_table("gespreksverslag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gespreksverslag_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "gespreksafspraak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("verslag_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("doel", "afspraak", name="afspraaksoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("tekst", sa.String(length=500), nullable=False),
        sa.Column(
            "eigenaar",
            sa.Enum(
                "student",
                "praktijkopleider",
                "onderwijsbegeleider",
                name="deelnemer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("voor", sa.Date(), nullable=True),
        sa.Column("klaar_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("klaar_in_id", sa.Integer(), nullable=True),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_gespreksafspraak_dossier_id")),
        sa.ForeignKeyConstraint(["klaar_in_id"], ["gespreksverslag.id"], name=op.f("fk_gespreksafspraak_klaar_in_id")),
        sa.ForeignKeyConstraint(["verslag_id"], ["gespreksverslag.id"], name=op.f("fk_gespreksafspraak_verslag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksafspraak")),
        sa.UniqueConstraint("verslag_id", "sleutel", name=op.f("uq_gespreksafspraak_verslag_id_sleutel")),
    )
    with op.batch_alter_table("gespreksafspraak", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gespreksafspraak_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gespreksafspraak_verslag_id"), ["verslag_id"], unique=False)

    op.create_table(
        "gespreksverslag_kopie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verslag_id", sa.Integer(), nullable=False),
        sa.Column("nummer", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("wijzigingen", sa.JSON(), nullable=False),
        sa.Column("gedeeld_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gedeeld_door", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["contactpersoon_id"], ["contactpersoon.id"], name=op.f("fk_gespreksverslag_kopie_contactpersoon_id")
        ),
        sa.ForeignKeyConstraint(
            ["verslag_id"], ["gespreksverslag.id"], name=op.f("fk_gespreksverslag_kopie_verslag_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksverslag_kopie")),
        sa.UniqueConstraint("verslag_id", "nummer", name=op.f("uq_gespreksverslag_kopie_verslag_id_nummer")),
    )
    with op.batch_alter_table("gespreksverslag_kopie", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_gespreksverslag_kopie_contactpersoon_id"), ["contactpersoon_id"], unique=False
        )

    op.create_table(
        "zorgvierkant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("verslag_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("op", sa.Date(), nullable=False),
        sa.Column("namen", sa.JSON(), nullable=False),
        sa.Column(
            "licht_1",
            sa.Enum("groen", "oranje", "rood", name="licht_1", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "licht_2",
            sa.Enum("groen", "oranje", "rood", name="licht_2", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "licht_3",
            sa.Enum("groen", "oranje", "rood", name="licht_3", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "licht_4",
            sa.Enum("groen", "oranje", "rood", name="licht_4", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("notitie_1", sa.String(length=4000), nullable=False),
        sa.Column("notitie_2", sa.String(length=4000), nullable=False),
        sa.Column("notitie_3", sa.String(length=4000), nullable=False),
        sa.Column("notitie_4", sa.String(length=4000), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bijgewerkt_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_zorgvierkant_dossier_id")),
        sa.ForeignKeyConstraint(["verslag_id"], ["gespreksverslag.id"], name=op.f("fk_zorgvierkant_verslag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zorgvierkant")),
        sa.UniqueConstraint("verslag_id", name=op.f("uq_zorgvierkant_verslag_id")),
    )
    with op.batch_alter_table("zorgvierkant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_zorgvierkant_dossier_id"), ["dossier_id"], unique=False)

    op.create_table(
        "gespreksverslag_reactie",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kopie_id", sa.Integer(), nullable=False),
        sa.Column(
            "deelnemer",
            sa.Enum(
                "student",
                "praktijkopleider",
                "onderwijsbegeleider",
                name="deelnemer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "soort",
            sa.Enum("akkoord", "opmerking", name="reactiesoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("tekst", sa.String(length=2000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_gespreksverslag_reactie_account_id")),
        sa.ForeignKeyConstraint(
            ["kopie_id"], ["gespreksverslag_kopie.id"], name=op.f("fk_gespreksverslag_reactie_kopie_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksverslag_reactie")),
    )
    with op.batch_alter_table("gespreksverslag_reactie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gespreksverslag_reactie_kopie_id"), ["kopie_id"], unique=False)
        batch_op.create_index(
            "uq_gespreksverslag_reactie_akkoord",
            ["kopie_id", "deelnemer"],
            unique=True,
            sqlite_where=sa.text("soort = 'akkoord'"),
            postgresql_where=sa.text("soort = 'akkoord'"),
        )

    for tabel in ALLEEN_TOEVOEGEN:
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
        "gespreksverslag_reactie",
        "gespreksverslag_kopie",
        "gespreksafspraak",
        "zorgvierkant",
        "gespreksverslag",
        "verslag_sjabloon",
        "zorg_namen",
    ):
        op.drop_table(tabel)
