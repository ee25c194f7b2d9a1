"""What a plan means for its readers: findings, and the reports that tell them."""

from groundplan.review.finding import Finding
from groundplan.review.judge import judge
from groundplan.review.review import Review, environment_of, review

__all__ = ["Finding", "Review", "environment_of", "judge", "review"]
