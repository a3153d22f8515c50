"""A picture of somebody, made anew: square, small, and without anything that it said beside the picture itself."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

SIDE: Final = 400  # pixels
MOST_BYTES: Final = 10 * 1024**2
MOST_PIXELS: Final = 50_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
"""What is read. Only these: a decoder that nobody needs is one that somebody attacks."""


class NoPicture(ValueError):
    """The file is no picture that can be used."""


def square(data: bytes) -> bytes:
    """The middle of a picture as a JPEG of SIDE × SIDE pixels, upright, without EXIF (where, when, which telephone).

    Raises NoPicture for anything that is no picture in FORMATS, or is larger than MOST_BYTES or MOST_PIXELS; those are
    counted before it is unpacked.
    """
    if len(data) > MOST_BYTES:
        raise NoPicture
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoPicture
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
            made = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    except NoPicture:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
    ) as problem:
        raise NoPicture from problem
    paper = Image.new("RGB", made.size, "white")
    paper.paste(made, mask=made.getchannel("A"))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)  # only the pixels go into it
    return out.getvalue()
