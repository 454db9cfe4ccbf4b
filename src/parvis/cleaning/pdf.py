"""PDF (ISO 32000) written anew with what its pages are drawn from, and nothing else.

No script, no action, no form, no annotation, no embedded file, no outline, no reference to anything outside, no
metadata; what a file said before its last revision is left behind. Streams are copied as they are packed: nothing is
unpacked here.
"""

import io
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from parvis.cleaning import PAGES, PIXELS, Unfit

OBJECTS_AT_MOST = 20_000
DEEPEST = 40
PAGE = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group")
RESOURCES = ("/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/ProcSet")
# Below what a page is drawn from: what acts, what leads elsewhere, what is not drawn.
NEVER = frozenset((
    "/JS", "/JavaScript", "/A", "/AA", "/OpenAction", "/Annots", "/AcroForm", "/XFA", "/Names", "/Dests", "/Outlines",
    "/EF", "/AF", "/EmbeddedFiles", "/RichMedia", "/URI", "/Launch", "/Ref", "/OPI", "/Alternates", "/PS", "/Metadata",
    "/PieceInfo", "/Thumb", "/OC", "/OCProperties", "/Parent", "/StructParent", "/StructParents", "/LastModified",
    "/Measure", "/PtData", "/B", "/Tabs",
))  # fmt: skip
OUTSIDE = frozenset(("/F", "/FFilter", "/FDecodeParms"))  # A stream whose bytes would be another file's.
# Lists of names that the file has chosen itself: « /A » is one like another there.
NAMED = frozenset((
    "/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/CharProcs", "/Colorants",
))  # fmt: skip
DRAWN = ("/Image", "/Form")


def clean(content: bytes) -> bytes:
    """The same pages. Raises Unfit: `document_unreadable`, `document_locked`, `document_pages`, `picture_too_large`."""
    try:
        reader = PdfReader(io.BytesIO(content), root_object_recovery_limit=1000)
        if reader.is_encrypted:
            raise Unfit("document_locked")
        pages = list(reader.pages)
        if not 1 <= len(pages) <= PAGES:
            raise Unfit("document_pages" if pages else "document_unreadable")
        return _Copy().of_pages(pages)
    except Unfit:
        raise
    except Exception as error:  # Whatever a crafted file makes the library raise: it is one answer.
        raise Unfit("document_unreadable") from error


class _Copy:
    """The objects of the new file: 1 is its catalogue, 2 the list of its pages."""

    def __init__(self) -> None:
        self.objects: list[PdfObject] = [NullObject(), NullObject()]
        self.known: dict[tuple[int, int], IndirectObject] = {}

    def of_pages(self, pages: list[Any]) -> bytes:
        kids = ArrayObject()
        for page in pages:
            kept = DictionaryObject({NameObject("/Type"): NameObject("/Page"), NameObject("/Parent"): _to(2)})
            for key in PAGE:
                if key in page:
                    kept[NameObject(key)] = self._of(page.raw_get(key), key, 0)
            kids.append(self._added(kept))
        self.objects[0] = DictionaryObject({
            NameObject("/Type"): NameObject("/Catalog"), NameObject("/Pages"): _to(2),
        })  # fmt: skip
        self.objects[1] = DictionaryObject({
            NameObject("/Type"): NameObject("/Pages"), NameObject("/Kids"): kids,
            NameObject("/Count"): NumberObject(len(kids)),
        })  # fmt: skip
        return self._written()

    def _of(self, value: Any, under: str, depth: int) -> PdfObject:
        """A copy of what stands under that key."""
        if depth > DEEPEST:
            raise Unfit("document_unreadable")
        if isinstance(value, IndirectObject):
            place = (value.idnum, value.generation)
            if place not in self.known:
                self.known[place] = self._added(NullObject())
                at = self.known[place].idnum - 1
                held = value.get_object()  # An empty one is false, and is one all the same.
                self.objects[at] = self._of(NullObject() if held is None else held, under, depth + 1)
            return self.known[place]
        if isinstance(value, StreamObject):
            return self._stream(value, depth)
        if isinstance(value, DictionaryObject):
            return self._dictionary(value, under, depth)
        if isinstance(value, ArrayObject):
            return ArrayObject(self._of(one, "", depth + 1) for one in value)
        if isinstance(value, PdfObject):
            return value
        raise Unfit("document_unreadable")

    def _dictionary(self, value: DictionaryObject, under: str, depth: int) -> DictionaryObject:
        kept = DictionaryObject()
        for key in value:
            if under == "/Resources" and key not in RESOURCES:
                continue
            if under not in NAMED and (key in NEVER or (key in OUTSIDE and isinstance(value, StreamObject))):
                continue
            if under in NAMED and isinstance(value[key], (TextStringObject, ByteStringObject)):
                continue  # None of them is a text.
            # What is named there is no longer a list of names.
            below = "" if under in NAMED else str(key)
            kept[NameObject(key)] = self._of(value.raw_get(key), below, depth + 1)
        return kept

    def _stream(self, value: StreamObject, depth: int) -> PdfObject:
        drawn = value.get("/Subtype")
        if value.get("/Type") == "/XObject" and drawn not in DRAWN:
            return NullObject()  # PostScript, or what is not known.
        if drawn == "/Image" and _number(value, "/Width") * _number(value, "/Height") > PIXELS:
            raise Unfit("picture_too_large")
        copied = StreamObject()
        copied.update(self._dictionary(value, "", depth))
        copied._data = value._data
        return copied

    def _added(self, value: PdfObject) -> IndirectObject:
        if len(self.objects) >= OBJECTS_AT_MOST:
            raise Unfit("document_unreadable")
        self.objects.append(value)
        return _to(len(self.objects))

    def _written(self) -> bytes:
        out, places = io.BytesIO(), []
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        for number, value in enumerate(self.objects, 1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n" % number)
            value.write_to_stream(out)
            out.write(b"\nendobj\n")
        table = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
        return out.getvalue()


def _to(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _number(value: StreamObject, key: str) -> int:
    found = value.get(key)
    if not isinstance(found, (int, float)) or found < 0:
        raise Unfit("document_unreadable")
    return int(found)
