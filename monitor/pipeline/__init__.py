"""The one straight story: capture, keep, read, judge, record, deliver."""

from monitor.pipeline.deliver import Delivered
from monitor.pipeline.pipeline import Pipeline, Summary
from monitor.pipeline.witness import Unseen, Witness

__all__ = ["Delivered", "Pipeline", "Summary", "Unseen", "Witness"]
