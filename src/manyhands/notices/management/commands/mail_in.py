"""`manyhands mail-in`: takes one message from standard input, as a mail server pipes it."""

import os
import sys

from django.core.management.base import BaseCommand

from ... import actions
from ...rules.arrivals import LONGEST
from ...types import IncomingState

# What a mail server makes of these (sysexits.h): it gives the message back, or tries again later.
DATA, LATER = os.EX_DATAERR, os.EX_TEMPFAIL
BACK = frozenset({"to_nobody", "to_several", "too_long"})  # refusals that the sender's own server should tell of


class Command(BaseCommand):
    help = "Takes a message that arrived by e-mail: an answer to a notice, or a report that one was not delivered."

    def add_arguments(self, parser):
        parser.add_argument("--to", default="", help="the address that the mail server was given for it")
        parser.add_argument("--mailbox", action="store_true", help="look into the mailbox of MANYHANDS_MAIL_IN_URL")

    def handle(self, *, to, mailbox, **options):
        if mailbox:
            self.stdout.write(str(actions.fetch_mail()))
            return
        raw = sys.stdin.buffer.read(LONGEST + 1)
        try:
            came = actions.arrive(raw, envelope_to=to)
        except Exception as error:
            self.stderr.write(f"not now: {type(error).__name__}")
            sys.exit(LATER)  # nothing is lost: the mail server keeps it
        self.stdout.write(f"{came.state} {came.reason}".strip())
        if came.state == IncomingState.REFUSED and came.reason in BACK:
            sys.exit(DATA)
