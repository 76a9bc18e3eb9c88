"""Mail: one row per mail and recipient, searched by an index on every three letters where the database has one."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATUS = ("klaar", "verzonden", "mislukt", "onzeker", "vervallen")
NAAR = {
    "account_id": "account",
    "contactpersoon_id": "contactpersoon",
    "student_id": "student",
    "team_id": "team",
    "begeleider_id": "account",
    "link_id": "persoonlijke_link",
    "herzonden_van": "mail",
}
INDEXEN = {
    "ix_mail_account_id": ["account_id"],
    "ix_mail_contactpersoon_id": ["contactpersoon_id"],
    "ix_mail_student_id": ["student_id"],
    "ix_mail_naam": ["naam"],
    "ix_mail_aan": ["aan"],
    "ix_mail_herzonden_van": ["herzonden_van"],
    "ix_mail_status_id": ["status", "id"],
    "ix_mail_sjabloon_id": ["sjabloon", "id"],
    "ix_mail_team_id_id": ["team_id", "id"],
    "ix_mail_begeleider_id_id": ["begeleider_id", "id"],
    "ix_mail_over_tabel_over_id": ["over_tabel", "over_id"],
}


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sjabloon", sa.String(length=40), nullable=False),
        sa.Column("taal", sa.String(length=2), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("aan", sa.String(length=254), nullable=False),
        sa.Column("onderwerp", sa.String(length=300), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("over_tabel", sa.String(length=60), nullable=False),
        sa.Column("over_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("begeleider_id", sa.Integer(), nullable=True),
        sa.Column("sleutel", sa.String(length=160), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*STATUS, name="mailstatus", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("fout_code", sa.String(length=60), nullable=False),
        sa.Column("fout_tekst", sa.String(length=500), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("aangeboden_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("verzonden_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("doel", sa.String(length=300), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("link_zaad", sa.String(length=64), nullable=False),
        sa.Column("herzonden_van", sa.Integer(), nullable=True),
        sa.Column("test_naar", sa.String(length=254), nullable=False),
        sa.Column("zoektekst", sa.String(length=500), nullable=False),
        *(sa.ForeignKeyConstraint([k], [f"{t}.id"], name=op.f(f"fk_mail_{k}")) for k, t in NAAR.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("sleutel", name=op.f("uq_mail_sleutel")),
    )
    for naam, kolommen in INDEXEN.items():
        op.create_index(op.f(naam), "mail", kolommen)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX zoek_mail_trgm ON mail USING gin (zoektekst gin_trgm_ops)")
    else:
        # A search reads this narrow index from end to end, not the rows with the texts of all mails.
        op.execute("CREATE INDEX zoek_mail_smal ON mail (id, zoektekst, status, sjabloon, team_id, begeleider_id)")


def downgrade() -> None:
    op.drop_table("mail")
