"""The new bpv-blad of an amendment, as a file of its own: the page, an annex if needed, and until when to object."""

from __future__ import annotations

from datetime import date

from bpv_app.pok.document import maak_afdruk
from bpv_app.pok.document_bestand import Tekening, Vel
from bpv_app.pok.document_blad import Blad
from bpv_app.pok.document_bpvblad import maak_bijlage, maak_bpvblad
from bpv_app.pok.document_lettertype import laad_letters
from bpv_app.pok.document_opmaak import teken_exemplaar, teken_voet
from bpv_app.pok.document_rules import Afdruk, PokDocument
from bpv_app.pok.rules_tonen import datum


def maak_los_bpvblad(document: PokDocument, bezwaar_tot: date | None) -> Afdruk:
    """One page (two with an annex). `bezwaar_tot` None: it restores what was agreed, there is nothing to object to."""
    letters = laad_letters()
    bpvblad = maak_bpvblad(letters, document)
    voor = f"nieuw bpv-blad, bezwaar tot en met {datum(bezwaar_tot)}" if bezwaar_tot else "hersteld bpv-blad"
    bladen = [bpvblad.blad]
    if bpvblad.afgekapt:
        bladen.append(maak_bijlage(letters, bpvblad.afgekapt))
    vellen = []
    for pagina, blad in enumerate(bladen, start=1):
        eigen = Blad(letters)
        teken_exemplaar(eigen, 1, 1, eigen.schoon(voor, 60))
        teken_voet(eigen, document, wat="Nieuw bpv-blad", deel="1", pagina=pagina, paginas=len(bladen))
        vellen.append(Vel((blad, eigen), "Nieuw bpv-blad" if pagina == 1 else "Bijlage"))
    return maak_afdruk(document, Tekening(vellen))
