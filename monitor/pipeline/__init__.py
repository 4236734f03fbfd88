"""The one straight story: capture, keep, read, judge, record, deliver."""

from monitor.pipeline.deliver import Delivered
from monitor.pipeline.pipeline import Pipeline, Summary

__all__ = ["Delivered", "Pipeline", "Summary"]
