"""The QR code of a letter's public verification page, as a PNG."""

import io
from typing import Final

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

BOX_PIXELS: Final = 8
BORDER_MODULES: Final = 2


def png(address: str) -> bytes:
    """Black on white, error correction M, two quiet modules (the paper around is the rest of the quiet zone)."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=BOX_PIXELS, border=BORDER_MODULES)
    code.add_data(address)
    code.make(fit=True)
    target = io.BytesIO()
    code.make_image(image_factory=PilImage).save(target, format="PNG")
    return target.getvalue()
