"""From a round to its outcome: chooses plain or compiled kernels, runs the mode, writes the outcome down."""

from __future__ import annotations

from functools import partial
from typing import Any

from bpv_app.matching.rules_invoer import Invoer
from bpv_app.matching.rules_kern_fasen import EERST, LAATST, SOM, WISSEL
from bpv_app.matching.rules_model import Doel, Grond, Modus, Probleem, Uitkomst
from bpv_app.matching.rules_versneld import kies_kernel
from bpv_app.matching.rules_werkruimte import Werkruimte

_GROND: tuple[Grond | None, ...] = (None, Grond.LIJST, Grond.BUITEN_LIJST, Grond.VAST)


def los_op(
    probleem: Probleem, modus: Modus, doel: Doel = Doel.EERSTE_KEUZES, *, versnel: bool | None = None
) -> Uitkomst:
    """Solve one round.

    versnel: None = compiled kernels when numba is there and the round is big enough; True or False decides.
    Raises `DomeinFout` when the rows do not fit together or the locks do not fit (rule 1).
    """
    invoer = Invoer(probleem, kies_kernel(len(probleem.plaats), versnel))
    if modus == Modus.LOTING and probleem.vorige is None:
        wie, waar, klasse = _loting(invoer)
        meeste: Any = partial(tel_maximum, probleem, versnel)
    else:
        alleen_lijst = modus == Modus.LOTING
        werk = Werkruimte(invoer, alleen_lijst)
        werk.los(_fasen(invoer, modus, doel))
        wie, waar, klasse = werk.keuze()
        meeste = partial(tel_maximum, probleem, versnel) if alleen_lijst else len(wie) + len(invoer.vast_paar)
    toewijzing, rang, grond = _schrijf(invoer, wie, waar, klasse)
    return Uitkomst(toewijzing, rang, grond, meeste, modus, doel, probleem.vorige is not None, invoer.is_snel)


def tel_maximum(probleem: Probleem, versnel: bool | None = None) -> int:
    """Most students that can be placed with these locks, over all eligible pairs."""
    invoer = Invoer(probleem, kies_kernel(len(probleem.plaats), versnel))
    werk = Werkruimte(invoer, alleen_lijst=False)
    return werk.studenten - werk.tel() + len(invoer.vast_paar)


def _fasen(invoer: Invoer, modus: Modus, doel: Doel) -> list[int]:
    """What is made best after the number placed, as pairs (kind, class); the last class follows from the others."""
    fasen: list[int] = []
    if invoer.vorige is not None:
        fasen += [WISSEL, 0]
    elif modus != Modus.OPTIMAAL:
        return fasen
    buiten = invoer.langste + 1
    if doel == Doel.KLEINSTE_SOM:
        return [*fasen, SOM, 0]
    if doel == Doel.NIEMAND_ACHTERAAN:
        return fasen + [x for k in range(buiten, 1, -1) for x in (LAATST, k)]
    return fasen + [x for k in range(1, buiten) for x in (EERST, k)]


def _loting(invoer: Invoer) -> tuple[Any, Any, Any]:
    """Serial dictatorship, or deferred acceptance when companies rank. Returns students, places, ranks."""
    kern, nul = invoer.kern, invoer.nul
    keuze = nul(invoer.studenten)
    if invoer.rangorde is None:
        kern.trek_lot(invoer.volgorde, invoer.begin, invoer.plaats, invoer.rang, invoer.rest.copy(), keuze)
        paar = keuze
    else:
        paar = _stel_uit(invoer, keuze)
    if invoer.is_snel:
        wie = invoer.volgorde[paar[invoer.volgorde] >= 0]
        nu = paar[wie]
        return wie, invoer.plaats[nu], invoer.rang[nu]
    lijst = [s for s in invoer.volgorde if paar[s] >= 0]
    return lijst, [invoer.plaats[paar[s]] for s in lijst], [invoer.rang[paar[s]] for s in lijst]


def _stel_uit(invoer: Invoer, keuze: Any) -> Any:
    """Deferred acceptance on rows of listed pairs, sorted by the student's rank."""
    kern, nul = invoer.kern, invoer.nul
    n, p, e = invoer.studenten, invoer.plaatsen, len(invoer.plaats)
    rb, re, doel, rang, van, prio, paar = nul(n), nul(n), nul(e), nul(e), nul(e), nul(e), nul(e)
    kern.schrijf_lijsten(
        invoer.volgorde, invoer.begin, invoer.plaats, invoer.rang, invoer.rangorde, rb, re, doel, rang, van, prio, paar
    )
    graad, sb, nummer = nul(p), nul(p), nul(n)
    plekken = int(kern.tel_plekken(invoer.volgorde, rb, re, doel, invoer.rest, graad, sb, nummer))
    kern.stel_uit(
        invoer.volgorde, rb, re, doel, prio, nummer, van, invoer.rest, nul(p), sb, nul(plekken), nul(n), nul(n), keuze
    )
    if invoer.is_snel:
        import numpy as np

        return np.where(keuze >= 0, paar[keuze], -1)
    return [paar[k] if k >= 0 else -1 for k in keuze]


def _schrijf(invoer: Invoer, wie: Any, waar: Any, klasse: Any) -> tuple[list[int], list[int], list[Grond | None]]:
    """Places, ranks and grounds of all students; a class beyond the longest list is "not on the list"."""
    n, langste = invoer.studenten, invoer.langste
    if invoer.is_snel:
        import numpy as np

        plek, rang, code = np.full(n, -1, np.int32), np.zeros(n, np.int32), np.zeros(n, np.int8)
        plek[wie] = waar
        op_lijst = klasse <= langste
        rang[wie] = np.where(op_lijst, klasse, 0)
        code[wie] = np.where(op_lijst, 1, 2)
        for s, e in invoer.vast_paar.items():
            plek[s], rang[s], code[s] = invoer.plaats[e], invoer.rang[e], 3
        gronden = np.empty(len(_GROND), dtype=object)
        gronden[:] = _GROND
        return plek.tolist(), rang.tolist(), gronden[code].tolist()
    toewijzing, rangen = [-1] * n, [0] * n
    grond: list[Grond | None] = [None] * n
    for s, p, k in zip(wie, waar, klasse, strict=True):
        toewijzing[s] = p
        if k <= langste:
            rangen[s] = k
            grond[s] = Grond.LIJST
        else:
            grond[s] = Grond.BUITEN_LIJST
    for s, e in invoer.vast_paar.items():
        toewijzing[s], rangen[s], grond[s] = invoer.plaats[e], invoer.rang[e], Grond.VAST
    return toewijzing, rangen, grond
