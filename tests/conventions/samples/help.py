"""« Un problème avec cette page ? »"""

from tests.conventions.samples import EVERYWHERE, Sample

HERE = {"kept": True, "asked": True, "official": "https://deuxrives.example", "shown": "https://deuxrives.example"}

TEMPLATES = {
    "help/browser.html": [
        Sample("all is well", HERE, signed_in=False, institutions=EVERYWHERE),
        Sample("cookies refused", {**HERE, "kept": False}, signed_in=False),
        Sample("not known yet, another address", {**HERE, "kept": False, "asked": False, "shown": "http://www.example"}),
    ]
}
