"""The site visit: who went when, what was found, with photographs that carry no position."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils import timezone
from PIL import Image, ImageOps

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.models import Application, SiteVisit, VisitPhoto
from clusters.applications.services import stages
from clusters.documents.services import documents, store
from clusters.errors import DomainError
from clusters.models import User

MAX_PIXELS = 50_000_000
_LONGEST_SIDE = 2400


def cleaned(photo: bytes) -> bytes:
    """Return a photograph drawn anew as JPEG: upright, at most 2400 pixels long, without any data of the camera.

    Raises DomainError for what is no picture, or too large a one.
    """
    try:
        with Image.open(BytesIO(photo), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MAX_PIXELS:
                raise DomainError("照片的像素过大，请缩小后上传。", field="photos")
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (OSError, SyntaxError):
        raise DomainError("照片无法读取，请上传 JPG 或 PNG 图片。", field="photos") from None
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    # A new picture takes the pixels alone: position, camera and time stay behind.
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    target = BytesIO()
    fresh.save(target, "JPEG", quality=85)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Visit:
    """When the place was visited, by whom, what was found; `photos` are the bytes of JPEG or PNG pictures."""

    visited_on: date
    visitors: str
    findings: str
    photos: Sequence[bytes] = ()


@store.writing()
def record(application: Application, *, visit: Visit, outcome: StageOutcome, by: User) -> SiteVisit:
    """Record the visit and finish its stage. Raises NotPermitted, NotAllowedNow; DomainError naming the field."""
    row = stages.locked(application, StageKind.SITE_VISIT, by)
    visitors, findings = visit.visitors.strip(), visit.findings.strip()
    if visit.visited_on > timezone.localdate():
        raise DomainError("核查日期不能晚于今天。", field="visited_on")
    if not visitors:
        raise DomainError("请填写核查人员。", field="visitors")
    if not findings:
        raise DomainError("请填写核查情况。", field="findings")
    made = SiteVisit.objects.create(
        application=row, visited_on=visit.visited_on, visitors=visitors, findings=findings, recorded_by=by
    )
    for number, photo in enumerate(visit.photos, 1):
        name = f"现场照片{number}.jpg"
        document = documents.add(cleaned(photo), name=name, owner="applications.visitphoto", by=by)
        VisitPhoto.objects.create(visit=made, document=document)
    stages.finish(row, StageKind.SITE_VISIT, outcome, findings, by=by)
    return made
