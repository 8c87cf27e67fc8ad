"""The papers beside the code: their links lead somewhere, what they name exists, their examples are read."""

import re
import tomllib

import pytest

from assessment.rules.parse.rulebook import parse_ruleset
from tests.support.sources import ROOT, parsed

PAPERS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "findings/*.md", "assessment/**/*.md", "clusters/**/*.md")
    for path in ROOT.glob(pattern)
)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
STOP = re.compile(r"^\| (\d+) \| `([^`]+)` \| `([^`]+)` \|", re.M)
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
STOPS = 12
SMALL = 150 * 1024


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_and_commands_of_a_paper_exist(paper) -> None:
    text = paper.read_text(encoding="utf-8")
    dead = [link for link in LINK.findall(text) if "://" not in link and not (paper.parent / link).exists()]
    assert dead == []
    commands = {path.stem for path in ROOT.glob("*/management/commands/*.py")} | {"shell", "migrate"}
    commands |= {path.stem for path in ROOT.glob("*/*/management/commands/*.py")}
    assert set(COMMAND.findall(text)) - commands == set()


@pytest.mark.parametrize("way", ("## 一个数字的路", "## 一份申请的路"))
def test_way_has_few_stops_and_each_exists(way: str) -> None:
    """From the form field to the letter, from the form to the title: each stop is a function of a file (7.C14)."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").partition(way)[2].partition("\n## ")[0]
    stops = STOP.findall(text)
    assert [int(number) for number, _, _ in stops] == list(range(1, len(stops) + 1))
    assert 8 <= len(stops) <= STOPS
    for _, path, name in stops:
        assert name in {getattr(node, "name", "") for node in parsed(path).body}, f"{path} has no {name}"


def test_rooms_of_the_drawing_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for room in ("clusters/letters", "clusters/workbooks", "assessment/rules"):
        assert (ROOT / room).is_dir()
        assert f"  {room.split('/')[1]}/" in text
    for inner in ("parse", "judge", "words", "cases", "wire"):
        assert (ROOT / "assessment" / "rules" / inner).is_dir()
        assert inner in text


def test_examples_of_the_guide_to_rules_are_read() -> None:
    """Each example is an amendment at the end of the notice's rulebook, as the guide says."""
    notice = (ROOT / "fixtures" / "rulesets" / "qingdao_2020.toml").read_text(encoding="utf-8")
    guide = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    examples = [block.split("```")[0] for block in guide.split("```toml\n")[1:]]
    assert len(examples) == 3
    for example in examples:
        assert tomllib.loads(example)["amendments"]
        assert parse_ruleset(f"{notice}\n{example}", "example").title


def test_pictures_of_the_readme_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "screenshots").glob("*.png"))
    assert len(pictures) == 2
    assert [path.name for path in pictures if path.stat().st_size > SMALL] == []
