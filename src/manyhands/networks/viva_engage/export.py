"""A Viva Engage (Yammer) network export, opened; with Microsoft's activity report beside it, or that alone.

The export is a ZIP of Messages.csv, Users.csv and Groups.csv. The report getYammerActivityUserDetail may lie in the
same ZIP, be the file itself, or be named by `options["report"]`. The workspace is the network's e-mail domain, unless
`options["workspace"]` gives another; `options["filename"]` is what the person calls the file.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from manyhands.networks.errors import UnreadableExport
from manyhands.networks.rules.leave_out import why_leave_out
from manyhands.networks.rules.reports import CONCEALED, CONCEALED_LINES, domain
from manyhands.networks.rules.times import believed, latest, seconds
from manyhands.networks.rules.words import N_
from manyhands.networks.types import Account, Batch, Place, PlacePreview, Preview, Rejected, Skipped

from . import mapping
from .files import NEEDED, Part, Row, Rows, open_file, parts_of
from .mapping import GroupRow, MessageRow, ReportRow, UserRow

LEFT_OUT = N_("Messages in groups that you chose to leave out: not read.")

NOT_KNOWN = N_("A network export does not say who belongs to which group, nor who only reads or likes.")
GIVE_REPORT = N_(
    "To know how many read or like without writing, add the Microsoft 365 report on Viva Engage activity by user."
)
REPORT_ONLY = N_(
    "The Microsoft 365 report gives totals for a period, without dates or groups: it shows who reads, likes and "
    "posts, and no trend."
)
NO_USERS = N_("There is no Users.csv here, so it is not known who has access, nor in which service anybody works.")
PRIVATE_GROUPS = N_("Messages in private groups are read; private conversations never are.")

BATCH = 10_000
"""Acts in a batch, about."""


class VivaEngageExport:
    """`size` counts the bytes, unpacked, of the files that are read."""

    def __init__(self, path: Path, options: Mapping[str, Any] | None = None) -> None:
        options = options or {}
        self.archives = [open_file(path, str(options.get("filename") or ""))]
        try:
            if options.get("report"):
                self.archives.append(open_file(Path(options["report"])))
            self.parts = parts_of(self.archives)
            self.rejected: list[Rejected] = []
            self.users = {row.id.strip(): row for row in self._users()}
            self.workspace = str(options.get("workspace") or domain(self._emails()) or "unknown")
        except UnreadableExport:
            self.close()
            raise
        self.size = sum(part.size for part in self.parts.values())

    def rows(self, kind: str, shape: type[Row]) -> Rows[Row]:
        return Rows(self.parts[kind], shape, NEEDED[kind])

    def _users(self) -> Iterator[UserRow]:
        if "users" in self.parts:
            file = self.parts["users"].name
            for line, row, reason in self.rows("users", UserRow):
                if row and mapping.ID.fullmatch(row.id.strip()):
                    yield row
                else:
                    self.rejected.append(Rejected(file, line, reason or mapping.why_bad_id(row.id if row else "")))

    def _emails(self) -> Iterator[str]:
        """Addresses to name the network by: of its users, else in the report, else of the first senders."""
        if self.users:
            yield from (row.email for row in self.users.values())
        elif "report" in self.parts:
            yield from (row.user_principal_name for _, row, _ in self.rows("report", ReportRow) if row)
        else:
            rows = (row for _, row, _ in self.rows("messages", MessageRow) if row)
            yield from (row.sender_email for row in islice(rows, 10_000) if not mapping.is_private(row))

    def groups(self, rejected: list[Rejected]) -> dict[str, Place]:
        """Groups.csv's places by id."""
        places: dict[str, Place] = {}
        if "groups" in self.parts:
            file = self.parts["groups"].name
            for line, row, reason in self.rows("groups", GroupRow):
                if row and mapping.ID.fullmatch(row.id.strip()):
                    places[row.id.strip()] = mapping.group(row)
                else:
                    rejected.append(Rejected(file, line, reason or mapping.why_bad_id(row.id if row else "")))
        return places

    def preview(self) -> Preview:
        """Groups with their number of messages; of private conversations nothing is counted."""
        names = {place.external_id: place.name for place in self.groups([]).values()}
        counts: dict[str, int] = dict.fromkeys(names, 0)
        if "messages" in self.parts:
            for _, row, _ in self.rows("messages", MessageRow):
                if row and not mapping.is_private(row):
                    place = mapping.place_of(row)
                    names.setdefault(place.external_id, place.name)
                    counts[place.external_id] = counts.get(place.external_id, 0) + 1
        places = []
        for external_id, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
            reason = why_leave_out(name)
            places.append(PlacePreview(external_id, name, counts[external_id], None, bool(reason), reason))
        accounts = len(self.users) if "users" in self.parts else None
        return Preview(self.workspace, accounts, tuple(places), "messages", tuple(self._notes()))

    def _notes(self) -> Iterator[str]:
        if "messages" in self.parts:
            yield PRIVATE_GROUPS
            yield NOT_KNOWN
            if "report" not in self.parts:
                yield GIVE_REPORT
            if "users" not in self.parts:
                yield NO_USERS
        else:
            yield REPORT_ONLY
        if "report" in self.parts:
            lines = self.rows("report", ReportRow)
            if any(mapping.is_concealed(row) for _, row, _ in lines if row):
                yield CONCEALED

    def read(self, *, leave_out: frozenset[str] = frozenset()) -> Iterator[Batch]:
        """Accounts and groups first, then messages in the file's order, then the report. Can be called again."""
        reader = _Reader(self, leave_out)
        yield reader.opening()
        if "messages" in self.parts:
            yield from reader.messages(self.parts["messages"])
        if "report" in self.parts:
            yield from reader.report(self.parts["report"])
        yield reader.closing()

    def close(self) -> None:
        for archive in self.archives:
            archive.close()


class _Reader:
    """One pass: the batch being filled, and the accounts and places already told of."""

    def __init__(self, export: VivaEngageExport, leave_out: frozenset[str]) -> None:
        self.export = export
        self.leave_out = leave_out
        self.latest = latest()
        self.known = set(export.users)
        self.mentioned: set[str] = set()  # known by their ids alone, until they write
        self.places: set[str] = set()
        self.batch = Batch(rejected=list(export.rejected))
        self.before = 0  # bytes of the files that have been read
        self.skipped = dict.fromkeys([mapping.PRIVATE, LEFT_OUT, mapping.NOTICE, CONCEALED_LINES], 0)

    def opening(self) -> Batch:
        batch = self.batch
        for kind in ("users", "groups"):
            if kind in self.export.parts:
                batch.file = self.export.parts[kind].name
                self.before += self.export.parts[kind].size
        for row in self.export.users.values():
            batch.accounts.append(mapping.account(row))
            batch.acts += mapping.user_acts(row, self.latest)
        groups = self.export.groups(batch.rejected)
        batch.places += [place for key, place in groups.items() if key not in self.leave_out]
        self.places |= groups.keys()
        return self.full(self.before)

    def full(self, done: int) -> Batch:
        full, self.batch = self.batch, Batch(file=self.batch.file)
        full.done = done
        return full

    def closing(self) -> Batch:
        self.batch.skipped = [Skipped(reason, count) for reason, count in self.skipped.items() if count]
        return self.full(self.export.size)

    def reject(self, part: Part, line: int, reason: str) -> None:
        self.batch.rejected.append(Rejected(part.name, line, reason))

    def messages(self, part: Part) -> Iterator[Batch]:
        self.batch.file = part.name
        rows = self.export.rows("messages", MessageRow)
        for line, row, reason in rows:
            if row is None:
                self.reject(part, line, reason)
            elif mapping.is_private(row):
                self.skipped[mapping.PRIVATE] += 1
            elif mapping.place_id(row) in self.leave_out:
                self.skipped[LEFT_OUT] += 1
            elif mapping.is_notice(row):
                self.skipped[mapping.NOTICE] += 1
            elif reason := self.message(row):
                self.reject(part, line, reason)
            if len(self.batch.acts) >= BATCH or len(self.batch.rejected) >= BATCH:
                yield self.full(self.before + min(rows.tell(), part.size))
        self.before += part.size

    def message(self, row: MessageRow) -> str:
        """Takes a message; says why where it can't."""
        place = mapping.place_id(row)
        for key in (row.id, row.sender_id, place):
            if not mapping.ID.fullmatch(key):
                return mapping.why_bad_id(key)
        published = seconds(row.created_at)
        if published is None or not believed(published, self.latest):
            return mapping.BAD_TIME
        if row.sender_id not in self.known:
            self.tell(mapping.sender(row))
        if place not in self.places:
            self.places.add(place)
            self.batch.places.append(mapping.place_of(row))
        for act in mapping.message_acts(row, place, published, self.latest):
            for who in (act.actor, *act.mentions):
                if who not in self.known and who not in self.mentioned:
                    self.mentioned.add(who)
                    self.batch.accounts.append(Account(who, is_member=False))
            self.batch.acts.append(act)
        return ""

    def tell(self, account: Account) -> None:
        self.known.add(account.external_id)
        self.batch.accounts.append(account)

    def report(self, part: Part) -> Iterator[Batch]:
        """The report's totals. Who is concealed is counted, and is no account."""
        self.batch.file = part.name
        emails = {row.email.strip().lower(): key for key, row in self.export.users.items() if row.email.strip()}
        rows = self.export.rows("report", ReportRow)
        for line, row, reason in rows:
            usage = mapping.usage(row, emails) if row else None
            if row is None or usage is None:
                self.reject(part, line, reason or mapping.BAD_COUNT)
                continue
            self.batch.usage.append(usage)
            if mapping.is_concealed(row):
                self.skipped[CONCEALED_LINES] += 1
            elif usage.external_id not in self.known:
                self.tell(mapping.reported(row))
            if len(self.batch.usage) >= BATCH:
                yield self.full(self.before + min(rows.tell(), part.size))
