"""The `manyhands` command: a door to the management commands of the rooms."""

import os
import sys

# `check` is taken by Django itself, whose own is still run before every command.
OURS = {"check": "check_hub", "import": "import_export"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manyhands.config.settings")
    from django.core.management import execute_from_command_line

    argv = [sys.argv[0], *(OURS.get(word, word) if place == 0 else word for place, word in enumerate(sys.argv[1:]))]
    execute_from_command_line(argv)


if __name__ == "__main__":
    main()
