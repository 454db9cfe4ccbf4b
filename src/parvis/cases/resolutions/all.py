"""The list of resolutions, written by hand: a new one is a module beside this file and a line below.

A kind of case that is not here can be opened, asked about and refused; it cannot be accepted.
"""

from collections.abc import Mapping

from parvis.cases.resolutions import Answered, Resolution
from parvis.cases.resolutions.address_change import AddressChange
from parvis.cases.resolutions.blocked_access import BlockedAccess
from parvis.cases.resolutions.contact_change import ContactChange

RESOLUTIONS: Mapping[str, Resolution] = {
    one.kind: one
    for one in (
        BlockedAccess(),
        ContactChange(),
        AddressChange(),
        Answered("disavowed"),
        Answered("reported_call"),
    )
}
