"""Install what the browser and office tests need, or say exactly what is missing and fail.

Standard library only: it runs before anything else is installed. Debian and Ubuntu with root or passwordless sudo
install by themselves; elsewhere a person does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = (
    "chromium",
    "libreoffice-writer",
    "libreoffice-calc",
    "libreoffice-math",
    "poppler-utils",
    "fonts-noto-cjk",
    "fonts-liberation",
    "fontconfig",
)


def lacking() -> list[str]:
    """What is not there, in words a person can act on."""
    programs = {
        "Chromium": ("chromium", "chromium-browser", "google-chrome"),
        "LibreOffice (soffice)": ("soffice", "libreoffice"),
        "pdftotext (poppler-utils)": ("pdftotext",),
        "npm, which brings the Python for browsers": ("npm",),
    }
    found = [name for name, commands in programs.items() if not any(map(shutil.which, commands))]
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, check=False).stdout
        if shutil.which("fc-list")
        else b""
    )
    if b"Noto" not in fonts:
        found.append("a Chinese font (Noto CJK)")
    latin = subprocess.run(["fc-list"], capture_output=True, check=False).stdout if shutil.which("fc-list") else b""
    if b"Liberation" not in latin:
        found.append("Liberation fonts")
    if not _has_math():
        found.append("LibreOffice Math (libreoffice-math), without which equations vanish")
    return found


def _has_math() -> bool:
    folders = ("/usr/lib/libreoffice/program", "/usr/lib64/libreoffice/program", "/opt/libreoffice/program")
    present = [f for f in folders if os.path.isdir(f)]
    return not present or any(os.path.exists(os.path.join(f, "libsmlo.so")) for f in present)


def install() -> bool:
    """By the system's package manager, where it may."""
    if not shutil.which("apt-get"):
        return False
    prefix: list[str] = []
    if os.geteuid() != 0:
        if (
            not shutil.which("sudo")
            or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
        ):
            return False
        prefix = ["sudo", "-n"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, "apt-get", "update", "-qq"], env=quiet, check=False)
    wanted = PACKAGES if shutil.which("npm") else (*PACKAGES, "npm")
    command = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    return subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0


def main() -> int:
    missing = lacking()
    if missing and install():
        missing = lacking()
    if missing:
        print("The browser and office tests need:", *missing, sep="\n  ", file=sys.stderr)
        print("On Debian or Ubuntu: sudo apt-get install", *PACKAGES, file=sys.stderr)
        print("Without them: make test-quick", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
