"""« Code oublié »: a phone has made a new knowledge key under a new code; it takes the old one's place once approved.

The policy asks for what a sign-in needs: a code that is forgotten must not be an easier way in. The old code dies, and
a blocked phone comes back.
"""

from datetime import timedelta

from parvis.phone.own_changes import OwnChange


class RenewPhoneCode(OwnChange):
    name = "renew_phone_code"
    lifetime = timedelta(minutes=15)
    words = "renew-line"
    notice = "phone-notice-renewed"
    held_notice = "phone-notice-renewed-held"
