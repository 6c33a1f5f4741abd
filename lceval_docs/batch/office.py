"""PDF of finished Word files, made by an office program: the very documents that people sign.

Some twenty files go through one process, with a profile of its own: nobody's settings are touched, and another office
that is open does not get in the way. Chinese faces that the machine lacks are replaced by good ones that it has; left to
itself the program would take any. PDF files carry the time they were made, so they are the only ones of ours that differ
from run to run.
"""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lceval_docs.build import NO_PDF
from lceval_docs.disk import set_aside, write
from lceval_docs.problems import Mark, Problem, Refused
from lceval_docs.writers.word.text import escape

AT_ONCE = 20
START_SECONDS, FILE_SECONDS = 120, 30

SONG = ("宋体", "SimSun", "新宋体", "NSimSun")
HEI = ("黑体", "SimHei", "等线", "DengXian", "微软雅黑", "Microsoft YaHei")
FANG = ("仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312")
KAI = ("楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312")
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S")
SERIF = (
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "AR PL UMing CN",
)
SANS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Heiti SC",
    "PingFang SC",
    "WenQuanYi Zen Hei",
)
# What stands in for a face: the first that is installed.
STAND_INS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (SONG, ("SimSun", "宋体", *SERIF)),
    (HEI, ("SimHei", "黑体", *SANS)),
    (FANG, ("FangSong", "仿宋", "STFangsong", "FandolFang R", *SERIF)),
    (KAI, ("KaiTi", "楷体", "STKaiti", "FandolKai", "AR PL UKai CN", *SERIF)),
    (TITLE, SERIF),
)

_ITEMS = "http://openoffice.org/2001/registry"
_SUBSTITUTION = "/org.openoffice.Office.Common/Font/Substitution"
_PAIR = (
    '<item oor:path="{path}/FontPairs"><node oor:name="_{number}" oor:op="replace">'
    '<prop oor:name="ReplaceFont"><value>{face}</value></prop>'
    '<prop oor:name="SubstituteFont"><value>{stand_in}</value></prop>'
    '<prop oor:name="Always"><value>true</value></prop>'
    '<prop oor:name="OnScreenOnly"><value>false</value></prop></node></item>'
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="{items}">'
    '<item oor:path="{path}"><prop oor:name="Replacement" oor:op="fuse"><value>true</value></prop></item>'
    "{pairs}</oor:items>\n"
)


def installed_faces() -> frozenset[str]:
    """Names of all faces that fontconfig knows; none where there is no fontconfig, as on Windows."""
    try:
        done = subprocess.run(["fc-list", ":", "family"], capture_output=True, check=False, timeout=START_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return frozenset()
    lines = done.stdout.decode(errors="replace").splitlines()
    return frozenset(name.strip() for line in lines for name in line.split(","))


def stand_ins(installed: frozenset[str]) -> dict[str, str]:
    """What takes the place of each Chinese face that is not there."""
    found: dict[str, str] = {}
    for faces, candidates in STAND_INS:
        stand_in = next((c for c in candidates if c in installed), "")
        if stand_in:
            found |= {face: stand_in for face in faces if face not in installed}
    return found


def profile_of(replaced: Mapping[str, str]) -> bytes:
    """The settings of an office program that replaces these faces."""
    pairs = "".join(
        _PAIR.format(path=_SUBSTITUTION, number=n, face=escape(face), stand_in=escape(stand_in))
        for n, (face, stand_in) in enumerate(sorted(replaced.items()))
    )
    return _PROFILE.format(items=_ITEMS, path=_SUBSTITUTION, pairs=pairs).encode()


def convert(
    office: Path, folder: Path, names: Sequence[str], told: Callable[[str, Path | None], None]
) -> tuple[Problem, ...]:
    """Write a PDF beside each Word file of a folder. `told`: after each, with the PDF. The problems of those without."""
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory(prefix="lceval-") as room:
        profile = Path(room) / "profile"
        write({"registrymodifications.xcu": profile_of(stand_ins(installed_faces()))}, profile / "user")
        left = []
        for n in range(0, len(names), AT_ONCE):
            some = names[n : n + AT_ONCE]
            left += _converted(office, folder, some, Path(room) / f"some{n}", told, problems)
        for n, name in enumerate(left):  # one bad file can take down those beside it
            if _converted(office, folder, [name], Path(room) / f"alone{n}", told, problems):
                problems.append(NO_PDF.at(Mark((folder / name).as_posix())))
                told(name, None)
    return tuple(problems)


def _converted(
    office: Path,
    folder: Path,
    names: Sequence[str],
    room: Path,
    told: Callable[[str, Path | None], None],
    problems: list[Problem],
) -> list[str]:
    """The names of which no PDF came."""
    _run(office, [folder / name for name in names], room)
    left = []
    for name, made in _made(names, room):
        if made is None:
            left.append(name)
            continue
        try:
            plan = {f"{Path(name).stem}.pdf": made}
            problems += set_aside(plan, folder)
            (path,) = write(plan, folder)
            told(name, path)
        except Refused as refused:
            problems += refused.problems
            told(name, None)
    return left


def _made(names: Sequence[str], room: Path) -> Iterator[tuple[str, bytes | None]]:
    for name in names:
        path = room / f"{Path(name).stem}.pdf"
        content = path.read_bytes() if path.is_file() else b""
        yield name, content if content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF") else None


def _run(office: Path, files: Sequence[Path], room: Path) -> None:
    """One process for these files. What it says is not looked at: what it made is."""
    profile = (room.parent / "profile").resolve().as_uri()
    command = [str(office), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf"]
    command += ["--outdir", str(room), *(str(f.resolve()) for f in files)]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError:
        return
    try:
        process.wait(START_SECONDS + FILE_SECONDS * len(files))
    except subprocess.TimeoutExpired:
        return
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """The program and what it has started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
