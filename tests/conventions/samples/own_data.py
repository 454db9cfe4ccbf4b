"""« Mes données »."""

from tests.conventions.samples import ONE, Sample

PAGE = {"key": ONE, "kept": {"messages": 90, "places": 400, "documents": 1, "requests": 1825}}

TEMPLATES = {
    "own_data/data.html": [
        Sample("may be taken", {**PAGE, "allowed": True}),
        Sample("more is asked first", {**PAGE, "allowed": False}),
    ]
}
