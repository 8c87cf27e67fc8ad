"""Reference data of the portal: the register's, the indicators, the tolerances and the rulebook of the notice."""

from django.conf import settings
from django.db import transaction

from assessment.models import Indicator, RulesetVersion
from assessment.services import rulesets, third_party
from clusters.errors import NotAllowedNow
from clusters.services import reference
from clusters.services.reference import Change

NOTICE_RULESET = "rulesets/qingdao_2020.toml"


@transaction.atomic
def load() -> list[Change]:
    """Bring all reference data up to date; a second load changes nothing."""
    return [*reference.load(), *load_indicators(), third_party.load_rules(), install_ruleset()]


def load_indicators() -> list[Change]:
    """Load what is asked of a cluster each year."""
    return [reference.upsert(Indicator, [Indicator(**row) for row in reference.read("indicators.toml", "indicator")])]


def install_ruleset() -> Change:
    """Put the rulebook of 青政字〔2020〕30号 in force: it is law already and needs nobody's signature here.

    Where another text is in force for those years, that one stays: a ruleset changes by an officer's act alone.
    """
    path = settings.FIXTURES_DIR / NOTICE_RULESET
    noun = str(RulesetVersion._meta.verbose_name)
    try:
        _, is_new = rulesets.install(path.read_text("utf-8"), name=path.name)
    except NotAllowedNow as refusal:
        return Change(noun, 0, 0, 1, f"；随附文本未启用：{refusal.message}")
    return Change(noun, int(is_new), 0, 1)
