"""A condor and all it was rolled into as one line, its life, and the ladder that covers it beside."""

from alvh_desktop.desk.campaigns.campaign_book import CampaignBook, campaigns_of
from alvh_desktop.desk.campaigns.ladders import HedgeShare, LadderRecord
from alvh_desktop.desk.campaigns.records import CampaignRecord, Credit
from alvh_desktop.desk.campaigns.statistics import Statistics, statistics_by_kind, statistics_of
from alvh_desktop.desk.campaigns.timeline import TimelineEvent, timeline_of, timelines_of

__all__ = [
    "CampaignBook",
    "CampaignRecord",
    "Credit",
    "HedgeShare",
    "LadderRecord",
    "Statistics",
    "TimelineEvent",
    "campaigns_of",
    "statistics_by_kind",
    "statistics_of",
    "timeline_of",
    "timelines_of",
]
