"""Rulesets: taken in as text, activated by a second person on a legal basis, never edited."""

from django.utils import timezone

from assessment.enums import RulesetState
from assessment.models import Rehearsal, RulesetVersion
from assessment.rules.parse.reading import RulesetError
from assessment.rules.parse.rulebook import parse_ruleset
from assessment.selectors import resting, rulebook, rulebook_pages
from assessment.states import RULESET
from clusters.documents.services import documents, store
from clusters.documents.services.store import Source
from clusters.errors import DomainError, NotAllowedNow, NotPermitted
from clusters.models import User
from clusters.services import acts, audit
from clusters.services.transitions import move


def _row(text: str, name: str) -> RulesetVersion:
    """Return an unsaved row; raises DomainError naming file, table and key when the text is no rulebook."""
    try:
        parsed = parse_ruleset(text, name)
    except RulesetError as error:
        raise DomainError(str(error), field="text") from error
    return RulesetVersion(
        code=parsed.code,
        title=parsed.title,
        text=text,
        sha256=parsed.sha256,
        first_year=parsed.first_year,
        last_year=parsed.last_year,
        basis=parsed.cite.basis.value,
    )


@audit.act()
def draft(text: str, *, name: str, by: User) -> RulesetVersion:
    """Store a draft. Raises NotAllowedNow when exactly this text is stored already."""
    acts.require(by, "assessment.draft_ruleset", "只有市级审核员可以起草规则集。")
    row = _row(text, name)
    if RulesetVersion.objects.filter(sha256=row.sha256).exists():
        raise NotAllowedNow("内容完全相同的规则集已经存在，无需重复导入。")
    row.drafted_by = by
    row.save(force_insert=True)
    audit.record("规则集.起草", row, by=by, after=RulesetState.DRAFT, sha256=row.sha256)
    return row


@audit.act()
def install(text: str, *, name: str) -> tuple[RulesetVersion, bool]:
    """Take in a ruleset that comes with the portal and is law already (the notice itself): active at once.

    Returns the row and whether it is new; the same text twice changes nothing.
    """
    row = _row(text, name)
    found = RulesetVersion.objects.filter(sha256=row.sha256).first()
    if found is not None:
        return found, False
    _refuse_overlap(row)
    row.state, row.activated_at = RulesetState.ACTIVE, timezone.now()
    row.save(force_insert=True)
    audit.record("规则集.随文件施行", row, by=None, after=RulesetState.ACTIVE, sha256=row.sha256)
    return row, True


def _refuse_overlap(row: RulesetVersion) -> None:
    """Refuse a second active ruleset for a data year: each year is judged by exactly one."""
    for other in RulesetVersion.objects.filter(state=RulesetState.ACTIVE).exclude(pk=row.pk):
        starts = max(other.first_year, row.first_year)
        ends = min(other.last_year or 9999, row.last_year or 9999)
        if starts <= ends:
            raise NotAllowedNow(f"{starts}年度已有施行的规则集“{other.title}”，请先停用或调整适用年度。")


@store.writing()
def activate(row: RulesetVersion, *, legal_basis: str, document: tuple[str, Source], by: User) -> RulesetVersion:
    """Put a draft in force; `document` is the file of its legal basis (name, content).

    Needs the legal basis in words and as a file, a document behind every value (no placeholder), a rehearsal of exactly
    this text, and another person than the one who drafted it.
    """
    name, content = document
    acts.require_text(legal_basis, "请填写规则集施行的法律依据（文件名称、文号）。", field="legal_basis")
    if not content:
        raise DomainError("请上传规则集施行依据的文件。", field="document")
    refusal = resting.four_eyes("签发", row, by)
    if refusal:
        raise NotPermitted(refusal)
    placeholders = rulebook_pages.unsettled(rulebook.parsed(row))
    if placeholders:
        raise NotAllowedNow(
            f"有{len(placeholders)}项依据还是占位，不能施行：{placeholders[0]}。请改为正式文件后另存草案。"
        )
    if not Rehearsal.objects.filter(sha256=row.sha256).exists():
        raise NotAllowedNow("该规则集的这一文本尚未推演。请先推演全部历史、查看影响，再签发施行。")
    # All that are in force or may come into force: two activations at once must see each other.
    standing = RulesetVersion.objects.exclude(state=RulesetState.RETIRED).order_by("pk")
    list(standing.select_for_update(no_key=True).values_list("pk"))
    stored = documents.add(content, name=name, owner="assessment.rulesetversion", by=by)
    evidence = {"document": name, "document_sha256": stored.sha256}
    moved = move(row, RULESET, "activate", by=by, note=legal_basis, sha256=row.sha256, **evidence)
    _refuse_overlap(moved)
    acts.store(moved, legal_basis=legal_basis.strip(), activated_by=by, activated_at=timezone.now(), document=stored)
    return moved


@audit.act()
def retire(row: RulesetVersion, *, reason: str, by: User) -> RulesetVersion:
    """Take a ruleset out of force: its data years can no longer be judged until another one governs them.

    What was decided under it stands and is still recomputed with it.
    """
    return move(row, RULESET, "retire", by=by, note=reason, sha256=row.sha256)
