"""Approval on a phone, online (docs/phone-protocol.md)."""
