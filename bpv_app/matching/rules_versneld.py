"""The same kernels, compiled by numba when it is there and the round is big enough to pay for loading it.

The sources are executed a second time under other names and their functions compiled, so there is one text for both
ways. What was compiled is kept on disk in a folder named after the sources, so an update never runs old code;
without a folder that may be written it is compiled again in every process.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import sys
from functools import lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

KERNEN = (
    "rules_kern",
    "rules_kern_fasen",
    "rules_kern_ruil",
    "rules_kern_lot",
    "rules_kern_beurt",
    "rules_kern_bouw",
    "rules_kern_loop",
    "rules_kern_bereik",
)
LUS = "rules_kern_loop"
LOONT_VANAF = 60_000
"""Pairs from which loading numba (about half a second, once per process) pays for itself."""
LOONT_GELADEN = 1_500
"""Pairs from which the compiled kernels are faster once they are loaded."""


class Kernel:
    """Every kernel by name, plain or compiled."""

    def __init__(self, modules: list[ModuleType], is_snel: bool) -> None:
        self.is_snel = is_snel
        for module in modules:
            for naam, ding in vars(module).items():
                if not naam.startswith("__") and callable(ding):
                    setattr(self, naam, ding)

    def __getattr__(self, naam: str) -> Any:
        raise AttributeError(naam)


@lru_cache(maxsize=1)
def gewone_kernel() -> Kernel:
    """The kernels as plain Python."""
    return Kernel([importlib.import_module(f"bpv_app.matching.{n}") for n in (*KERNEN, LUS)], is_snel=False)


def _cachemap() -> Path | None:
    """A folder of our own for compiled code, or None. Never one that others may write: what is in it gets executed."""
    hier = Path(__file__).resolve().parent
    som = hashlib.sha256(b"".join((hier / f"{n}.py").read_bytes() for n in (*KERNEN, "rules_versneld"))).hexdigest()[
        :16
    ]
    thuis = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    keuzes = [
        Path(os.environ.get("NUMBA_CACHE_DIR") or hier / "__pycache__" / "numba"),
        Path(thuis) / "bpv-app" / "numba",
    ]
    for map_ in keuzes:
        doel = map_ / som
        try:
            doel.mkdir(parents=True, exist_ok=True)
            proef = doel / f".proef-{os.getpid()}"
            proef.write_bytes(b"")
            proef.unlink()
        except OSError:
            continue
        return doel
    return None


@lru_cache(maxsize=1)
def snelle_kernel() -> Kernel | None:
    """The compiled kernels, or None when numba is absent or does not work here."""
    try:
        numba = importlib.import_module("numba")
        map_ = _cachemap()
        vorige = numba.config.CACHE_DIR
        if map_ is not None:
            numba.config.CACHE_DIR = str(map_)
        try:
            modules = _compileer(numba, bewaar=map_ is not None)
        finally:
            numba.config.CACHE_DIR = vorige
    except Exception:  # an absent or broken compiler is never a reason to fail: plain Python gives the same answer
        return None
    return Kernel(modules, is_snel=True)


def _compileer(numba: Any, bewaar: bool) -> list[ModuleType]:
    """Execute the sources again and replace each function by its compiled form, callees first."""
    modules: list[ModuleType] = []
    klaar: dict[str, Any] = {}
    zo: dict[str, Any] = {"cache": bewaar, "nogil": True, "boundscheck": False}
    if hasattr(importlib.import_module("numba.core.options").DefaultOptions, "_nrt"):
        zo["_nrt"] = False  # kernels make nothing, so counting who refers to the arrays only costs time (a quarter)
    for naam in (*KERNEN, LUS):
        bron = importlib.import_module(f"bpv_app.matching.{naam}")
        spec = importlib.util.spec_from_file_location(f"{bron.__name__}_snel", bron.__file__)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        for sleutel, ding in list(vars(module).items()):
            if isinstance(ding, FunctionType):
                if ding.__module__ == spec.name:
                    if naam == LUS:  # a few calls per round: compiling the whole in one would cost a minute
                        continue
                    klaar[sleutel] = numba.njit(**zo)(ding)
                setattr(module, sleutel, klaar[sleutel])
        modules.append(module)
    return modules


def kies_kernel(paren: int, versnel: bool | None = None) -> Kernel:
    """Compiled or plain for a round with this many pairs. versnel: True or False decides, None looks at the size."""
    if versnel is False or paren == 0:
        return gewone_kernel()
    geladen = snelle_kernel.cache_info().currsize > 0
    if versnel or paren >= (LOONT_GELADEN if geladen else LOONT_VANAF):
        return snelle_kernel() or gewone_kernel()
    return gewone_kernel()
