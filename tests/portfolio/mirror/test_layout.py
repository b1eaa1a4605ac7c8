"""A manifest and its files appear whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from huikuan.portfolio.mirror.layout import BrokenMirror, CompanyFolder, Manifest, MirrorFile

DRAFT = MirrorFile("", "RECEIVABLE", "CNY", 1, 9, rows=3, minor=100, size=0, sha256="")


@pytest.fixture
def folder(tmp_path: Path) -> CompanyFolder:
    return CompanyFolder(root=tmp_path, company_id=7)


def writer(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def published(folder: CompanyFolder, content: bytes = b"first") -> Manifest:
    with folder.locked():
        file = folder.add(file=DRAFT, write=writer(content))
        manifest = Manifest(7, "token", cursor=9, posting_id=11, files=(file,))
        folder.publish(manifest=manifest)
    return manifest


def test_what_is_published_is_read_back(folder: CompanyFolder) -> None:
    assert folder.manifest() is None
    manifest = published(folder)
    assert folder.manifest() == manifest
    (file,) = manifest.files
    assert (file.size, file.path.startswith("CNY/RECEIVABLE-000000000001-000000000009-")) == (5, True)
    (path,) = folder.paths(manifest=manifest, account="RECEIVABLE", currency="CNY")
    assert path.read_bytes() == b"first"
    assert folder.paths(manifest=manifest, account="UNAPPLIED", currency="CNY") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"format": 1, "hash": "0"}',
    ],
)
def test_a_manifest_that_is_no_manifest(folder: CompanyFolder, text: str) -> None:
    published(folder)
    (folder.path / "manifest.json").write_text(text)
    with pytest.raises(BrokenMirror):
        folder.manifest()


@pytest.mark.parametrize(("name", "value"), [("cursor", 10), ("token", "other"), ("files", []), ("format", 2)])
def test_an_edited_manifest_is_noticed(folder: CompanyFolder, name: str, value: object) -> None:
    published(folder)
    path = folder.path / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))
    with pytest.raises(BrokenMirror):
        folder.manifest()


def test_a_missing_or_cut_file_is_noticed(folder: CompanyFolder) -> None:
    manifest = published(folder)
    (path,) = folder.paths(manifest=manifest, account="RECEIVABLE", currency="CNY")
    path.write_bytes(b"firs")
    with pytest.raises(BrokenMirror):
        folder.manifest()
    path.unlink()
    with pytest.raises(BrokenMirror):
        folder.manifest()


def test_files_that_nobody_names_are_swept_and_retired_ones_stay(folder: CompanyFolder) -> None:
    first = published(folder)
    (old,) = folder.paths(manifest=first, account="RECEIVABLE", currency="CNY")
    (folder.path / "CNY" / ".RECEIVABLE-1.part").write_bytes(b"half")
    (folder.path / "CNY" / "RECEIVABLE-9-9-0.parquet").write_bytes(b"stray")
    with folder.locked():
        new = folder.add(file=DRAFT, write=writer(b"second"))
        folder.publish(manifest=Manifest(7, "token", 9, 11, files=(new,), retired=(first.files[0].path,)))
    assert {path.name for path in (folder.path / "CNY").iterdir()} == {old.name, Path(new.path).name}
    with folder.locked():
        folder.publish(manifest=Manifest(7, "token", 9, 11, files=(new,)))
    assert not old.exists()


def test_a_crash_at_any_rename_leaves_the_manifest_before(
    folder: CompanyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = published(folder)
    for survived in range(2):
        calls = iter([os.replace] * survived)

        def crash(source: Path, target: Path, calls=calls) -> None:
            next(calls, _killed)(source, target)

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", crash)
            with pytest.raises(KeyboardInterrupt):
                published(folder, b"second")
        assert folder.manifest() == manifest
    assert published(folder, b"second") == folder.manifest()
    assert len(list((folder.path / "CNY").iterdir())) == 1


def _killed(source: Path, target: Path) -> None:
    raise KeyboardInterrupt


def test_a_second_writer_waits_and_a_dead_one_does_not_block(folder: CompanyFolder) -> None:
    held = (
        "import sys, time; from pathlib import Path; from huikuan.portfolio.mirror.layout import CompanyFolder\n"
        f"folder = CompanyFolder(root=Path({str(folder.path.parent)!r}), company_id=7)\n"
        "with folder.locked():\n    print('locked', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", held], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"locked\n"
        waiting = subprocess.run(
            ["flock", "--nonblock", str(folder.path / ".lock"), "true"], check=False, capture_output=True
        )
        assert waiting.returncode == 1
        other.kill()
    with folder.locked():
        pass
