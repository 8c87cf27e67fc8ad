"""What every page of a data year says while nothing may be judged in it."""

from assessment.selectors import rulebook


def unruled(year: int) -> str:
    """Return the warning of a year without a rulebook in force, "" where there is one."""
    if rulebook.in_force(year) is not None:
        return ""
    return f"{year}年度没有施行的规则集：可以填报和核实，不能评分、作出决定。请起草、推演并签发适用的规则集。"
