"""Biometrics on a phone: a key of its own platform, which verifies its owner, takes the place of the 4-digit code."""

from datetime import timedelta

from parvis.phone.own_changes import OwnChange


class UseBiometrics(OwnChange):
    name = "use_biometrics"
    lifetime = timedelta(minutes=10)
    words = "biometrics-line"
    notice = held_notice = "phone-notice-biometrics"
