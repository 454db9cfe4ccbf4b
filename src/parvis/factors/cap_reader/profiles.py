"""The issues of cards that this program knows by name. Another one is data too: it is kept with each card."""

from parvis.factors.cap_reader.cryptogram import Profile

_AFTER_PIN_MCHIP, _AFTER_PIN_VISA = "A50003040000", "03A48000"
_MCHIP_BITMAP = "0000FFFFFF00000000000000000000000000000000"
_MCHIP_PSN_BITMAP = "0700007FFFFF00000000000000000000000000000000"
_UK_BITMAP = "00001F00000000000FFFFF00000000008000"

PROFILES = {
    # Eight bits of the counter, sixteen of the cryptogram.
    "mc": Profile(cvr=_AFTER_PIN_MCHIP, iad="0110A500030400000000", ipb=_MCHIP_BITMAP),
    # Three bits of the sequence number, seven of the counter, sixteen of the cryptogram.
    "mc-psn": Profile(cvr=_AFTER_PIN_MCHIP, iad="0C10A500030400000000", ipb=_MCHIP_PSN_BITMAP, use_psn=True),
    # Five bits of the counter, twenty of the cryptogram, one of the issuer's data.
    "uk": Profile(cvr=_AFTER_PIN_VISA, iad="06770A03A48000", ipb=_UK_BITMAP),
}
