"""A whole file, or several, of every network: as a council would send it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl

from tests.networks import exports
from tests.networks.linkedin import samples as linkedin
from tests.networks.meta import samples as meta
from tests.networks.teams import samples as teams

Make = Callable[[Path], list[Path]]


def _files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def _slack(folder: Path) -> list[Path]:
    return [exports.make_zip(folder / "Exampleshire Slack export.zip", exports.payload("slack"))]


def _viva_engage(folder: Path) -> list[Path]:
    whole, report = exports.payload("viva_engage"), exports.payload("viva_engage_report")
    return [
        exports.make_zip(folder / "export.zip", whole),
        exports.make_zip(folder / "with the report.zip", {**whole, **report}),
        *_files(folder, {"Messages.csv": whole["Messages.csv"], **report}),
    ]


def _teams(folder: Path) -> list[Path]:
    name = "TeamsUserActivityUserDetail11_1_2026.csv"
    zipped = exports.make_zip(folder / "reports.zip", {name: teams.NAMED})
    return [zipped, *_files(folder, {name: teams.NAMED, "concealed.csv": teams.CONCEALED})]


def _meta(folder: Path) -> list[Path]:
    return _files(folder, {"fb.csv": meta.FACEBOOK, "ig.csv": meta.INSTAGRAM, "sv.csv": meta.SWEDISH})


def _linkedin(folder: Path) -> list[Path]:
    return [linkedin.workbook(folder / "exampleshire_content_1763700000000.xlsx")]


def _table(folder: Path) -> list[Path]:
    book = openpyxl.Workbook()
    for row in (["Who", "When"], ["ann", "2026-01-15"], ["ben", "2026-01-16"]):
        book.active.append(row)
    book.save(folder / "list.xlsx")
    rows = b"Who;When\nann;2026-01-15\nben;2026-01-16\n"
    unknown = {"list.csv": rows, "utf-16.csv": rows.decode().encode("utf-16"), "welsh.csv": meta.WELSH}
    return [folder / "list.xlsx", *_files(folder, unknown)]


SAMPLES: Mapping[str, Make] = {
    "slack": _slack,
    "viva_engage": _viva_engage,
    "teams": _teams,
    "meta": _meta,
    "linkedin": _linkedin,
    "table": _table,
}
