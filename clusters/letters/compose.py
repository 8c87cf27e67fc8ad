"""Puts the parts of an official document together, in the order of the standard."""

from datetime import date

from clusters.errors import DomainError
from clusters.letters import colophon, head, markup, package, page_marks
from clusters.letters.body import Body
from clusters.letters.envelope import Envelope


def compose(envelope: Envelope, xml: str) -> bytes:
    """One letter as .docx bytes: head, title, the text of `xml` (see `markup`), signature, annexes, colophon.

    Equal arguments give equal bytes. Raises DomainError for a final letter without number or verification.
    """
    if not envelope.draft and envelope.verification is None:
        raise DomainError("正式文书须带有核验码和核验网址。")
    text = markup.read(xml)
    document = package.blank(text.title, envelope.issuer.name, envelope.dated)
    page_marks.add(document, draft=envelope.draft, demo=envelope.demo)
    head.write(document, envelope, text.phrases)
    body = Body(document)
    text.write(body)
    colophon.sign(document, envelope)
    text.write_annexes(body)
    colophon.close(document, envelope)
    return package.to_bytes(document)


def sheet(xml: str, *, author: str, dated: date, demo: bool = False) -> bytes:
    """A paper on the same page without head, number and colophon: a report to be signed, a technical annex."""
    text = markup.read(xml)
    document = package.blank(text.title, author, dated)
    page_marks.add(document, draft=False, demo=demo)
    head.title(document, text.phrases)
    body = Body(document)
    text.write(body)
    text.write_annexes(body)
    return package.to_bytes(document)
