"""All tables of the app in one import, for migrations, backup and tests (nobody else needs this)."""

from sqlmodel import SQLModel

import bpv_app.afsluiting.tables
import bpv_app.beoordeling.tables
import bpv_app.beoordeling.tables_evaluatie
import bpv_app.dashboard.tables
import bpv_app.dossier.tables
import bpv_app.erkenning.tables
import bpv_app.erkenning.tables_voordracht
import bpv_app.gesprek.tables
import bpv_app.gesprek.tables_verslag
import bpv_app.gesprek.tables_zorg
import bpv_app.koppeling.krd.tables
import bpv_app.koppeling.sbb.tables
import bpv_app.leerbedrijf.tables
import bpv_app.leerbedrijf.tables_relatie
import bpv_app.leerbedrijf.tables_samenvoegen
import bpv_app.ligging.tables
import bpv_app.matching.tables
import bpv_app.matching.tables_rangorde
import bpv_app.matching.tables_ronde
import bpv_app.matching.tables_uitslag
import bpv_app.matching.tables_voorstel
import bpv_app.outbox.tables
import bpv_app.pok.tables
import bpv_app.pok.tables_documenttekst
import bpv_app.pok.tables_krd
import bpv_app.pok.tables_manen
import bpv_app.pok.tables_stapel
import bpv_app.pok.tables_wijziging
import bpv_app.post.tables
import bpv_app.signaal.tables
import bpv_app.signaal.tables_melding
import bpv_app.student.tables
import bpv_app.taak.tables
import bpv_app.toegang.tables
import bpv_app.uren.tables
import bpv_app.uren.tables_logboek  # noqa: F401

metadata = SQLModel.metadata

INGERICHT = frozenset({"uren_norm"})
"""Tables that migrations fill: emptying a school leaves them."""
