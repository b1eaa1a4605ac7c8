"""A PostgreSQL server of the tests' own: private folder, private socket, no port, ended by its process id."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

DATABASE = "huikuan"
START_SECONDS = 60
STOP_SECONDS = 20
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class NoServer(RuntimeError):
    """The server's programs are missing, or it did not start."""


@dataclass(slots=True)
class PrivateServer:
    """A running server; `url` is what DATABASE_URL takes."""

    folder: Path
    program: Path
    settings: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={self.folder}"

    def start(self) -> None:
        """Start the server on its folder and wait until it answers; raises NoServer."""
        settings = ["listen_addresses=", "timezone=UTC", "max_connections=120", *self.settings]
        arguments = [part for setting in settings for part in ("-c", setting)]
        command = [str(self.program / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder), *arguments]
        with (self.folder / "log").open("ab") as log:
            self.process = _popen(command, folder=self.folder, output=log.fileno())
        self._wait_until_ready()

    def stop(self) -> None:
        """End the server by its process id, gently and then not."""
        if self.process is None:
            return
        for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if self.process.poll() is None:
                self.process.send_signal(sign)
                try:
                    self.process.wait(STOP_SECONDS)
                except subprocess.TimeoutExpired:
                    continue
        self.process = None

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        assert self.process is not None
        question = [str(self.program / "pg_isready"), "-q", "-h", str(self.folder), "-d", "postgres"]
        end = time.monotonic() + START_SECONDS
        while subprocess.run(question, check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > end:
                raise NoServer((self.folder / "log").read_text()[-2000:])
            time.sleep(0.05)


def new_server(*, durable: bool = False, settings: tuple[str, ...] = ()) -> PrivateServer:
    """A fresh running server with an empty database; `durable` keeps commits over a kill of the whole machine."""
    program = programs()
    folder = Path(tempfile.mkdtemp(prefix="huikuan-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, _account().pw_uid, _account().pw_gid)
    command = [str(program / "initdb"), "-D", str(folder / "data"), "-U", DATABASE]
    command += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    with (folder / "log").open("ab") as log:
        if _popen(command, folder=folder, output=log.fileno()).wait() != 0:
            raise NoServer((folder / "log").read_text()[-2000:])
    server = PrivateServer(folder=folder, program=program, settings=settings + (() if durable else NOT_DURABLE))
    server.start()
    created = [str(program / "createdb"), "-h", str(folder), "-U", DATABASE, DATABASE]
    subprocess.run(created, check=True)
    return server


def programs() -> Path:
    """The folder of the newest installed server; raises NoServer with what to install."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    elsewhere = shutil.which("initdb")
    if elsewhere is None:
        raise NoServer("no PostgreSQL server is installed: apt-get install postgresql")
    return Path(elsewhere).resolve().parent


def _popen(command: list[str], *, folder: Path, output: int) -> subprocess.Popen[bytes]:
    """Start a program of the server in its folder, as the account `postgres` where we are root, which it refuses."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"}
    account = _account() if os.geteuid() == 0 else None
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError as error:
        raise NoServer("run the tests as a normal user, or create the account postgres") from error
