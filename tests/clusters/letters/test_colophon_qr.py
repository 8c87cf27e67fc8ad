"""The QR code holds the address, module by module."""

import io

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M

from clusters.letters import colophon
from tests.clusters.letters.samples import ADDRESS


def test_every_module_is_that_of_the_address():
    image = Image.open(io.BytesIO(colophon.qr_png(ADDRESS))).convert("1")
    expected = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=colophon.QR_BORDER_MODULES)
    expected.add_data(ADDRESS)
    matrix = expected.get_matrix()
    step = colophon.QR_BOX_PIXELS
    assert image.size == (len(matrix) * step, len(matrix) * step)
    drawn = [
        [not image.getpixel((x * step + step // 2, y * step + step // 2)) for x in range(len(matrix))]
        for y in range(len(matrix))
    ]
    assert drawn == matrix


def test_another_address_is_another_picture():
    assert colophon.qr_png(ADDRESS) == colophon.qr_png(ADDRESS)
    assert colophon.qr_png(ADDRESS) != colophon.qr_png(ADDRESS + "x")
