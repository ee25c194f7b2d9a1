"""What a plan means for its readers: findings, and the reports that tell them."""

from groundplan.review.finding import Finding
from groundplan.review.judge import judge

__all__ = ["Finding", "judge"]
