"""A MediaWiki dump of a whole history parsed to acts, beside mwxml that parses the same file to the same.

    python benchmarks/bench_mediawiki.py [--revisions 20000] [--dump FILE.xml]

Prints revisions a second, the ratio of times (seconds of CPU, since other work on the machine matters less to them, the
better of two readings each), and the most memory of ours at two sizes of the file.
"""

import argparse
import gc
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

LEAST_RATIO = 6
BEGIN = 1_400_000_000
HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
  <siteinfo>
    <sitename>Benchmark wiki</sitename>
    <dbname>bench</dbname>
    <base>https://wiki.example.org/index.php/Main_Page</base>
    <generator>MediaWiki 1.39.17</generator>
    <case>first-letter</case>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="1" case="first-letter">Talk</namespace>
      <namespace key="2" case="first-letter">User</namespace>
      <namespace key="3" case="first-letter">User talk</namespace>
    </namespaces>
  </siteinfo>
"""
PAGE = """  <page>
    <title>Page {page}</title>
    <ns>{ns}</ns>
    <id>{page}</id>
"""
REVISION = """    <revision>
      <id>{id}</id>
{parent}      <timestamp>{when}</timestamp>
      <contributor>
        {who}
      </contributor>
{minor}      <comment>{comment}</comment>
      <origin>{id}</origin>
      <model>wikitext</model>
      <format>text/x-wiki</format>
      <text bytes="{size}" sha1="{sha}" xml:space="preserve">{text}</text>
      <sha1>{sha}</sha1>
    </revision>
"""
WORDS = [
    "council",
    "service",
    "library",
    "highway",
    "[[page]]",
    "'''bold'''",
    "<ref>source</ref>",
    "&",
    '"quoted"',
    "résumé",
]
WORDS += ["Gŵyl", "street\n*", "item\n"]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--revisions", type=int, default=20_000)
    options.add_argument("--dump", type=Path, help="made before, to save the time")
    options.add_argument("--ours", type=Path, help="only reads this dump with ours, and prints the memory it took")
    chosen = options.parse_args()
    if chosen.ours:
        time_ours(chosen.ours)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        dump, tenth = chosen.dump or Path(folder) / "dump.xml", Path(folder) / "tenth.xml"
        if not chosen.dump:
            generate(dump, chosen.revisions, seed=1)
        generate(tenth, chosen.revisions // 10, seed=2)
        size = dump.stat().st_size
        ours, acts = min(time_ours(dump) for _ in range(2))
        theirs, expected = min(time_mwxml(dump) for _ in range(2))
        if acts != expected:
            raise SystemExit(f"ours read {acts}, mwxml {expected}")
        small, large = memory(tenth), memory(dump)
    count = acts[0]
    print(f"\n{count:,} revisions, {size / 1e6:.0f} MB\n")
    print("| | ours | mwxml | target | met |")
    print("| --- | --- | --- | --- | --- |")
    ratio = theirs / ours
    met = "yes" if ratio >= LEAST_RATIO else "no"
    print(f"| parse to acts | {ours:.2f} s | {theirs:.2f} s | at least {LEAST_RATIO} × | {met} ({ratio:.1f} ×) |")
    print(f"| revisions a second | {count / ours:,.0f} | {count / theirs:,.0f} | | |")
    print(f"| MB a second | {size / ours / 1e6:,.0f} | {size / theirs / 1e6:,.0f} | | |")
    met = "yes" if large < small * 1.2 else "no"
    print(
        f"| peak memory, and of a tenth of the file | {large / 1e3:.0f} MB, {small / 1e3:.0f} MB | | the same | {met} |"
    )


def time_ours(dump: Path) -> tuple[float, tuple[int, int, int]]:
    """Seconds of reading a dump to acts; how many, by how many authors, and the sum of their times."""
    from manyhands.networks.mediawiki.export import MediaWikiExport

    gc.disable()  # as the reading process does
    began = time.process_time()
    export = MediaWikiExport(dump)
    count, total, actors = 0, 0, set()
    for batch in export.read():
        count += len(batch.acts)
        for act in batch.acts:
            total += int(act.published)
            actors.add(act.actor)
    export.close()
    took = time.process_time() - began
    gc.enable()
    return took, (count, len(actors), total)


def time_mwxml(dump: Path) -> tuple[float, tuple[int, int, int]]:
    """Seconds that mwxml takes for tuples with the same content."""
    import mwxml

    began = time.process_time()
    count, total, actors = 0, 0, set()
    with dump.open("rb") as file:
        for page in mwxml.Dump.from_file(file):
            for revision in page:
                user = revision.user
                actor = ("ip", user.text) if user.id is None else user.id
                thing = None if revision.parent_id is None else page.id
                act = (
                    revision.id,
                    actor,
                    "Update" if revision.parent_id else "Create",
                    page.namespace,
                    thing,
                    revision.timestamp.unix(),
                    len(revision.text or ""),
                )
                count += 1
                total += act[5]
                actors.add(actor)
    return time.process_time() - began, (count, len(actors), total)


def memory(dump: Path) -> int:
    """The most memory, in KB, of a process that reads a dump."""
    command = [sys.executable, __file__, "--ours", str(dump)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def generate(path: Path, revisions: int, seed: int) -> None:
    """A dump of pages with 1 to 60 revisions of texts around 3 KB, by 2,000 people, some without an account."""
    luck = random.Random(seed)
    texts = ["".join(f"{luck.choice(WORDS)} " for _ in range(int(luck.lognormvariate(5.7, 0.8)))) for _ in range(300)]
    ready = [(escape(text, {'"': "&quot;"}), len(text.encode())) for text in texts]
    left, page, id_ = revisions, 0, 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD)
        while left:
            page += 1
            file.write(PAGE.format(page=page, ns=luck.choice((0, 0, 0, 1, 2, 3))))
            parent, when = "", BEGIN + luck.randrange(10**8)
            for _ in range(min(left, luck.randrange(1, 61))):
                left, id_, when = left - 1, id_ + 1, when + luck.randrange(60, 10**6)
                number = int(2_000 * luck.random() ** 3)
                text, size = luck.choice(ready)
                if luck.random() < 0.1:
                    who = f"<ip>192.0.2.{number % 250}</ip>"
                else:
                    who = f"<username>Editor {number}</username>\n        <id>{number + 1}</id>"
                file.write(
                    REVISION.format(
                        id=id_,
                        parent=parent,
                        when=datetime.fromtimestamp(when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
                        who=who,
                        minor="      <minor />\n" if luck.random() < 0.2 else "",
                        comment=quoteattr("/* A section */ what was done")[1:-1],
                        size=size,
                        sha=f"{luck.getrandbits(150):031x}"[:31],
                        text=text,
                    )
                )
                parent = f"      <parentid>{id_}</parentid>\n"
            file.write("  </page>\n")
        file.write("</mediawiki>\n")


if __name__ == "__main__":
    main()
