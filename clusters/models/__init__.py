"""The register's tables."""

from clusters.models.account import User
from clusters.models.calendar import CalendarDay
from clusters.models.cluster import Cluster
from clusters.models.district import District
from clusters.models.event import ChainHead, Event
from clusters.models.industry import Category
from clusters.models.recognition import Benefit, Recognition
from clusters.models.token import ApiToken
