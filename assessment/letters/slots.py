"""The locked facts every letter is filled from: plain values, already worded and rounded by the judgement."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Basis(StrEnum):
    """Where a line or a reading comes from; said plainly in every letter."""

    NOTICE = "notice"
    CLIENT = "client"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Authority:
    """A document relied on, e.g. title without 《》, number 青政字〔2020〕30号, short name 行动计划."""

    title: str
    number: str
    short: str


@dataclass(frozen=True, slots=True)
class ClusterFacts:
    """Who is judged. ``recognised`` says when and by which document the title was given, as one phrase."""

    name: str
    district: str
    category: str
    title: str = "市级现代服务业集聚区"
    recognised: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the judgement, worded: ``verdict`` is 达标, 不达标 or 无法判定; ``distance`` the gap in words."""

    label: str
    value: str
    line: str
    unit: str
    verdict: str
    clause: str
    basis: Basis
    distance: str = ""
    near_line: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How an open point of the rule was read, e.g. 面积按建筑面积计算, and on whose word."""

    text: str
    basis: Basis
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """What makes the result reproducible: ruleset name and hash, version of the filed figures and of the engine."""

    ruleset: str
    ruleset_hash: str
    data_version: str
    engine_version: str


@dataclass(frozen=True, slots=True)
class Findings:
    """The judgement of one data year. ``combination`` says how the lines combine (e.g. 三项指标须同时达到).

    ``ruling`` is the reasoned act of a named person that stands in for figures never reported.
    """

    data_year: int
    criteria: tuple[Criterion, ...]
    combination: str
    joint_distance: str = ""
    ruling: str = ""


@dataclass(frozen=True, slots=True)
class PastCard:
    """An earlier yellow card: its data year, full document number and date of issue."""

    data_year: int
    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class Remedy:
    """Where and how long an application for review may be filed; ``note`` says what follows while it is open."""

    days: int
    authority: str
    basis: Basis
    contact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what the judgement rests: the document, its clause on exit in its own words, the readings, the trace.

    ``exit_rule``: the number of cards after which the title goes, in words.
    """

    authority: Authority
    clause: str
    quotation: str
    exit_rule: str = "连续两年领取黄牌"
    readings: tuple[Reading, ...] = ()
    trace: Trace | None = None
