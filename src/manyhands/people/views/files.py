"""Tables and records as files."""

import json
from collections.abc import Iterable, Mapping
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from manyhands.core.registry import PersonFile


def json_text(held: dict[str, Any]) -> str:
    return json.dumps(held, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)


def json_file(filename: str, held: dict[str, Any]) -> HttpResponse:
    response = HttpResponse(json_text(held), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def packed(texts: Mapping[str, str], files: Iterable[PersonFile]) -> IO[bytes]:
    """A ZIP of texts and files, made on the disk: its size is nobody's memory. Whoever reads it closes it."""
    made = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 (whoever reads it closes it)
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
        for each in files:
            source = each.open()
            if source is None:
                continue
            with source, archive.open(each.name, "w", force_zip64=True) as target:
                copyfileobj(source, target)
    made.seek(0)
    return made
