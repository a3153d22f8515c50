"""Makes archives for tests out of the samples in tests/payloads, and reads exports to their end."""

import io
import shutil
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import py7zr

from manyhands.networks.types import Account, Act, Batch, Export, Place, Rejected

PAYLOADS = Path(__file__).resolve().parents[1] / "payloads"
CANARY = "The heron on the mill pond stood still"
"""Stands in every field of the samples that can hold what somebody wrote."""


def payload(network: str) -> dict[str, bytes]:
    """A network's sample files by name."""
    folder = PAYLOADS / network
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


def make_zip(path: Path, files: Mapping[str, bytes], *, below: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(below + name, data)
    return path


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def make_tar(path: Path, files: Mapping[str, bytes], *, mode: str = "w:gz", below: str = "") -> Path:
    with tarfile.open(path, mode) as target:
        for name, data in files.items():
            member = tarfile.TarInfo(below + name)
            member.size = len(data)
            target.addfile(member, io.BytesIO(data))
    return path


def make_7z(path: Path, files: Mapping[str, bytes]) -> Path:
    with py7zr.SevenZipFile(path, "w", filters=[{"id": py7zr.FILTER_LZMA2, "preset": 3}]) as target:
        for name, data in files.items():
            target.writestr(data, name)
    return path


def has_program(name: str) -> bool:
    return shutil.which(name) is not None


def read(export: Export, leave_out: Iterable[str] = ()) -> list[Batch]:
    try:
        return list(export.read(leave_out=frozenset(leave_out)))
    finally:
        export.close()


def acts(batches: list[Batch]) -> dict[str, Act]:
    """All acts by source id; fails if one comes twice."""
    found: dict[str, Act] = {}
    for batch in batches:
        for act in batch.acts:
            assert act.source_id not in found
            found[act.source_id] = act
    return found


def accounts(batches: list[Batch]) -> dict[str, Account]:
    return {account.external_id: account for batch in batches for account in batch.accounts}


def places(batches: list[Batch]) -> dict[str, Place]:
    return {place.external_id: place for batch in batches for place in batch.places}


def rejected(batches: list[Batch]) -> list[Rejected]:
    return [record for batch in batches for record in batch.rejected]


def skipped(batches: list[Batch]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for batch in batches:
        for record in batch.skipped:
            counts[record.reason] = counts.get(record.reason, 0) + record.count
    return counts
