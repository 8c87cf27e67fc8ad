"""The zip layer of an uploaded workbook: nothing is believed that the bytes themselves do not prove."""

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Final

from clusters.workbooks.codes import Code, refuse, shorten

MEBIBYTE: Final = 1024 * 1024
MAX_UPLOAD: Final = 20 * MEBIBYTE
MAX_INFLATED: Final = 100 * MEBIBYTE
MAX_MEMBERS: Final = 2_000
MAX_RATIO: Final = 100
# Below this size a high ratio harms nobody: a few kilobytes of blanks compress a thousandfold.
RATIO_FLOOR: Final = MEBIBYTE
CHUNK: Final = 128 * 1024

LOCAL_HEADER: Final = b"PK\x03\x04"
CENTRAL_HEADER: Final = b"PK\x01\x02"
END_OF_DIRECTORY: Final = b"PK\x05\x06"
LOCATOR_64: Final = b"PK\x06\x07"
END_LENGTH: Final = 22
OLE_HEADER: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Traditional encryption, strong encryption, masked headers.
ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ZIP_FAILURES: Final = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class Archive:
    """A zip file held in memory whose names, sizes and structure were checked; members are inflated in pieces.

    Raises WorkbookRefused from the constructor and from `inflate` (R-042).
    """

    def __init__(self, data: bytes) -> None:
        check_envelope(data)
        self.size = len(data)
        self.inflated = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except ZIP_FAILURES as error:
            raise refuse(Code.ARCHIVE_CORRUPT, "压缩目录无法读取") from error
        self.members = tuple(self._zip.infolist())
        check_names(self.members)
        check_layout(self.members, self._zip.start_dir)

    def inflate(self, member: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield the member's content in pieces of at most 128 KiB, counting what really comes out."""
        length = 0
        try:
            with self._zip.open(member) as stream:
                while piece := stream.read(CHUNK):
                    length += len(piece)
                    self.inflated += len(piece)
                    self._check_size(member, length)
                    yield piece
        except ZIP_FAILURES as error:
            raise refuse(Code.ARCHIVE_CORRUPT, shorten(member.filename)) from error

    def _check_size(self, member: zipfile.ZipInfo, length: int) -> None:
        if self.inflated > MAX_INFLATED:
            raise refuse(Code.ARCHIVE_TOO_LARGE, "解压后超过 100 MB")
        if length > RATIO_FLOOR and length > MAX_RATIO * max(member.compress_size, 1):
            raise refuse(Code.ARCHIVE_TOO_LARGE, f"{shorten(member.filename)} 的压缩比超过 {MAX_RATIO}")
        if self.inflated > RATIO_FLOOR and self.inflated > MAX_RATIO * self.size:
            raise refuse(Code.ARCHIVE_TOO_LARGE, f"整体压缩比超过 {MAX_RATIO}")


def check_envelope(data: bytes) -> None:
    """Refuse what is no single plain zip file, before any directory is built in memory."""
    if len(data) > MAX_UPLOAD:
        raise refuse(Code.ARCHIVE_TOO_LARGE, f"{len(data) / MEBIBYTE:.1f} MB，超过 20 MB")
    if data.startswith(OLE_HEADER):
        raise refuse(Code.NOT_XLSX, "旧版 .xls 文件，或设置了打开密码")
    if not data.startswith(LOCAL_HEADER):
        raise refuse(Code.NOT_XLSX, "文件内容不是 xlsx 格式")
    # The directory's own count can lie; each entry costs half a kilobyte of memory once parsed.
    if data.count(CENTRAL_HEADER) > MAX_MEMBERS:
        raise refuse(Code.ARCHIVE_TOO_MANY_MEMBERS, f"超过 {MAX_MEMBERS} 个")
    check_end(data)


def check_end(data: bytes) -> None:
    """Refuse an archive whose directory two readers could find in two places.

    Its end record stands at the very end and says exactly where the directory before it begins; the 64-bit form,
    which some readers prefer and others ignore, has no place in twenty megabytes.
    """
    end = len(data) - END_LENGTH
    if data[end : end + 4] != END_OF_DIRECTORY or data[end - 20 : end - 16] == LOCATOR_64:
        raise refuse(Code.ARCHIVE_CORRUPT, "文件不完整，或首尾附有其他内容")
    size, offset = struct.unpack_from("<II", data, end + 12)
    if offset + size != end:
        raise refuse(Code.ARCHIVE_CORRUPT, "压缩目录的位置不对")


def check_names(members: tuple[zipfile.ZipInfo, ...]) -> None:
    """Refuse unsafe, duplicate and encrypted members."""
    if len(members) > MAX_MEMBERS:
        raise refuse(Code.ARCHIVE_TOO_MANY_MEMBERS, f"{len(members)} 个，超过 {MAX_MEMBERS} 个")
    seen: set[str] = set()
    for member in members:
        if not is_safe_name(member):
            raise refuse(Code.ARCHIVE_BAD_MEMBER_NAME, shorten(member.orig_filename))
        if member.flag_bits & ENCRYPTED:
            raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(member.filename)} 已加密")
        if member.compress_type not in READABLE:
            raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(member.filename)} 的压缩方式不受支持")
        # Part names of a package are compared without regard to case.
        folded = unicodedata.normalize("NFC", member.filename).casefold()
        if folded in seen:
            raise refuse(Code.ARCHIVE_DUPLICATE_MEMBER, shorten(member.filename))
        seen.add(folded)


def is_safe_name(member: zipfile.ZipInfo) -> bool:
    """Say whether the member is a plain file below the archive's root (or an empty folder entry)."""
    # zipfile cuts `filename` at a NUL and rewrites separators; the original is what other readers see.
    name = member.orig_filename
    if stat.S_ISLNK(member.external_attr >> 16):
        return False
    if not name or name.startswith("/") or "\\" in name or ":" in name:
        return False
    if any(ord(letter) < 0x20 or ord(letter) == 0x7F for letter in name):
        return False
    if name.endswith("/") and member.file_size:
        return False
    return all(part not in ("", ".", "..") for part in name.removesuffix("/").split("/"))


def check_layout(members: tuple[zipfile.ZipInfo, ...], start_of_directory: int) -> None:
    """Refuse members that share bytes (the overlapping bomb) or reach into the directory."""
    ordered = sorted(members, key=lambda member: member.header_offset)
    limits = [member.header_offset for member in ordered[1:]] + [start_of_directory]
    for member, limit in zip(ordered, limits, strict=True):
        if member.header_offset + 30 + member.compress_size > limit:
            raise refuse(Code.ARCHIVE_CORRUPT, f"{shorten(member.filename)} 与其他部件重叠")
