"""Closed lists of the register."""

from django.db import models


class Role(models.TextChoices):
    """One role a person; four eyes are by person, so a second role is a second account of another person."""

    DISTRICT_OFFICER = "district_officer", "区市填报员"
    REVIEWER = "reviewer", "市级审核员"
    APPROVER = "approver", "市级审批人"
    EXPERT = "expert", "评审专家"
    LEADER = "leader", "领导"
    STATISTICS = "statistics", "第三方统计机构"
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


CITY_STAFF = frozenset({Role.REVIEWER, Role.APPROVER})
ADMIN_SITE_ROLES = frozenset({Role.REVIEWER, Role.APPROVER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class DistrictKind(models.TextChoices):
    DISTRICT = "district", "市辖区"
    COUNTY_CITY = "county_city", "县级市"
    FUNCTIONAL_ZONE = "functional_zone", "功能区"


class CategoryGroup(models.TextChoices):
    """The three groups of 青政字〔2020〕30号 二（一）; later additions stand apart."""

    LEADING = "leading", "四大优势引领型"
    GROWING = "growing", "五大新兴成长型"
    UPGRADING = "upgrading", "三大传统提升型"
    ADDED = "added", "2022年增列"


class Level(models.TextChoices):
    """What a recognition confers. The notice does not always say which of the two upper levels it means."""

    RESERVE = "reserve", "储备"
    MUNICIPAL = "municipal", "市级"
    PROVINCIAL = "provincial", "省级"
    NATIONAL = "national", "国家级"
    UPPER = "upper", "国家级或省级（原文未区分）"


class RecognitionState(models.TextChoices):
    ACTIVE = "active", "有效"
    WITHDRAWN = "withdrawn", "已撤销"


class ManagementMode(models.TextChoices):
    COMMITTEE = "committee", "管委会"
    COMMITTEE_COMPANY = "committee_company", "管委会+公司"
    COMPANY = "company", "纯公司管理"
    UNKNOWN = "unknown", "未载明"
