"""The closed list of what the journal can say: `subject:action`.

An event is written in the same transaction as what it tells. Its detail holds codes, kinds and counts; never a secret,
an address, an amount's payee or a name: the request it points to has those, under the client's own rights.
"""

from enum import StrEnum


class Event(StrEnum):
    SIGN_IN_FAILED = "sign_in:failed"
    SIGN_IN_HELD = "sign_in:held"
    SIGN_IN_DISAVOWED = "sign_in:disavowed"
    REQUEST_OPENED = "request:opened"
    REQUEST_EXECUTED = "request:executed"
    REQUEST_REFUSED = "request:refused"
    REQUEST_EXPIRED = "request:expired"
    REQUEST_WITHDRAWN = "request:withdrawn"
    REQUEST_FAILED = "request:failed"
    PROOF_ACCEPTED = "proof:accepted"
    PROOF_WRONG = "proof:wrong"
    PROOF_SPENT = "proof:spent"
    CHALLENGE_SENT = "challenge:sent"
    AUTHENTICATOR_PREPARED = "authenticator:prepared"
    AUTHENTICATOR_DELIVERED = "authenticator:delivered"
    AUTHENTICATOR_ENROLLED = "authenticator:enrolled"
    AUTHENTICATOR_BLOCKED = "authenticator:blocked"
    AUTHENTICATOR_RENAMED = "authenticator:renamed"
    AUTHENTICATOR_SUSPENDED = "authenticator:suspended"
    AUTHENTICATOR_RESUMED = "authenticator:resumed"
    AUTHENTICATOR_REMOVED = "authenticator:removed"
    AUTHENTICATOR_RENEWED = "authenticator:renewed"
    SECRET_CHANGED = "secret:changed"
    SESSION_OPENED = "session:opened"
    SESSION_ENDED = "session:ended"
    DEVICE_TRUSTED = "device:trusted"
    DEVICE_DISTRUSTED = "device:distrusted"
    TRANSFER_SCHEDULED = "transfer:scheduled"
    TRANSFER_EXECUTED = "transfer:executed"
    TRANSFER_CANCELLED = "transfer:cancelled"
    TRANSFER_FAILED = "transfer:failed"
    MESSAGE_SENT = "message:sent"
    MESSAGE_ABANDONED = "message:abandoned"
    CASE_OPENED = "case:opened"
    CASE_DOCUMENTED = "case:documented"
    CASE_ANSWERED = "case:answered"
    CASE_WITHDRAWN = "case:withdrawn"
