"""The opaque key that stands for a BSN, so that two files about one person meet without the number (UAVG art. 46).

Keyed, so that nobody without the school's secret can try all numbers; see docs/besluiten, "Geen BSN".
"""

from __future__ import annotations

import hashlib
import hmac

from bpv_app.config import instellingen

_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_DOEL = b"bpv-app bsn pseudoniem 1"


def bsn_pseudoniem(bsn: str) -> str:
    """`P` and 24 letters a-p (96 bits) of HMAC-SHA256 under a key derived from BPV_SECRET_KEY.

    Letters only, so that no part of it can be taken for a number.

    `bsn` is nine digits without separators. The same number gives the same key as long as the secret stays the same.
    """
    sleutel = hmac.new(instellingen().sleutel.encode(), _DOEL, hashlib.sha256).digest()
    return "P" + hmac.new(sleutel, bsn.encode("ascii"), hashlib.sha256).hexdigest()[:24].translate(_LETTERS)
