"""The technical annex of a letter: how the year was computed and read, and with what it can be recomputed."""

from assessment.letters import kinds
from assessment.models import Letter
from assessment.rules.citation import Citation, in_force
from assessment.rules.words.explain import explain
from assessment.services import letter_slots
from assessment.services.letter_slots import Judged
from clusters.letters.compose import sheet

# Whose sentences the annex says in full below, each with its citation and note.
_READINGS = "适用规则与口径"


def annex(letter: Letter) -> bytes:
    """Return the annex of a decision's letter as .docx, made from the decision's own record; nothing of it is stored,
    equal records give equal bytes."""
    assert letter.decision is not None, "a list rests on no single decision"
    of, record = letter_slots.judged(letter.decision), letter.decision.record
    said = explain(of.outcome, of.ruleset).decided.sections
    slots = {
        "cluster": record["cluster"]["name"],
        "year": letter.decision.year,
        "letter": letter_slots.cited(letter),
        "sections": [(name, list(told)) for name, told in said if name != _READINGS],
        "readings": _readings(of),
        "trace": [
            ("规则集", of.ruleset.title),
            ("规则集校验值", record["ruleset_sha256"]),
            ("数据", f"第{record['version']}版报送数据" if record["version"] else "市级认定事项"),
            ("数据校验值", record["version_sha256"] or "—"),
            ("评分输入校验值", record["input_sha256"]),
            ("决定依据校验值", letter.decision.record_sha256),
            ("规则引擎版本", record["engine_version"]),
        ],
    }
    envelope = letter.slots["envelope"]
    return sheet(
        kinds.filled("annex", slots),
        author=envelope["issuer"]["name"],
        dated=letter.issued_on,
        demo=envelope["demo"],
    )


def _readings(of: Judged) -> list[str]:
    """Return every reading in force for the year with its value, its citation and the note on it."""
    held = [(entry.label, in_force(entry.values, of.decision.year)) for entry in of.ruleset.policies]
    return [f"{label}：{dated.value}。{_source(dated.cite)}" for label, dated in held if dated is not None]


def _source(cite: Citation) -> str:
    return f"依据：{cite.text}。" + (f"{cite.note}。" if cite.note else "")
