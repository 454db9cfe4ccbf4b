"""« Ce n'est pas moi »: the client is protected already; an agent calls them, and answers."""

from collections.abc import Sequence

from parvis.cases.resolutions import Answered
from parvis.cases.tables import Case
from parvis.here import Here
from parvis.operations import Line, Say


class Disavowed(Answered):
    def __init__(self) -> None:
        super().__init__("disavowed")

    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        """What was reported, and what was done at once: the agent need not ask. Nothing that could be typed."""
        done = case.detail
        if "sessions_ended" not in done:
            return ()
        lines = [
            Line(say("case-disavowed-what"), say(f"operation-{done.get('operation', 'sign_in')}")),
            Line(say("case-disavowed-sessions"), str(done["sessions_ended"])),
        ]
        for name in ("suspended", "kept"):
            if done.get(name):
                lines.append(
                    Line(say(f"case-disavowed-{name}"), ", ".join(say(f"factor-{kind}") for kind in done[name]))
                )
        return lines
