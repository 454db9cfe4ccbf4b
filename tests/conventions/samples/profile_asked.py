"""What is asked of the agency about addresses."""

from parvis.profile.asked_pages import PostalForm
from tests.conventions.samples import HOSTILE, Sample

TEMPLATES = {
    "profile/postal.html": [
        Sample("empty", {"values": PostalForm(), "hours": 120, "errors": {}, "general": ""}),
        Sample("wrong", {
            "values": PostalForm(HOSTILE, HOSTILE, HOSTILE, HOSTILE), "hours": 120,
            "errors": dict.fromkeys(("street", "more", "postcode", "city"), HOSTILE), "general": "",
        }),
    ],
}  # fmt: skip
