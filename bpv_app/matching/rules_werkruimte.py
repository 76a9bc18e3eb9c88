"""The working rows of a round: by component, students in order of lot, one extra place for "no place" in each."""

from __future__ import annotations

from typing import Any

from bpv_app.matching.rules_invoer import Invoer


class Werkruimte:
    """Allocates what the kernels work on and reads their answer. One use: the kernels change it."""

    def __init__(self, invoer: Invoer, alleen_lijst: bool) -> None:
        self.invoer = invoer
        kern, nul = invoer.kern, invoer.nul
        p, n = invoer.plaatsen, len(invoer.volgorde)
        hoofd, graad, comp_oud, nieuw = nul(p), nul(p), nul(p), nul(p)
        rij = (invoer.begin, invoer.plaats, invoer.rang)
        paren = kern.verbind(invoer.volgorde, *rij, alleen_lijst, hoofd, graad)
        pc = nul(p + 2)
        self.aantal_c = c = int(kern.nummer_componenten(hoofd, graad, comp_oud, pc, nieuw))
        self.sc, self.wie = nul(c + 1), nul(n)
        comp_s = nul(n)
        self.studenten = m = int(
            kern.nummer_studenten(invoer.volgorde, *rij, alleen_lijst, comp_oud, c, self.sc, self.wie, comp_s)
        )
        self.buiten = invoer.langste + 1
        self.pz = pz = int(pc[c])
        rb, re, doel, kl = nul(m), nul(m), nul(paren + m), nul(paren + m, smal=True)
        kern.schrijf_rijen(c, self.sc, self.wie, *rij, self.buiten, alleen_lijst, nieuw, pc, rb, re, doel, kl)
        comp, cap, sb, leeg = nul(pz), nul(pz), nul(pz), nul(pz)
        self.oud_nummer = oud = nul(pz)
        plekken = int(kern.schrijf_plaatsen(c, pc, self.sc, comp_oud, nieuw, graad, invoer.rest, comp, cap, sb, oud))
        self.graaf = (rb, re, doel, kl, nul(m), cap, nul(pz), sb, nul(plekken), nul(m))
        self.prijs = (nul(paren + m, smal=True), nul(m), nul(pz), leeg, comp, pc, nul(c), nul(c))
        self.werk = (nul(pz), nul(pz), nul(pz), nul(pz), nul(pz), nul(4))
        self.nieuw = nieuw
        self.paren = paren
        self.act, self.bron = nul(m), comp_s

    def los(self, fasen: list[int]) -> int:
        """Run the engine; fasen: pairs (kind, class). Returns the number of students in rows that get no place."""
        nul = self.invoer.nul
        knopen = self.pz + self.aantal_c
        kleur = nul(knopen)
        kleurwerk = tuple(nul(knopen) for _ in range(6))
        paren, m = self.paren + self.studenten, self.studenten
        om = (
            nul(self.pz + 1),
            nul(paren),
            *(nul(self.pz + 1) for _ in range(8)),
            nul(m),
            nul(self.pz),
            nul(paren, smal=True),
            nul(m, smal=True),
        )
        rij = nul(len(fasen))
        for nr, getal in enumerate(fasen):
            rij[nr] = getal
        return int(
            self.invoer.kern.los_alles(
                self.aantal_c,
                self.pz,
                rij,
                self.sc,
                self.graaf,
                self.prijs,
                self.werk,
                kleur,
                kleurwerk,
                self._vorige(),
                self.act,
                self.bron,
                om,
            )
        )

    def tel(self) -> int:
        """Only count: students in rows that stay without a place when as many as possible are placed."""
        return int(self.invoer.kern.tel_meeste(self.aantal_c, self.sc, self.graaf, self.prijs, self.werk, self.bron))

    def _vorige(self) -> Any:
        """The previous place of each working student in working numbers; -1: none."""
        invoer = self.invoer
        oud = invoer.nul(self.studenten)
        if invoer.vorige is not None:
            invoer.kern.vertaal_vorige(self.wie, self.studenten, invoer.vorige, self.nieuw, self.oud_nummer, oud)
        return oud

    def keuze(self) -> tuple[Any, Any, Any]:
        """Student, place and class of everybody in the rows who got a place."""
        doel, kl, aan = self.graaf[2], self.graaf[3], self.graaf[4]
        m, buiten = self.studenten, self.buiten
        if self.invoer.is_snel:
            nu = aan[:m]
            heeft = kl[nu] <= buiten
            nu = nu[heeft]
            return self.wie[:m][heeft], self.oud_nummer[doel[nu]], kl[nu]
        wie, oud = self.wie, self.oud_nummer
        raak = [i for i in range(m) if kl[aan[i]] <= buiten]
        return [wie[i] for i in raak], [oud[doel[aan[i]]] for i in raak], [kl[aan[i]] for i in raak]
