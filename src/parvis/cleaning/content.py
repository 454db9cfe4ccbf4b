"""Which of the three it is, by its first bytes, and the cleaner of each. Pure: run it apart, whoever sent the file."""

from parvis.cleaning import JPEG, LONGEST, PDF, PNG, Clean, Unfit, jpeg, pdf, png

PDF_HEADER_WITHIN = 1024  # What readers accept before « %PDF- ».


def clean(content: bytes) -> Clean:
    """The document written anew. Raises Unfit: `document_empty`, `document_too_large`, `document_unknown`,
    `document_unreadable`, `document_locked`, `document_pages`, `picture_too_large`.
    """
    if not content:
        raise Unfit("document_empty")
    if len(content) > LONGEST:
        raise Unfit("document_too_large")
    if content.startswith(b"\xff\xd8\xff"):
        return Clean(JPEG, jpeg.clean(content))
    if content.startswith(png.SIGNATURE):
        return Clean(PNG, png.clean(content))
    if b"%PDF-" in content[:PDF_HEADER_WITHIN]:
        return Clean(PDF, pdf.clean(content))
    raise Unfit("document_unknown")
