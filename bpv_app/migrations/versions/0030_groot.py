"""Narrow indexes from which the database answers whether anything changed, and who is at work, without the rows."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_INDEXEN = {
    "ix_pok_stand": ("pok", ["status", "versie", "krd_fout_code", "werkelijk_eind_op"]),
    "ix_pok_loopt": ("pok", ["status", "begin_op", "eind_op", "werkelijk_eind_op", "team_id"]),
    "ix_contactmoment_versie": ("contactmoment", ["versie"]),
    "ix_uren_week_stand": ("uren_week", ["pok_id", "versie"]),
    "ix_student_versie": ("student", ["versie"]),
    "ix_dossier_versie": ("dossier", ["versie"]),
    "ix_verbintenis_versie": ("verbintenis", ["versie"]),
    "ix_leerbedrijf_versie": ("leerbedrijf", ["versie"]),
}


def upgrade() -> None:
    for naam, (tabel, kolommen) in _INDEXEN.items():
        op.create_index(naam, tabel, kolommen)
    # Without knowing how the values lie, SQLite takes the newest index for questions it makes fifty times slower.
    for tabel in dict.fromkeys(tabel for tabel, _ in _INDEXEN.values()):
        op.execute(f"ANALYZE {tabel}")


def downgrade() -> None:
    for naam, (tabel, _) in _INDEXEN.items():
        op.drop_index(naam, tabel)
