"""The matching engine: which student goes to which place, and the proof of it. Values in, values out.

Semantics that callers and oracles may rely on; they make every answer unique, up to the unlisted place of those
who get one:
- A student's places fall into classes: listed rank 1, 2, 3 …; then one class for all eligible places not on the list
  (one after the longest list of the round); then "no place".
- `garantie` = among all assignments that place the maximum number, the one whose vector of classes, students by
  lot, is lexicographically best. A student whose place is not on the list stays movable between unlisted places while
  later students choose. Which unlisted place it becomes is the same every time, but no rule says which: students
  handed in no wish about those.
- `optimaal` = maximum number, then the profile of the `Doel`, exactly; ties by the same vector of classes.
- `loting` = serial dictatorship on listed pairs, or with `rangorde` deferred acceptance on (rank, then lot), students
  proposing.
- A re-run (`vorige` given) = maximum number → fewest changes → profile of the `Doel` → the vector of classes; in every
  mode, `loting` on listed pairs (and then without regard to `rangorde`: `controleer` counts the blocking pairs).
  A student changes when there was a place and it is not the new one; from no place to a place is not a change.
- A locked student holds the locked place before anything else happens (rule 1), also an unlisted one, also in `loting`.
- `Uitkomst.maximum` is over all eligible pairs in every mode, so that modes can be compared.
"""

from __future__ import annotations

from bpv_app.matching.rules_controle import Bewijs, controleer
from bpv_app.matching.rules_model import (
    Belang,
    Doel,
    Grond,
    HogerePlaats,
    Modus,
    NietGeplaatst,
    Probleem,
    Reden,
    Uitkomst,
    Uitleg,
)
from bpv_app.matching.rules_oplossen import los_op, tel_maximum
from bpv_app.matching.rules_verklaring import verklaar_hoger, verklaar_niet_geplaatst

__all__ = [
    "Belang",
    "Bewijs",
    "Doel",
    "Grond",
    "HogerePlaats",
    "Modus",
    "NietGeplaatst",
    "Probleem",
    "Reden",
    "Uitkomst",
    "Uitleg",
    "controleer",
    "los_op",
    "tel_maximum",
    "verklaar_hoger",
    "verklaar_niet_geplaatst",
]
