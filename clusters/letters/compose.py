"""Puts the parts of an official document together, in the order of the standard."""

from collections.abc import Callable, Sequence

from clusters.errors import DomainError
from clusters.letters import colophon, head, package, page_marks
from clusters.letters.body import Body
from clusters.letters.envelope import Envelope

Writer = Callable[[Body], None]


def compose(envelope: Envelope, phrases: Sequence[str], text: Writer, annex: Writer | None = None) -> bytes:
    """Render one letter: head, title in balanced lines of ``phrases``, text, signature, annex, colophon."""
    if not envelope.draft and envelope.verification is None:
        raise DomainError("正式文书须带有核验码和核验网址。")
    document = package.blank("".join(phrases), envelope.issuer.name, envelope.dated)
    page_marks.add(document, draft=envelope.draft, demo=envelope.demo)
    head.write(document, envelope, phrases)
    body = Body(document)
    text(body)
    colophon.sign(document, envelope)
    if annex is not None:
        annex(body)
    colophon.close(document, envelope)
    return package.to_bytes(document)
