"""A backup counts once it was restored; restoring follows no stored path and no link (TRUST X8, S26)."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from huikuan.jobs import backup_archive
from huikuan.jobs.backup_archive import Manifest, kept_files, opened_archive
from huikuan.jobs.backups import scratch_folder
from huikuan.kernel.refusal import Refused

ROOT = Path(__file__).resolve().parents[2]
LIST = "发票号,客户,开票日期,到期日,金额\nF001,甲公司,2026-01-10,2026-02-09,1234.50\nF002,乙公司,2026-01-11,,0.01\n"


@dataclass
class Installation:
    """A data folder and a database of its own, worked on by commands in processes of their own."""

    home: Path
    url: str

    def run(self, *words: object) -> tuple[int, Any]:
        """A command with --json: its exit code and its document."""
        environment = {**os.environ, "HUIKUAN_HOME": str(self.home), "DATABASE_URL": self.url, "HUIKUAN_LANGUAGE": "en"}
        code = "import sys; from huikuan.cli.main import run; sys.exit(run(words=sys.argv[1:]))"
        command = [sys.executable, "-c", code, *map(str, words), "--json"]
        ran = subprocess.run(
            command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False, timeout=300
        )
        assert ran.stdout, ran.stderr
        return ran.returncode, json.loads(ran.stdout)


class Maker:
    """Makes installations on the database of this test run, fresh or as copies of another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.databases: list[str] = []
        self.count = 0

    def make(self, like: Installation | None = None) -> Installation:
        """A new installation."""
        self.count += 1
        home = self.folder / f"home{self.count}"
        if like is None:
            home.mkdir()
        else:
            shutil.copytree(like.home, home)
        if connections["default"].vendor == "sqlite":
            return Installation(home, f"sqlite:///{home}/huikuan.sqlite3")
        name = f"backup_{os.getpid()}_{self.count}"
        template = ["-T", like.url.partition("@/")[2].partition("?")[0]] if like else []
        self.maintain("createdb", *template, name)
        self.databases.append(name)
        settings = connections["default"].settings_dict
        return Installation(home, f"postgresql://{settings['USER']}@/{name}?host={settings['HOST']}")

    def remove(self) -> None:
        """Drop what was made on the server."""
        for name in self.databases:
            self.maintain("dropdb", "--force", name)

    def maintain(self, program: str, *arguments: str) -> None:
        """Run a program of the PostgreSQL client."""
        settings = connections["default"].settings_dict
        subprocess.run([program, "-h", settings["HOST"], "-U", settings["USER"], *arguments], check=True)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Maker, Installation]]:
    """An installation with two invoices and the file they came from."""
    folder = tmp_path_factory.mktemp("installations")
    maker = Maker(folder)
    books = maker.make()
    (folder / "list.csv").write_text(LIST)
    assert books.run("import", "invoices", folder / "list.csv", "--currency", "CNY")[1]["accepted"] == 2
    yield maker, books
    maker.remove()


@pytest.fixture
def filled(template: tuple[Maker, Installation]) -> Installation:
    """A copy of it for one test."""
    maker, books = template
    return maker.make(like=books)


@pytest.fixture(scope="module")
def backup(template: tuple[Maker, Installation]) -> Path:
    """A backup of it."""
    maker, books = template
    return Path(maker.make(like=books).run("backup")[1]["path"])


@pytest.fixture(scope="module")
def empty(template: tuple[Maker, Installation]) -> Installation:
    """An installation without any books, for what may not bring any."""
    return template[0].make()


@pytest.fixture
def installations(template: tuple[Maker, Installation]) -> Any:
    """Makes installations without any books."""
    return template[0].make


def test_what_was_backed_up_is_there_again_elsewhere(filled: Installation, installations: Any) -> None:
    code, made = filled.run("backup")
    assert (code, made["verified"], made["files"]) == (0, True, 1)
    assert made["rows"]["receivables_invoice"] == 2
    assert made["chain_head"] != "0" * 64
    path = Path(made["path"])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == made["sha256"]
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name], "nothing unfinished is left"
    other = installations()
    code, restored = other.run("restore", path)
    assert (code, restored["rows"], restored["files"]) == (0, sum(made["rows"].values()), 1)
    assert other.run("check")[1]["ok"] is True
    assert other.run("audit", "verify", "--anchor", made["chain_head"])[0] == 0
    assert other.run("import", "invoices", filled.home.parent / "list.csv")[1]["duplicate"] == 2
    sha256 = hashlib.sha256(LIST.encode()).hexdigest()
    assert (other.home / "files" / sha256[:2] / sha256).read_text() == LIST


def test_books_are_replaced_only_on_request(filled: Installation) -> None:
    path = filled.run("backup")[1]["path"]
    (filled.home.parent / "more.csv").write_text(LIST.replace("F00", "G00"))
    assert filled.run("import", "invoices", filled.home.parent / "more.csv")[1]["accepted"] == 2
    code, refused = filled.run("restore", path)
    assert (code, refused["error"]["code"]) == (1, "BOOKS_NOT_EMPTY")
    assert filled.run("restore", path, "--verify-only")[0] == 0
    assert filled.run("import", "invoices", filled.home.parent / "more.csv")[1]["duplicate"] == 2
    assert filled.run("restore", path, "--replace")[0] == 0
    assert filled.run("import", "invoices", filled.home.parent / "more.csv")[1]["accepted"] == 2


def changed(path: Path, target: Path, change: Any) -> Path:
    """A copy of a backup whose members went through `change(name, member, content) → content or None`."""
    with tarfile.open(path) as source, tarfile.open(target, "w") as copy:
        for member in source:
            stream = source.extractfile(member)
            content = change(member.name, stream.read() if stream else b"")
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("what", "code"),
    [("database", "BACKUP_DAMAGED"), ("files", "BACKUP_DAMAGED"), ("file gone", "BACKUP_DAMAGED"), ("counts", "BACKUP_DIFFERS"),
     ("head", "BACKUP_DIFFERS"), ("format", "BACKUP_OF_OTHER_RELEASE"), ("manifest", "BACKUP_UNREADABLE")],
)  # fmt: skip
@pytest.mark.usefixtures("sqlite_only")
def test_a_backup_that_was_changed_is_refused_and_nothing_is_touched(
    backup: Path, empty: Installation, tmp_path: Path, what: str, code: str
) -> None:
    def change(name: str, content: bytes) -> bytes | None:
        if name == "manifest.json" and what in ("counts", "head", "format", "manifest"):
            if what == "manifest":
                return content[:-9]
            manifest = json.loads(content)
            manifest["rows"]["receivables_invoice"] += what == "counts"
            manifest["chain_head"] = "f" * 64 if what == "head" else manifest["chain_head"]
            manifest["format"] = 99 if what == "format" else 1
            return json.dumps(manifest).encode()
        if name == "database" and what == "database":
            return content[:-1] + bytes([content[-1] ^ 1])
        if name.startswith("files/") and what in ("files", "file gone"):
            return content + b"x" if what == "files" else None
        return content

    broken = changed(backup, tmp_path / "broken.tar", change)
    assert empty.run("restore", broken)[1]["error"]["code"] == code
    assert list(empty.home.glob("files/*")) == []


@pytest.mark.usefixtures("sqlite_only")
def test_other_files_are_no_backups(empty: Installation, tmp_path: Path) -> None:
    for content in (b"", b"x" * 5_000, LIST.encode()):
        (tmp_path / "x.tar").write_bytes(content)
        assert empty.run("restore", tmp_path / "x.tar")[1]["error"]["code"] == "BACKUP_UNREADABLE"


def archive_of(tmp_path: Path, members: list[tuple[tarfile.TarInfo, bytes]], files: dict[str, int]) -> Path:
    manifest = Manifest("2026-01-01", "1", "sqlite", "0" * 64, {}, "0" * 64, files)
    path = tmp_path / "made.tar"
    with tarfile.open(path, "w") as archive:
        text = json.dumps({name: getattr(manifest, name) for name in Manifest.__slots__}).encode()
        first = tarfile.TarInfo("manifest.json")
        first.size = len(text)
        archive.addfile(first, io.BytesIO(text))
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def test_stored_paths_and_links_are_never_followed(tmp_path: Path) -> None:
    good = b"kept"
    sha256 = hashlib.sha256(good).hexdigest()
    link = tarfile.TarInfo(f"files/{'b' * 64}")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo(f"files/{'c' * 64}")
    hard.type, hard.linkname = tarfile.LNKTYPE, "../../secret-key"
    device = tarfile.TarInfo(f"files/{'d' * 64}")
    device.type = tarfile.CHRTYPE
    names = ["../../outside", "/etc/cron.d/x", f"files/../../{sha256}", f"files/{sha256}/x", "files/..", "secret-key"]
    members = [(tarfile.TarInfo(name), good) for name in names]
    members += [(link, b""), (hard, b""), (device, b""), (tarfile.TarInfo(f"files/{sha256}"), good)]
    members += [(tarfile.TarInfo(f"files/{sha256}"), b"a second one of that name")]
    path = archive_of(tmp_path, members, {sha256: 4})
    with opened_archive(path=path) as (manifest, archive):
        found = [(name, content.read()) for name, content in kept_files(archive=archive, manifest=manifest)]
    assert found == [(sha256, good)]
    listed = archive_of(tmp_path, members, {sha256: 4, "b" * 64: 0})
    with pytest.raises(Refused, match="BACKUP_DAMAGED"), opened_archive(path=listed) as (manifest, archive):
        list(kept_files(archive=archive, manifest=manifest))


def test_an_archive_has_its_name_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "db").write_bytes(b"x" * 100)
    manifest = Manifest("2026-01-01", "1", "sqlite", "0" * 64, {}, "0" * 64)
    target = tmp_path / "out" / "a.tar"
    target.parent.mkdir()

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("huikuan.jobs.backup_archive.os.fsync", fail)
        with pytest.raises(OSError, match="No space"):
            backup_archive.write_archive(target=target, manifest=manifest, database=tmp_path / "db", files={})
    assert list(target.parent.iterdir()) == []
    backup_archive.write_archive(target=target, manifest=manifest, database=tmp_path / "db", files={})
    assert [one.name for one in target.parent.iterdir()] == ["a.tar"]
    shutil.rmtree(target.parent)


@pytest.mark.usefixtures("sqlite_only")
@pytest.mark.parametrize("is_whole", [True, False])
def test_proving_leaves_nothing_behind_and_writes_only_into_the_data_folder(
    filled: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_whole: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o500)
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    before = {path.name for path in filled.home.iterdir()}
    code, made = filled.run("backup")
    assert (code, {path.name for path in filled.home.iterdir()} - before) == (0, {"backups"})
    if not is_whole:
        broken = changed(Path(made["path"]), tmp_path / "broken.tar", lambda name, content: content + b"x")
        assert filled.run("restore", broken, "--verify-only")[0] == 1
    left = {path.name for path in filled.home.iterdir() if path.name.startswith(("making-", "restor"))}
    assert (left, list(elsewhere.iterdir())) == (set(), [])
    assert [path.name for path in (filled.home / "backups").iterdir()] == [Path(made["path"]).name]


@pytest.mark.parametrize("fails", [False, True])
def test_the_copy_for_proof_lies_in_the_data_folder_for_our_eyes_only(
    tmp_path: Path, settings: Any, fails: bool
) -> None:
    settings.HOME = tmp_path / "home"
    seen: list[tuple[Path, int]] = []

    def prove() -> None:
        with scratch_folder(prefix="restored-") as scratch:
            seen.append((scratch.parent, scratch.stat().st_mode & 0o777))
            if fails:
                raise Refused("BACKUP_DAMAGED", part="database")

    if fails:
        with pytest.raises(Refused):
            prove()
    else:
        prove()
    assert seen == [(settings.HOME, 0o700)]
    assert list(settings.HOME.iterdir()) == []
