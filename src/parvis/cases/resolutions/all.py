"""The list of resolutions, written by hand: a new one is a module beside this file and a line below.

A kind of case that is not here can be opened, asked about and refused; it cannot be accepted.
"""

from collections.abc import Mapping

from parvis.cases.resolutions import Answered, Resolution
from parvis.cases.resolutions.address_change import AddressChange
from parvis.cases.resolutions.blocked_access import BlockedAccess
from parvis.cases.resolutions.contact_change import ContactChange
from parvis.cases.resolutions.disavowed import Disavowed
from parvis.cases.resolutions.means_lost import MeansLost
from parvis.cases.resolutions.means_renewal import MeansRenewal
from parvis.means import loss

RESOLUTIONS: Mapping[str, Resolution] = {
    one.kind: one
    for one in (
        BlockedAccess(),
        MeansLost(),
        MeansRenewal(loss.RENEWAL),
        ContactChange(),
        AddressChange(),
        Disavowed(),
        Answered("reported_call"),
    )
}
