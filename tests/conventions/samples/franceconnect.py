"""What went wrong with the identity provider, and leaving it."""

from parvis.errors import CATALOGUE
from tests.conventions.samples import HOSTILE, Sample

PLACE, END = ("allocations",), "https://fournisseur.example/end"
TOLD = [code for code in CATALOGUE if code.startswith("identity_")]

TEMPLATES = {
    "factors/franceconnect/sorry.html": [
        Sample(
            f"{code}, {signed_in}", {"code": code, "sentence": HOSTILE, "again": code == "identity_cancelled"},
            signed_in=signed_in, institutions=PLACE,
        )
        for code in TOLD
        for signed_in in (True, False)
    ],
    "factors/franceconnect/leaving.html": [
        Sample("leaving", {"address": END}, signed_in=False, institutions=PLACE)
    ],
}
