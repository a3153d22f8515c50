"""Files that people attach: what they are by their content, never by their name; and pictures made anew.

A picture is decoded and written again, so that nothing of the file but what is seen remains: no place, no camera, no
second file behind it. Other files are kept as they are and offered to be saved, never shown by the browser.
"""

import io
import re
import zipfile
from enum import StrEnum
from typing import NamedTuple

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024  # of one file
MOST_FILES = 10  # with one message
MOST_PIXELS = 50_000_000  # of a picture: more than any telephone takes, 200 MB in memory
WIDEST = 2400  # pixels; larger pictures are made smaller
MOST_ENTRIES = 5_000  # of a document, which is a ZIP inside
MOST_UNPACKED = 300 * 1024 * 1024  # bytes that a document may unpack to
LONGEST_NAME = 100  # characters


class Kind(StrEnum):
    """What a file is. The value is what its name ends in."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    WORD = "docx"
    EXCEL = "xlsx"
    POWERPOINT = "pptx"
    TEXT_DOCUMENT = "odt"
    SPREADSHEET = "ods"
    PRESENTATION = "odp"
    CSV = "csv"
    TEXT = "txt"


PICTURES = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP})
MEDIA_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.PDF: "application/pdf",
    Kind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Kind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.POWERPOINT: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    Kind.TEXT_DOCUMENT: "application/vnd.oasis.opendocument.text",
    Kind.SPREADSHEET: "application/vnd.oasis.opendocument.spreadsheet",
    Kind.PRESENTATION: "application/vnd.oasis.opendocument.presentation",
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.TEXT: "text/plain; charset=utf-8",
}
_OPEN_XML = {"word/document.xml": Kind.WORD, "xl/workbook.xml": Kind.EXCEL, "ppt/presentation.xml": Kind.POWERPOINT}
_OPEN_DOCUMENT = {
    MEDIA_TYPES[kind].encode(): kind for kind in (Kind.TEXT_DOCUMENT, Kind.SPREADSHEET, Kind.PRESENTATION)
}
_DECODED = {"JPEG": Kind.JPEG, "PNG": Kind.PNG, "WEBP": Kind.WEBP, "GIF": Kind.PNG}  # as what each is written again


class Problem(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN = "unknown"  # none of Kind
    BROKEN = "broken"  # begins as one, and is not
    TOO_MANY_PIXELS = "too_many_pixels"
    BOMB = "bomb"  # unpacks to more than anybody means to send
    MACROS = "macros"  # a document that brings a program


class Refused(Exception):
    """A file is not taken, for a reason."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class Taken(NamedTuple):
    """A file as it is kept. Width and height are a picture's, in pixels."""

    content: bytes
    kind: Kind
    name: str
    width: int | None = None
    height: int | None = None


def take(content: bytes, name: str) -> Taken:
    """A file made ready to be kept, with a name that fits what it is. Raises Refused."""
    if not content:
        raise Refused(Problem.EMPTY)
    if len(content) > MOST_BYTES:
        raise Refused(Problem.TOO_LARGE)
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    ):
        drawn, kind, (width, height) = _picture(content)
        return Taken(drawn, kind, safe_name(name, kind), width, height)
    kind = _document(content, name)
    return Taken(content, kind, safe_name(name, kind))


def safe_name(name: str, kind: Kind) -> str:
    """A file's name without folders or characters that some system takes for something else, ending as it should."""
    stem = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]", "", name.replace("\\", "/").rpartition("/")[2])
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    stem = re.sub(r'[<>:"|?*;%]+', "-", stem).strip(" .-")[:LONGEST_NAME].strip()
    return f"{stem or 'file'}.{kind.value}"


def _document(content: bytes, name: str) -> Kind:
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"\x7fELF", b"MZ", b"{\\rtf")):
        raise Refused(Problem.UNKNOWN)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Problem.UNKNOWN) from None
    if re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text):
        raise Refused(Problem.UNKNOWN)
    return Kind.CSV if name.lower().endswith(".csv") else Kind.TEXT


def _packed(content: bytes) -> Kind:
    """Which document a ZIP is, from its list of contents: nothing of it is unpacked but its first few bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Refused(Problem.BOMB)
            names = {entry.filename for entry in entries}
            if any(name.rpartition("/")[2].lower().startswith("vbaproject") for name in names) or "Basic/" in {
                name[:6] for name in names
            }:
                raise Refused(Problem.MACROS)
            if "[Content_Types].xml" in names:
                for inside, kind in _OPEN_XML.items():
                    if inside in names:
                        return kind
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    if kind_named := _OPEN_DOCUMENT.get(file.read(200).strip()):
                        return kind_named
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise Refused(Problem.BROKEN) from None
    raise Refused(Problem.UNKNOWN)


def _picture(content: bytes) -> tuple[bytes, Kind, tuple[int, int]]:
    """What is to be seen in a picture, upright and in sensible size; of an animation its first frame."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_DECODED)) as found:
            kind = _DECODED[found.format or ""]
            if found.width * found.height > MOST_PIXELS:  # so far only the head was read
                raise Refused(Problem.TOO_MANY_PIXELS)
            if kind == Kind.JPEG:
                found.draft("RGB", (WIDEST, WIDEST))
            image = ImageOps.exif_transpose(found)
            has_alpha = "A" in image.getbands() or "transparency" in image.info
            image = image.convert("RGBA" if has_alpha and kind != Kind.JPEG else "RGB")
            image.thumbnail((WIDEST, WIDEST))
            bare = Image.new(image.mode, image.size)
            bare.paste(image)
            buffer = io.BytesIO()
            bare.save(buffer, {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[kind.value], quality=85, optimize=True)
            return buffer.getvalue(), kind, bare.size
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise Refused(Problem.TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, KeyError, EOFError, MemoryError):
        raise Refused(Problem.BROKEN) from None
