"""The simplest long work: write a row per number, two numbers a step."""

from __future__ import annotations

from sqlmodel import Session

from bpv_app.kernel.actor import Actor
from bpv_app.kernel.clock import Clock
from bpv_app.kernel.lijst import Uitslag
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.taak.rules import TaakBeeld, Voortgang


class Tellen:
    """From `stand["na"]` on; results say which number they are of."""

    actie = Actie.POK_AFDRUKKEN

    def bereid_voor(self, session: Session, actor: Actor, taak: TaakBeeld) -> int:
        return int(taak.stand.get("na", 0))

    def doe(self, session: Session, actor: Actor, clock: Clock, taak: TaakBeeld, voorbereid: int) -> Voortgang:
        tot, na = int(taak.invoer["tot"]), min(voorbereid + 2, int(taak.invoer["tot"]))
        uitslagen = tuple(
            Uitslag(str(n), f"nummer {n}", n % 3 > 0, Tekst(f"Dit is {n}.", f"This is {n}."))
            for n in range(voorbereid + 1, na + 1)
        )
        slot = Tekst(f"Geteld tot {tot}.", f"Counted to {tot}.") if na == tot else None
        return Voortgang(na, tot, {"na": na}, uitslagen, slot)
