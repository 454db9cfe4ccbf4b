"""QR codes as pictures inside the page: nothing to fetch, and no key in an address."""

import segno


def qr(text: str) -> str:
    """The picture of `text`, as a data address.

    The white ground and the margin of four modules are the standard's: readers need them in dark mode too.
    """
    drawn: str = segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff")
    return drawn
