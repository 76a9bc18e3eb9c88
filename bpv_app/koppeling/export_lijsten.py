"""Which lists can be exported, by their address: the same objects the screens show."""

from __future__ import annotations

from bpv_app.beoordeling.queries_beoordelingen import BEOORDELINGEN, EVALUATIES
from bpv_app.dashboard.queries_rijen import RIJEN
from bpv_app.dossier.queries import INRICHTINGEN
from bpv_app.erkenning.queries import ERKENNINGEN
from bpv_app.erkenning.queries_voordracht import VOORDRACHTEN
from bpv_app.gesprek.queries_moment import GESPREKKEN
from bpv_app.kernel.lijst import Lijst
from bpv_app.koppeling.krd.queries import KRD_BERICHTEN
from bpv_app.koppeling.krd.queries_vergelijking import KRD_VERGELIJKING
from bpv_app.koppeling.krd.queries_verschillen import KRD_VERSCHILLEN
from bpv_app.koppeling.krd.queries_wijzigingen import KRD_WIJZIGINGEN
from bpv_app.leerbedrijf.queries import LEERBEDRIJVEN
from bpv_app.leerbedrijf.queries_contact import RELATIEBEHEER
from bpv_app.leerbedrijf.queries_dubbel import DUBBELEN
from bpv_app.leerbedrijf.queries_wijziging import WIJZIGINGEN
from bpv_app.matching.queries_plaats import PLAATSEN
from bpv_app.pok.queries import POKS
from bpv_app.pok.queries_dossiers import DOSSIERS
from bpv_app.pok.queries_nabellen import NABELLEN
from bpv_app.post.queries import MAILS
from bpv_app.signaal.queries import SIGNALEN
from bpv_app.student.queries import STUDENTEN, VERBINTENISSEN
from bpv_app.student.queries_teams import TEAMS
from bpv_app.toegang.queries import ACCOUNTS, AUDIT
from bpv_app.uren.queries_logboek import LOGBOEK
from bpv_app.uren.queries_ongeschreven import UREN_ONGESCHREVEN
from bpv_app.uren.queries_weken import UREN_WEKEN

LIJSTEN: dict[str, Lijst] = {
    lijst.naam: lijst
    for lijst in (
        STUDENTEN,
        VERBINTENISSEN,
        LEERBEDRIJVEN,
        DUBBELEN,
        WIJZIGINGEN,
        RELATIEBEHEER,
        PLAATSEN,
        INRICHTINGEN,
        DOSSIERS,
        POKS,
        GESPREKKEN,
        NABELLEN,
        KRD_BERICHTEN,
        KRD_VERSCHILLEN,
        KRD_WIJZIGINGEN,
        KRD_VERGELIJKING,
        MAILS,
        TEAMS,
        ACCOUNTS,
        AUDIT,
        LOGBOEK,
        UREN_WEKEN,
        BEOORDELINGEN,
        EVALUATIES,
        UREN_ONGESCHREVEN,
        SIGNALEN,
        RIJEN,
        ERKENNINGEN,
        VOORDRACHTEN,
    )
}
