"""A report's pictures as files to put into slides: each says of whom and when it is, and carries the notices."""

import io
import zipfile

from .. import charts
from .types import Chapter, Part, Report


def png(report: Report, key: str) -> bytes | None:
    """One picture, by the key of its part; None where there is no such picture."""
    for chapter, part in report.parts():
        if part.key == key and part.picture:
            return _drawn(report, chapter, part)
    return None


def zipped(report: Report) -> bytes:
    """All pictures in a ZIP."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:  # a PNG is compressed already
        for number, (chapter, part) in enumerate(((c, p) for c, p in report.parts() if p.picture), 1):
            archive.writestr(f"{number:02}-{part.key}.png", _drawn(report, chapter, part))
    return packed.getvalue()


def _drawn(report: Report, chapter: Chapter, part: Part) -> bytes:
    of = [report.organisation] if chapter.note else [report.organisation, report.period]
    beneath = [" · ".join(of), *filter(None, [chapter.note]), *report.notices]
    return charts.to_png(part.picture.spec, title=part.title, beneath=beneath)
