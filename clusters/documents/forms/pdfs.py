"""What a PDF may not hold: scripts, embedded files, programs to start; looked for in all its bytes (R-040, R-043).

A reader finds its objects through a table of offsets, which may lead anywhere, also into the middle of a stream, and
through compressed object streams. So nothing is taken for granted about where an object stands.
"""

import re
import zlib
from typing import Final

MEBIBYTE: Final = 1024 * 1024
TAIL: Final = 2048
MAX_OBJECTS: Final = 40 * MEBIBYTE

INCOMPLETE: Final = "文件内容不是完整的 PDF，请重新导出后上传。"
ACTIVE: Final = "PDF 内含脚本、嵌入文件或启动动作，不予接收。请打印为 PDF 后重新上传。"
LOCKED: Final = "PDF 设有密码或加密保护，无法检查，不予接收。请取消保护或打印为 PDF 后重新上传。"
IRREGULAR: Final = "PDF 内部结构异常，无法检查，不予接收。请打印为 PDF 后重新上传。"


def spelled(*names: str) -> re.Pattern[bytes]:
    """Return the pattern of these PDF names, each letter of which may also be written as #41."""
    ways = ("".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in name) for name in names)
    return re.compile(f"/(?:{'|'.join(ways)})(?![A-Za-z0-9#])".encode())


# Long enough never to stand in compressed bytes by chance; "/JS" is not, and means nothing without "/JavaScript".
ACTIVE_NAMES: Final = spelled("JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia")
SHORT_NAME: Final = spelled("JS")
ENCRYPTED: Final = spelled("Encrypt")
OBJECT_STREAM: Final = spelled("ObjStm")
STREAM: Final = re.compile(rb"stream\r?\n")


def pdf_fault(data: bytes) -> str:
    """Return why these bytes are no PDF to keep, or an empty string."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-TAIL:]:
        return INCOMPLETE
    outside = outside_streams(data)
    if ACTIVE_NAMES.search(data) or SHORT_NAME.search(outside):
        return ACTIVE
    return LOCKED if ENCRYPTED.search(outside) else fault_of_objects(data)


def outside_streams(data: bytes) -> bytes:
    """Return a PDF without its streams, in which any few bytes may stand by chance."""
    kept, position = [], 0
    while True:
        start = data.find(b"stream", position)
        end = data.find(b"endstream", start + 6) if start >= 0 else -1
        if end < 0:
            kept.append(data[position:])
            return b" ".join(kept)
        kept.append(data[position:start])
        position = end + 9


def fault_of_objects(data: bytes) -> str:
    """Look into the object streams, inflating at most 40 MiB of them together."""
    position, inflated = 0, 0
    while found := OBJECT_STREAM.search(data, position):
        start = STREAM.search(data, found.end())
        position = data.find(b"endstream", start.end()) if start else -1
        if start is None or position < 0:
            return IRREGULAR
        stream = zlib.decompressobj()
        try:
            objects = stream.decompress(data[start.end() : position], MAX_OBJECTS - inflated)
        except zlib.error:
            return IRREGULAR
        inflated += len(objects)
        # Cut off, too large, or compressed in another way: what cannot be read to its end is not taken on trust.
        if not stream.eof:
            return IRREGULAR
        if ACTIVE_NAMES.search(objects) or SHORT_NAME.search(objects):
            return ACTIVE
    return ""
