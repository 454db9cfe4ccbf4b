"""QR codes as pictures inside the page: nothing to fetch, and no key in an address."""

import segno
from segno import consts


def qr(text: str) -> str:
    """The picture of `text`, as a data address.

    The white ground and the margin of four modules are the standard's: readers need them in dark mode too.
    """
    drawn: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return drawn


def dense_qr(before: str, letters: str) -> str:
    """The picture of a long text that ends with capital letters and digits, as few modules as can be; "" if too long.

    Those letters take five bits and a half each instead of eight; the lowest correction is enough on a screen.
    """
    parts = [(before, consts.MODE_BYTE), (letters, consts.MODE_ALPHANUMERIC)]
    try:
        made = segno.make(parts, error="l", micro=False, boost_error=False)  # type: ignore[arg-type]
    except segno.DataOverflowError:
        return ""
    drawn: str = made.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return drawn
