"""Every page of the site before the Nu checker, which knows more of HTML than a parser: `make conformance`.

It needs Java and npm, and is installed into build/nu the first time. What the theme writes is known, one by one; anything
else is an error.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from conftest import ROOT, build_site

CHECKER = "vnu-jar@26.9.27"
FOLDER = ROOT / "build" / "nu"
JAR = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
# By the beginning of what is said.
OF_THE_THEME = {
    "Attribute “autocomplete” is only allowed when the input type is": (
        "the theme's two switches (#__drawer, #__search) stand outside of every block that can be changed; Firefox "
        "would keep a menu open over a reload without it"
    ),
}


def main() -> int:
    if not JAR.is_file():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FOLDER), CHECKER]
        subprocess.run(command, check=True)
    with tempfile.TemporaryDirectory() as name:
        build_site(ROOT, Path(name)).check_returncode()
        command = ["java", "-Xss4m", "-jar", str(JAR), "--format", "json", "--skip-non-html", "--errors-only", name]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        said = [
            (message["url"].partition(name)[2].lstrip("/"), message.get("lastLine", 0), message["message"])
            for message in json.loads(done.stderr)["messages"]
        ]
    ours = [one for one in said if not one[2].startswith(tuple(OF_THE_THEME))]
    for page, line, message in ours:
        print(f"{page}:{line}: {message}")
    for beginning, reason in OF_THE_THEME.items():
        times = sum(message.startswith(beginning) for _, _, message in said)
        print(f"{times} × “{beginning} …”: {reason}")
    print(f"{len(ours)} errors of ours")
    return int(bool(ours))


if __name__ == "__main__":
    raise SystemExit(main())
