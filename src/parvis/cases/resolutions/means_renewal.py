"""The next one of a means that the agency hands over itself: accepted, it is ready to be fetched."""

from collections.abc import Sequence

from parvis.cases.resolutions import Answered
from parvis.cases.tables import Case
from parvis.here import Here
from parvis.means import loss
from parvis.operations import Line, Say


class MeansRenewal(Answered):
    def asked(self, here: Here, case: Case, say: Say) -> Sequence[Line]:
        """Which ones, by kind."""
        return [Line(say("renewal-line-what"), ", ".join(say(f"factor-{one['kind']}") for one in loss.lost_in(case)))]
