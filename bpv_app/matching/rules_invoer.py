"""A round as the kernels want it: checked, as lists or as arrays, with the locks taken off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from bpv_app.kernel.errors import DomeinFout
from bpv_app.kernel.tekst import Tekst
from bpv_app.matching.rules_model import Probleem
from bpv_app.matching.rules_versneld import Kernel


class Invoer:
    """A round in the form of the kernels: lists, or int32 arrays when compiled. Checks what would break them."""

    def __init__(self, probleem: Probleem, kern: Kernel) -> None:
        self.kern = kern
        self.is_snel = kern.is_snel
        self.capaciteit = self.rij(probleem.capaciteit)
        self.begin = self.rij(probleem.begin)
        self.plaats = self.rij(probleem.plaats)
        self.rang = self.rij(probleem.rang)
        self.lot = self.lang(probleem.lot)
        self.vast = self.rij(probleem.vast)
        self.rangorde = None if probleem.rangorde is None else self.rij(probleem.rangorde)
        self.vorige = None if probleem.vorige is None else self.rij(probleem.vorige)
        self.studenten = len(self.begin) - 1
        self.plaatsen = len(self.capaciteit)
        self._controleer()
        self.langste = hoogste(self.rang)
        self.rest, self.vast_paar = self._trek_af()
        self.volgorde = self._volgorde()

    def rij(self, reeks: Sequence[int]) -> Any:
        """A row of numbers as the kernels want it; no copy when it has that form already."""
        if self.is_snel:
            import numpy as np

            return np.ascontiguousarray(reeks, dtype=np.int32)
        return self.lang(reeks)

    def lang(self, reeks: Sequence[int]) -> Any:
        """A row of numbers of any size: lots may be long."""
        if self.is_snel:
            import numpy as np

            return np.asarray(reeks)
        if isinstance(reeks, list):
            return reeks
        return reeks.tolist() if hasattr(reeks, "tolist") else list(reeks)

    def nul(self, n: int, smal: bool = False) -> Any:
        """n zeros; smal: half as wide, for classes and costs."""
        if self.is_snel:
            import numpy as np

            return np.zeros(n, dtype=np.int16 if smal and self.langste < 30_000 else np.int32)
        return [0] * n

    def _controleer(self) -> None:
        s, e = self.studenten, len(self.plaats)
        past = s >= 0 and len(self.lot) == s and len(self.vast) == s and len(self.rang) == e
        past = past and self.begin[0] == 0 and self.begin[-1] == e
        past = past and all(r is None or len(r) == n for r, n in ((self.rangorde, e), (self.vorige, s)))
        if not past:
            raise _fout(
                "matching_vorm", "De gegevens van deze ronde passen niet bij elkaar.", "These data do not fit together."
            )
        rijen = (self.capaciteit, self.plaats, self.rang)
        verst = max(hoogste(self.plaats), hoogste(self.vast), 0 if self.vorige is None else hoogste(self.vorige))
        if any(laagste(r) < 0 for r in rijen) or (s and e and verst >= self.plaatsen) or not self._loopt_op():
            raise _fout(
                "matching_getal", "Een plaats, een rang of een aantal plekken klopt niet.", "A number is not right."
            )

    def _loopt_op(self) -> bool:
        """Whether rows do not overlap and lots are all different."""
        if self.is_snel:
            import numpy as np

            gesorteerd = np.sort(self.lot)
            return bool((self.begin[1:] >= self.begin[:-1]).all() and (gesorteerd[1:] != gesorteerd[:-1]).all())
        return all(a <= b for a, b in pairwise(self.begin)) and len(set(self.lot)) == self.studenten

    def _trek_af(self) -> tuple[Any, dict[int, int]]:
        """Slots left after the locks, and the pair of each locked student (rule 1: locks come first)."""
        rest = self.capaciteit.copy()
        paren: dict[int, int] = {}
        if self.studenten == 0 or hoogste(self.vast) < 0:
            return rest, paren
        vast = self.vast.tolist() if self.is_snel else self.vast
        for s, p in enumerate(vast):
            if p < 0:
                continue
            rij = [e for e in range(int(self.begin[s]), int(self.begin[s + 1])) if self.plaats[e] == p]
            if not rij:
                raise _fout(
                    "vast_niet_mogelijk", "Een vaste afspraak is tegen de regels.", "A fixed agreement breaks a rule."
                )
            paren[s] = min(rij, key=lambda e: int(self.rang[e]) or self.langste + 1)
            rest[p] -= 1
            if rest[p] < 0:
                raise _fout(
                    "vast_te_veel", "Er zijn meer vaste afspraken dan plekken.", "More fixed agreements than slots."
                )
        return rest, paren

    def _volgorde(self) -> Any:
        """Students without a lock, best lot first."""
        if self.is_snel:
            import numpy as np

            volgorde = np.argsort(self.lot, kind="stable").astype(np.int32)
            return volgorde[self.vast[volgorde] < 0] if self.vast_paar else volgorde
        vast = self.vast
        op_lot = sorted(range(self.studenten), key=self.lot.__getitem__)
        return [s for s in op_lot if vast[s] < 0] if self.vast_paar else op_lot


def _fout(code: str, nl: str, en: str) -> DomeinFout:
    return DomeinFout(code, Tekst(nl, en))


def laagste(rij: Any) -> int:
    """Smallest number of a list or array; 0 when there is none."""
    if len(rij) == 0:
        return 0
    return int(rij.min()) if hasattr(rij, "min") else int(min(rij))


def hoogste(rij: Any) -> int:
    """Largest number of a list or array; 0 when there is none, so an empty row is never out of range."""
    if len(rij) == 0:
        return 0
    return int(rij.max()) if hasattr(rij, "max") else int(max(rij))
