"""Runs LibreOffice on one document: in a folder and with a profile of its own, without macros, links and network, for a limited
time."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from checkrules.plugin import ReadError, Text, shown

SECONDS = 120
"""After which a conversion is given up. A form takes one or two."""
MAX_OUTPUT_BYTES = 32 * 1024 * 1024
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_NOWHERE = "127.0.0.1", "9"
"""A proxy that leads nowhere."""
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    *(
        setting
        for scheme in ("HTTP", "HTTPS", "FTP")
        for setting in (
            ("/org.openoffice.Inet/Settings", f"ooInet{scheme}ProxyName", _NOWHERE[0]),
            ("/org.openoffice.Inet/Settings", f"ooInet{scheme}ProxyPort", _NOWHERE[1]),
        )
    ),
)
_SAVE_AS = Text(
    "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后再交",
    "open it in Word or WPS and save it as a Word document (.docx)",
)


def converted(data: bytes, suffix: str, what: Text, file: str) -> bytes:
    """The document as .docx. Raises ReadError where LibreOffice is not installed, or fails."""
    program = _program()
    if program is None:
        problem = Text(
            f"这是{what.zh}，要有 LibreOffice 才能读取，本机没有安装",
            f"this is {what.en}: it takes LibreOffice to read it, which is not installed",
        )
        raise ReadError(problem, location=file, hint=_SAVE_AS)
    with tempfile.TemporaryDirectory(prefix="checkrules-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / f"document{suffix}").write_bytes(data)
        _write_profile(folder / "profile")
        _run(program, folder, suffix, file)
        made = folder / "made" / "document.docx"
        if not made.is_file():
            raise ReadError(
                Text("LibreOffice 打不开这个文件", "LibreOffice cannot open the file"), location=file, hint=_SAVE_AS
            )
        if made.stat().st_size > MAX_OUTPUT_BYTES:
            size = MAX_OUTPUT_BYTES // 1024 // 1024
            problem = Text(f"转换后超过 {size} MiB，未读", f"converted, it has more than {size} MiB; it is not read")
            raise ReadError(problem, location=file, hint=_SAVE_AS)
        return made.read_bytes()


def _program() -> str | None:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in PLACES if os.path.isfile(place)), None)


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>",
        encoding="utf-8",
    )


def _run(program: str, folder: Path, suffix: str, file: str) -> None:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--nologo",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "made"),
        str(folder / f"document{suffix}"),
    ]
    proxy = f"http://{':'.join(_NOWHERE)}"
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), proxy)
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command, with files of our own
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        problem = Text("LibreOffice 无法启动", f"LibreOffice does not start ({shown(str(error))})")
        raise ReadError(problem, location=file, hint=_SAVE_AS) from error
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        problem = Text(
            f"LibreOffice 转换超过 {SECONDS} 秒，已中止",
            f"LibreOffice took more than {SECONDS} seconds and was stopped",
        )
        raise ReadError(problem, location=file, hint=_SAVE_AS) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started."""
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except (ProcessLookupError, PermissionError):
        pass  # it has ended
    process.wait()
