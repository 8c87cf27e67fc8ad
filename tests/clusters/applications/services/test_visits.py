"""The site visit: recorded once, its photographs without position."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from PIL import Image

from clusters.applications.enums import StageKind, StageOutcome
from clusters.applications.services import visits
from clusters.applications.services.visits import Visit
from clusters.documents.services import store
from clusters.errors import DomainError, NotAllowedNow
from tests.support.applications import accepted, brought_to

pytestmark = pytest.mark.django_db
GPS, MAKE = 0x8825, 0x010F


def photo(size=(40, 30)) -> bytes:
    """A picture that says where and with what it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Camera"
    exif[GPS] = {1: "N", 2: (36.0, 4.0, 0.0), 3: "E", 4: (120.0, 22.0, 0.0)}
    target = BytesIO()
    Image.new("RGB", size, "white").save(target, "JPEG", exif=exif)
    return target.getvalue()


@pytest.fixture
def at_visit(application, reviewer):
    return brought_to(StageKind.SITE_VISIT, accepted(application, reviewer), reviewer)


def test_visit_is_recorded_with_photographs_that_say_nothing_of_their_place(at_visit, reviewer):
    assert Image.open(BytesIO(photo())).getexif().get_ifd(GPS)
    visit = Visit(timezone.localdate(), "甲、乙", "与申报一致。", [photo()])
    made = visits.record(at_visit, visit=visit, outcome=StageOutcome.PASSED, by=reviewer)
    kept = Image.open(BytesIO(store.read(made.photos.get().document.file)))
    assert (kept.format, kept.size, dict(kept.getexif()), kept.info.get("exif")) == ("JPEG", (40, 30), {}, None)
    assert at_visit.results.filter(stage__kind="site_visit", outcome="passed").count() == 1
    with pytest.raises(NotAllowedNow, match="社会公示"):
        visits.record(at_visit, visit=visit, outcome=StageOutcome.PASSED, by=reviewer)


def test_large_picture_is_made_smaller(settings):
    assert max(Image.open(BytesIO(visits.cleaned(photo((3000, 1500))))).size) == 2400


@pytest.mark.parametrize(
    ("visit", "field"),
    (
        (Visit(timezone.localdate() + timedelta(days=2), "甲", "好"), "visited_on"),
        (Visit(timezone.localdate(), " ", "好"), "visitors"),
        (Visit(timezone.localdate(), "甲", " "), "findings"),
        (Visit(timezone.localdate(), "甲", "好", [b"no picture"]), "photos"),
    ),
)
def test_bad_visit_changes_nothing(at_visit, reviewer, visit, field):
    with pytest.raises(DomainError) as refusal:
        visits.record(at_visit, visit=visit, outcome=StageOutcome.PASSED, by=reviewer)
    assert refusal.value.field == field
    assert not at_visit.visits.exists()


def test_picture_with_too_many_pixels_is_refused(monkeypatch):
    monkeypatch.setattr(visits, "MAX_PIXELS", 100)
    with pytest.raises(DomainError, match="像素过大"):
        visits.cleaned(photo())
