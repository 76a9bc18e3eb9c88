"""Who may do what, written out: a change of rights has to be made here too, by hand, on purpose."""

from __future__ import annotations

from bpv_app.kernel.rechten import Rol
from bpv_app.toegang.rules import wie_mag_wat

ROLLEN = (
    Rol.COORDINATOR,
    Rol.ONDERWIJSBEGELEIDER,
    Rol.STUDENTENZAKEN,
    Rol.STUDENT,
    Rol.PRAKTIJKOPLEIDER,
    Rol.BEHEER,
)
# C coordinator, O onderwijsbegeleider, Z studentenzaken, S student, P praktijkopleider, B beheer.
VERWACHT = {
    "start.zien": "COZSPB",
    "dossier.zien": "COZ---",
    "dossier.bewerken": "C-----",
    "dossier.koppelen": "C-----",
    "dossier.ophalen": "C-Z---",
    "inrichting.bewerken": "C----B",
    "student.zien": "COZ---",
    "student.importeren": "C-Z--B",
    "leerbedrijf.zien": "COZ---",
    "leerbedrijf.bewerken": "C-----",
    "leerbedrijf.importeren": "C----B",
    "leerbedrijf.samenvoegen": "C-----",
    "relatie.bijhouden": "CO----",
    "erkenning.controleren": "C-----",
    "erkenning.voordragen": "C-----",
    "link.uitgeven": "CO----",
    "pok.zien": "COZ---",
    "pok.klaarzetten": "C-----",
    "pok.versturen": "C-----",
    "pok.afdrukken": "--Z---",
    "pok.ondertekening_registreren": "--Z---",
    "pok.nabellen": "COZ---",
    "pok.manen_inrichten": "C----B",
    "pok.terugzetten": "--Z---",
    "mutatiestop.ontheffen": "--Z---",
    "pok.afmelden": "C-Z---",
    "pok.afsluiten": "-O----",
    "pok.muteren": "CO----",
    "document.zien": "--Z--B",
    "document.beheren": "-----B",
    "krd.zien": "C-Z---",
    "krd.opnieuw": "C-Z---",
    "plaatsing.eigen_zien": "---SP-",
    "pok.eigen_zien": "---S--",
    "stagiairs.zien": "----P-",
    "bpvblad.reageren": "---SP-",
    "gegevens.eigen_ophalen": "---S--",
    "bedrijf.eigen_beheren": "----P-",
    "plaats.zien": "COZ---",
    "plaats.bewerken": "C-----",
    "plaats.toewijzen": "C-----",
    "plaats.eigen_aanbieden": "----P-",
    "plaats.aanbod_zien": "---S--",
    "rangorde.geven": "----P-",
    "uren.schrijven": "---S--",
    "uren.zien": "COZ---",
    "uren.beoordelen": "CO--P-",
    "uren.inrichten": "C----B",
    "logboek.schrijven": "---S--",
    "logboek.lezen": "CO-SP-",
    "verslag.schrijven": "CO----",
    "verslag.inrichten": "C----B",
    "verslag.lezen": "---SP-",
    "zorg.zien": "CO----",
    "zorg.overzicht": "C-----",
    "zorg.inrichten": "-----B",
    "ronde.zien": "C-----",
    "ronde.bewerken": "C-----",
    "matching.zien": "C-----",
    "matching.bewerken": "C-----",
    "uitslag.publiceren": "C-----",
    "uitslag.afhandelen": "C-----",
    "voorkeur.schrijven": "---S--",
    "plaatsing.reageren": "---S--",
    "beoordeling.zien": "CO----",
    "beoordeling.beoordelen": "CO----",
    "beoordeling.oordeel_geven": "----P-",
    "beoordeling.eigen_zien": "---S--",
    "werkproces.beheren": "C----B",
    "evaluatie.invullen": "---SP-",
    "evaluatie.zien": "C----B",
    "evaluatie.tekst_lezen": "C-----",
    "evaluatie.inrichten": "C----B",
    "gesprek.zien": "CO----",
    "gesprek.plannen": "CO----",
    "rapport.zien": "COZ---",
    "gesprek.dekking_zien": "C-----",
    "gesprek.eigen_zien": "---SP-",
    "studenten.overdragen": "C-----",
    "intrekking.zien": "COZ---",
    "intrekking.afhandelen": "C-----",
    "signaal.zien": "CO----",
    "signaal.behandelen": "CO----",
    "signaal.inrichten": "C-----",
    "melding.doen": "---S--",
    "vertrouwenspersoon.beheren": "-----B",
    "afsluiting.ontheffen": "CO----",
    "mail.zien": "COZ--B",
    "mail.opnieuw": "C-Z--B",
    "rapport.totalen": "-----B",
    "account.beheren": "-----B",
    "team.beheren": "-----B",
    "audit.zien": "-----B",
    "rechten.zien": "COZ--B",
}


def test_the_rights_are_exactly_these() -> None:
    letters = "COZSPB"
    gevonden = {
        regel.actie.value: "".join(letters[i] if mag else "-" for i, mag in enumerate(regel.mag))
        for regel in wie_mag_wat(ROLLEN)
    }
    assert gevonden == VERWACHT


def test_every_right_has_a_label_in_both_languages() -> None:
    assert all(regel.label.nl and regel.label.en for regel in wie_mag_wat())
