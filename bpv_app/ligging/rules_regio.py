"""Where a postcode lies for `bpv matching`, which knows no database: by a table that is given, else by postal region.

The table is the file of `bpv import postcodes` (`--postcodes`), to the 4 digits. Without it only the first two digits
count: 90 postal regions, each at the middle of its towns, good to some ten kilometres. Two addresses in one
region are then 0 km apart. Whoever uses the coarse way says so to the user.
"""

from __future__ import annotations

from collections.abc import Mapping

from bpv_app.ligging.rules import Ligging

_NOORD_OOST = """
10 52.37 4.90  11 52.34 4.92  12 52.24 5.18  13 52.37 5.22  14 52.40 4.99  15 52.46 4.81  16 52.68 5.09  17 52.79 4.84
18 52.64 4.75  19 52.49 4.66  20 52.38 4.63  21 52.29 4.62  22 52.14 4.40  23 52.16 4.51  24 52.15 4.69  25 52.07 4.30
26 51.99 4.36  27 52.05 4.50  28 52.00 4.72  29 51.90 4.60  30 51.92 4.48  31 51.89 4.36  32 51.81 4.20  33 51.82 4.68
34 52.06 4.97  35 52.10 5.10  36 52.17 4.98  37 52.15 5.35  38 52.27 5.52  39 52.02 5.42  40 51.90 5.45  41 51.90 5.17
42 51.79 4.97  43 51.58 3.74  44 51.47 3.92  45 51.33 3.80  46 51.54 4.25  47 51.57 4.50  48 51.56 4.76  49 51.67 4.86
50 51.57 5.08  51 51.62 5.00  52 51.69 5.31  53 51.77 5.47  54 51.66 5.76  55 51.38 5.38  56 51.46 5.45  57 51.46 5.70
58 51.57 5.99  59 51.39 6.09  60 51.22 5.86  61 51.02 5.85  62 50.85 5.71  63 50.87 5.95  64 50.90 6.00  65 51.82 5.87
66 51.88 5.70  67 52.03 5.68  68 51.98 5.91  69 51.95 6.09  70 51.94 6.32  71 52.03 6.60  72 52.13 6.29  73 52.20 5.97
74 52.29 6.34  75 52.25 6.85  76 52.39 6.69  77 52.60 6.55  78 52.77 6.85  79 52.71 6.38  80 52.52 6.10  81 52.40 6.18
82 52.53 5.65  83 52.79 5.93  84 52.98 6.07  85 52.92 5.68  86 53.02 5.62  87 53.06 5.46  88 53.20 5.47  89 53.20 5.79
90 53.18 5.76  91 53.32 5.98  92 53.15 6.10  93 53.15 6.42  94 52.92 6.56  95 52.98 6.97  96 53.17 6.90  97 53.23 6.57
98 53.28 6.44  99 53.35 6.75
"""
"""Postal region (first two digits), degrees north, degrees east; written down from the towns in each region."""

_DELEN = _NOORD_OOST.split()
REGIO_LIGGING: dict[str, Ligging] = {
    regio: (float(noord), float(oost))
    for regio, noord, oost in zip(_DELEN[::3], _DELEN[1::3], _DELEN[2::3], strict=True)
}


def ligging_van(postcode: str | None, tabel: Mapping[str, Ligging] | None = None) -> Ligging | None:
    """The middle of the postcode's 4-digit area when `tabel` has it, else of its postal region.

    `postcode` is `2312AB` or `2312`. None for no postcode, and for digits that no region has.
    """
    if not postcode:
        return None
    return (tabel or {}).get(postcode[:4]) or REGIO_LIGGING.get(postcode[:2])
