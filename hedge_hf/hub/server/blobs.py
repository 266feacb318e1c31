"""File contents, each kept once under its sha256; and which files count as LFS."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath

from hedge_hf.hub.server.records import FileRecord, Refused

_SUFFIXES = (
    ".7z .arrow .avro .bin .bz2 .ckpt .faiss .flac .ftz .gguf .gif .gz .h5 .jpeg .jpg .joblib .lz4 .mp3 .mp4 "
    ".msgpack .model .npy .npz .ogg .onnx .ot .parquet .pb .pdf .pickle .pkl .png .pt .pth .rar .safetensors "
    ".tar .tflite .tgz .tiff .wasm .wav .webm .webp .xz .zip .zst"
)
LFS_SUFFIXES = frozenset(_SUFFIXES.split())
LFS_MIN_BYTES = 10_000_000


def is_lfs(path: str, size: int) -> bool:
    """Tell whether the Hub keeps a file as LFS: by extension, or above 10 MB; an empty file never."""
    return size > 0 and (PurePosixPath(path).suffix.lower() in LFS_SUFFIXES or size > LFS_MIN_BYTES)


def pointer(sha256: str, size: int) -> bytes:
    """Return the git-lfs pointer that stands for a file (https://git-lfs.com spec v1)."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{sha256}\nsize {size}\n".encode()


def git_blob_id(data: bytes) -> str:
    """Return the id git gives to a blob of these bytes."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def lfs_record(sha256: str, size: int) -> FileRecord:
    """Return the record of an LFS file."""
    return FileRecord(git_blob_id(pointer(sha256, size)), sha256, size, lfs=True)


def record_of_file(path: Path, name: str) -> FileRecord:
    """Read a file, at most 10 MB of it at once, and return its record; `name` says by its extension if it is LFS."""
    size = path.stat().st_size
    if not is_lfs(name, size):
        data = path.read_bytes()
        return FileRecord(git_blob_id(data), hashlib.sha256(data).hexdigest(), len(data), lfs=False)
    return lfs_record(sha256_of(path), size)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file, of whatever size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_atomically(target: Path, data: bytes) -> None:
    """Write a file so that a reader, or a killed process, sees the old or the new bytes and never a part."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


class Blobs:
    """A folder of contents named by their sha256."""

    def __init__(self, folder: Path, incoming: Path) -> None:
        """Keep contents in `folder`, and half-received ones in `incoming` (on the same file system)."""
        self.folder = folder
        self.incoming = incoming

    def path(self, sha256: str) -> Path:
        """Return where the content with this sha256 lies, or would lie."""
        return self.folder / sha256[:2] / sha256

    def size(self, sha256: str) -> int | None:
        """Return the size in bytes of a content, or None if it is absent."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def add(self, data: bytes) -> FileRecord:
        """Keep a regular file's bytes and return their record."""
        sha256 = hashlib.sha256(data).hexdigest()
        if self.size(sha256) is None:
            write_atomically(self.path(sha256), data)
        return FileRecord(git_blob_id(data), sha256, len(data), lfs=False)

    async def receive(self, chunks: AsyncIterator[bytes], sha256: str) -> None:
        """Stream an upload to disk, never holding more than one chunk in memory.

        Raises:
            Refused: 400 if the bytes received do not have the announced sha256; nothing is kept.
        """
        seen = hashlib.sha256()
        descriptor, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                async for chunk in chunks:
                    seen.update(chunk)
                    file.write(chunk)
            if seen.hexdigest() != sha256:
                raise Refused(400, f"Upload corrupted: expected sha256 {sha256}, received {seen.hexdigest()}")
            self.path(sha256).parent.mkdir(exist_ok=True)
            os.replace(name, self.path(sha256))
        finally:
            Path(name).unlink(missing_ok=True)
