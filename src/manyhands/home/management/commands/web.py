"""`manyhands web`: only the web process, for machines where something else keeps processes running."""

import os

from django.core.management.base import BaseCommand

from ..supervisor import add_address, web_command


class Command(BaseCommand):
    help = "Runs the web process."

    def add_arguments(self, parser):
        add_address(parser)

    def handle(self, *, host, port, **options):
        command = web_command(host, port)
        os.execv(command[0], command)
