"""The shell of the phone's application: every screen is a template that its scripts fill in."""

from parvis.phone import shell
from tests.conventions.samples import Sample

TEMPLATES = {
    "phone/app.html": [
        Sample(
            "every screen",
            lambda visit: {
                "words": shell.words_of(visit.say), "ground": shell.ground_of(visit.here.templates, visit.institution)
            },
            signed_in=False,
            institutions=("deuxrives", "epargne"),
        )
    ]
}
