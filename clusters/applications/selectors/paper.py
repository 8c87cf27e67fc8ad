"""The application form on paper: for stamp and signature; the scan comes back as a document."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from clusters.applications.models import Application
from clusters.applications.selectors import changes, progress
from clusters.letters.compose import sheet

TEXT_MILLIMETRES = 156


def form_of(application: Application) -> bytes:
    """Return the application as a .docx on the page of GB/T 9704: what was filed, or the draft as it stands."""
    sections = [
        {**one._asdict(), "widths": [TEXT_MILLIMETRES // len(one.heads)] * len(one.heads) if one.heads else []}
        for one in changes.shown(application)
    ]
    context = {
        "application": application,
        "call": application.call,
        "sections": sections,
        "documents": progress.document_rows(application),
    }
    xml = render_to_string("letters/application_form.xml", context)
    demo = settings.PORTAL_DEMO or application.is_demo
    return sheet(xml, author=settings.PORTAL_OWNER, dated=timezone.localdate(), demo=demo)
