"""A mailing list's archive parsed to acts, beside Perceval's mbox backend that parses the same file.

    python benchmarks/bench_mbox.py [--messages 10000] [--mbox FILE.mbox]

Prints messages a second and the ratio of times: seconds of CPU, since other work on the machine matters less to them,
the better of two readings each. Perceval is timed at `MBox.parse_mbox`, without its own copying of the file and without
making acts.
"""

import argparse
import base64
import gc
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

LEAST_RATIO = 10
BEGIN = 1_400_000_000
WORDS = "council,service,library,highway,housing,meeting,notes,résumé,Gŵyl,street,agenda,help,question"
WORDS = WORDS.split(",")
RECEIVED = """Received: from mail{n}.example.org (mail{n}.example.org [192.0.2.{n}])
\tby lists.example.org (Postfix) with ESMTPS id {id:010X}
\tfor <digital@lists.example.org>; {date}
"""
BY_MAILMAN = """Message-ID-Hash: {hash}
X-Message-ID-Hash: {hash}
X-MailFrom: person{person}@example.org
X-Mailman-Rule-Hits: nonmember-moderation
X-Mailman-Rule-Misses: dmarc-mitigation; no-senders; approved; emergency; loop; banned-address; header-match
X-Mailman-Version: 3.3.8
Precedence: list
List-Id: Digital people <digital.lists.example.org>
Archived-At: <https://lists.example.org/archives/list/digital@lists.example.org/message/{hash}/>
List-Archive: <https://lists.example.org/archives/list/digital@lists.example.org/>
List-Help: <mailto:digital-request@lists.example.org?subject=help>
List-Owner: <mailto:digital-owner@lists.example.org>
List-Post: <mailto:digital@lists.example.org>
List-Subscribe: <mailto:digital-join@lists.example.org>
List-Unsubscribe: <mailto:digital-leave@lists.example.org>
MIME-Version: 1.0
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", type=int, default=10_000)
    options.add_argument("--mbox", type=Path, help="made before, to save the time")
    options.add_argument("--ours", type=Path, help="only reads this file with ours, and prints the memory it took")
    chosen = options.parse_args()
    if chosen.ours:
        time_ours(chosen.ours)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    with tempfile.TemporaryDirectory(prefix="manyhands-bench-") as folder:
        mbox, tenth = chosen.mbox or Path(folder) / "list.mbox", Path(folder) / "tenth.mbox"
        if not chosen.mbox:
            generate(mbox, chosen.messages, seed=1)
        generate(tenth, chosen.messages // 10, seed=2)
        size = mbox.stat().st_size
        ours, count = min(time_ours(mbox) for _ in range(2))
        theirs, expected = min(time_perceval(mbox) for _ in range(2))
        if count != expected:
            raise SystemExit(f"ours read {count}, Perceval {expected}")
        small, large = memory(tenth), memory(mbox)
    print(f"\n{count:,} messages, {size / 1e6:.0f} MB\n")
    print("| | ours | Perceval | target | met |")
    print("| --- | --- | --- | --- | --- |")
    ratio = theirs / ours
    met = "yes" if ratio >= LEAST_RATIO else "no"
    print(f"| parse to acts | {ours:.2f} s | {theirs:.2f} s | at least {LEAST_RATIO} × | {met} ({ratio:.1f} ×) |")
    print(f"| messages a second | {count / ours:,.0f} | {count / theirs:,.0f} | | |")
    met = "yes" if large < small * 1.2 else "no"
    print(
        f"| peak memory, and of a tenth of the file | {large / 1e3:.0f} MB, {small / 1e3:.0f} MB | | the same | {met} |"
    )


def time_ours(mbox: Path) -> tuple[float, int]:
    from manyhands.networks.mbox.export import MboxExport

    gc.disable()  # as the reading process does
    began = time.process_time()
    export = MboxExport(mbox)
    count = sum(len(batch.acts) for batch in export.read())
    export.close()
    took = time.process_time() - began
    gc.enable()
    return took, count


def time_perceval(mbox: Path) -> tuple[float, int]:
    from perceval.backends.core.mbox import MBox

    began = time.process_time()
    count = 0
    for message in MBox.parse_mbox(str(mbox)):
        count += "Message-ID" in message
    return time.process_time() - began, count


def memory(mbox: Path) -> int:
    """The most memory, in KB, of a process that reads an mbox."""
    command = [sys.executable, __file__, "--ours", str(mbox)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])


def generate(path: Path, messages: int, seed: int) -> None:
    """Messages of 2,000 people in threads: most in plain text with quotations, some with HTML beside it, a few with a
    file; all with the headers that a message gathers on its way through Mailman 3."""
    luck = random.Random(seed)
    ids: list[str] = []
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(messages):
            when = datetime.fromtimestamp(BEGIN + number * 600 + luck.randrange(600), UTC)
            person = int(2_000 * luck.random() ** 3)
            id_ = f"{luck.getrandbits(64):016x}.{number}@mail.example.org"
            date = format_datetime(when)
            reply = luck.choice(ids[-50:]) if ids and luck.random() < 0.7 else ""
            name = f"=?utf-8?q?Si=C3=A2n_{person}?=" if person % 10 == 0 else f"Person {person}"
            file.write(f"From person{person}@example.org {when.strftime('%a %b %d %H:%M:%S %Y')}\n")
            file.write("Return-Path: <digital-bounces@lists.example.org>\n")
            for hop in range(3):
                file.write(RECEIVED.format(n=hop + 1, id=luck.getrandbits(40), date=date))
            file.write("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail;\n")
            signature = base64.b64encode(luck.randbytes(192)).decode()
            file.write("".join(f"\t{signature[at : at + 70]}\n" for at in range(0, len(signature), 70)))
            file.write(f"From: {name} <person{person}@example.org>\nTo: digital@lists.example.org\nDate: {date}\n")
            file.write(f"Message-ID: <{id_}>\n")
            if reply:
                file.write(f"In-Reply-To: <{reply}>\nReferences: <{luck.choice(ids)}>\n\t<{reply}>\n")
            file.write(f"Subject: [digital] {'Re: ' if reply else ''}{luck.choice(WORDS)}\n")
            file.write(BY_MAILMAN.format(hash=base64.b32encode(luck.randbytes(20)).decode(), person=person))
            file.write(body(luck, reply))
            ids.append(id_)


def body(luck: random.Random, reply: str) -> str:
    words = [luck.choice(WORDS) for _ in range(int(luck.lognormvariate(4.8, 0.8)))]
    lines = [" ".join(words[at : at + 11]) for at in range(0, len(words), 11)]
    if reply:
        lines[:0] = ["On Monday somebody wrote:", *(f"> {line}" for line in lines[:20]), ""]
    text = "\n".join([*lines, "", "-- ", "Somebody, a council"])
    plain = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n\n"
    kind = luck.random()
    if kind < 0.7:
        return plain
    boundary = f"=_{luck.getrandbits(60):015x}"
    if kind < 0.96:
        html = "".join(f"<p>{line}</p>\n" for line in lines)
        rest = f"Content-Type: text/html; charset=utf-8\n\n<html><body>{html}</body></html>\n"
        sort = "alternative"
    else:
        data = base64.encodebytes(luck.randbytes(luck.randrange(1_000, 60_000))).decode()
        head = "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment"
        rest = f'{head}; filename="a.pdf"\n\n{data}'
        sort = "mixed"
    parts = f"--{boundary}\n{plain}--{boundary}\n{rest}--{boundary}--\n\n"
    return f'Content-Type: multipart/{sort}; boundary="{boundary}"\n\n{parts}'


if __name__ == "__main__":
    main()
