"""`manyhands up`: the whole hub in one command."""

import sys

from django.core.management.base import BaseCommand

from ..supervisor import Supervisor, add_address


class Command(BaseCommand):
    help = "Runs the hub: the web process and the worker, each started again if it ends. Ctrl+C stops both."
    requires_system_checks = ()  # the web process and the worker do their own

    def add_arguments(self, parser):
        add_address(parser)

    def handle(self, *, host, port, **options):
        sys.exit(Supervisor(host, port).run())
