"""Files are what they hold, not what they are called; pictures keep nothing but what is seen."""

import io
import struct
import zipfile
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from manyhands.discussions.rules import files
from manyhands.discussions.rules.files import Kind, Problem, Refused, safe_name, take


def picture(form="JPEG", size=(40, 20), mode="RGB", **more):
    buffer = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(buffer, form, **more)
    return buffer.getvalue()


def with_place():
    """A JPEG as a telephone takes it: where, with what, lying on its side, with a thumbnail of its own."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Acme", "Phone 9", 6  # make, model, turned by 90 degrees
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 12.0, 34.0), 3: "W", 4: (2.0, 3.0, 4.0)})
    return picture(exif=exif, comment=b"taken at home")


def packed(*names, **contents):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, content in contents.items():
            archive.writestr(name, content)
    return buffer.getvalue()


WORD = packed("[Content_Types].xml", "word/document.xml")


def refused(content, name="x"):
    with pytest.raises(Refused) as caught:
        take(content, name)
    return caught.value.problem


@pytest.mark.parametrize(
    ("content", "name", "kind", "called"),
    [
        (picture(), "a.exe", Kind.JPEG, "a.jpg"),
        (picture("PNG"), "a.jpg", Kind.PNG, "a.png"),
        (picture("GIF"), "a.gif", Kind.PNG, "a.png"),
        (picture("WEBP"), "a", Kind.WEBP, "a.webp"),
        (b"%PDF-1.7\n", "report.html", Kind.PDF, "report.pdf"),
        (WORD, "letter.docx", Kind.WORD, "letter.docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", Kind.EXCEL, "a.xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "a.zip", Kind.POWERPOINT, "a.pptx"),
        (packed(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", Kind.TEXT_DOCUMENT, "a.odt"),
        ("Tŷ, 5\n".encode(), "a.csv", Kind.CSV, "a.csv"),
        (b"hello", "a.md", Kind.TEXT, "a.txt"),
        (b"<script>alert(1)</script>", "a.html", Kind.TEXT, "a.txt"),  # is saved, never shown
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", Kind.TEXT, "a.txt"),
    ],
)
def test_kinds(content, name, kind, called):
    taken = take(content, name)
    assert (taken.kind, taken.name) == (kind, called)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"x" * (files.MOST_BYTES + 1), Problem.TOO_LARGE),
        (b"MZ\x90\x00", Problem.UNKNOWN),
        (b"\x7fELF\x02", Problem.UNKNOWN),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Problem.UNKNOWN),  # an old Office file
        (b"\x00\x01\x02", Problem.UNKNOWN),
        (b"\xff\xfeh\x00i\x00", Problem.UNKNOWN),
        (b"PK\x03\x04broken", Problem.BROKEN),
        (packed("a.exe"), Problem.UNKNOWN),
        (packed("word/document.xml"), Problem.UNKNOWN),
        (packed("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), Problem.MACROS),
        (picture()[:60], Problem.BROKEN),
        (b"\xff\xd8\xff" + b"x" * 100, Problem.BROKEN),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, Problem.BROKEN),
        (b"GIF89a", Problem.BROKEN),
        (b"RIFF0000WEBPxxxx", Problem.BROKEN),
    ],
)
def test_what_is_not_taken(content, problem):
    assert refused(content) == problem


def png(width, height):
    """A PNG that says how large it is, and holds next to nothing."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def test_bombs_do_not_go_off():
    assert refused(png(60_000, 60_000)) == Problem.TOO_MANY_PIXELS
    assert refused(png(7_100, 7_100)) == Problem.TOO_MANY_PIXELS
    nested = packed("[Content_Types].xml", "word/document.xml", **{"word/media/x": b"\0" * 9_000_000})
    assert take(nested, "x").kind == Kind.WORD  # 9 MB are none
    with_lie = packed(*(f"{i}" for i in range(files.MOST_ENTRIES + 1)))
    assert refused(with_lie) == Problem.BOMB


def test_a_document_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(files, "MOST_UNPACKED", 1_000)
    assert refused(packed("[Content_Types].xml", **{"word/document.xml": b"\0" * 2_000})) == Problem.BOMB


def test_a_picture_keeps_nothing_but_what_is_seen():
    before = with_place()
    assert b"Acme" in before
    assert b"taken at home" in before
    taken = take(before, "IMG_1.jpg")
    with Image.open(io.BytesIO(taken.content)) as after:
        assert not after.getexif()
        assert not {"exif", "comment", "icc_profile", "photoshop", "xmp"} & set(after.info)
        assert after.size == (20, 40)  # stands upright, as it was meant
    for secret in (b"Acme", b"Phone", b"taken", b"Exif", b"GPS", b"http://ns.adobe.com"):
        assert secret not in taken.content


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF"])
def test_nor_does_one_of_another_kind(form):
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    content = picture(form, exif=exif) if form != "GIF" else picture(form, comment=b"Acme")
    assert b"Acme" not in take(content + b"PK\x03\x04 Acme behind it", "x").content


def test_large_pictures_are_made_smaller():
    taken = take(picture(size=(4800, 1200)), "x")
    assert (taken.width, taken.height) == (2400, 600)


def test_what_is_seen_through_stays_so():
    with Image.open(io.BytesIO(take(picture("PNG", mode="RGBA"), "x").content)) as after:
        assert after.mode == "RGBA"
        assert after.getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ann\\report.docx", "report.pdf"),
        ('a"b<c>.pdf', "a-b-c.pdf"),
        ("evil\u202efdp.exe", "evilfdp.pdf"),
        ("\r\nSet-Cookie: x", "Set-Cookie- x.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("tŷ.pdf", "tŷ.pdf"),
    ],
)
def test_names(name, safe):
    assert safe_name(name, Kind.PDF) == safe


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one(name):
    made = safe_name(name, Kind.PDF)
    assert made.endswith(".pdf")
    assert len(made) <= files.LONGEST_NAME + 4
    assert not set('/\\<>:"|?*\r\n\x00') & set(made)


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"PK\x03\x04", b"%PDF-"]),
)
def test_whatever_comes_is_taken_or_refused(content, begins):
    with suppress(Refused):
        assert take(begins + content, "x").content
