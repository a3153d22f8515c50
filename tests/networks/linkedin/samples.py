"""The content export of a LinkedIn page, with made-up people; sheets and columns as such files have them."""

from pathlib import Path

import openpyxl

from tests.networks.exports import CANARY

METRICS = [
    ["Aggregated organic and sponsored engagement metrics for your page"],
    ["Date", "Impressions (organic)", "Clicks (organic)", "Reactions (organic)"],
    ["10/30/2026", 900, 30, 12],
    ["10/31/2026", 800, 20, 10],
]
POSTS = [
    ["Engagement metrics for individual posts"],
    [
        "Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date", "Campaign start date",
        "Campaign end date", "Audience", "Impressions", "Views", "Offsite Views", "Clicks", "Click through rate (CTR)",
        "Likes", "Comments", "Reposts", "Follows", "Engagement rate", "Content Type",
    ],
    [
        f"{CANARY} #jobs", "https://www.linkedin.com/feed/update/urn:li:activity:7120000000000000001/", "Organic", None,
        "Ann Example", "03/04/2026", None, None, "All followers", 400, None, None, 9, 0.02, 7, 1, 0, 0, 0.04, "Article",
    ],
    [
        None, "https://www.linkedin.com/posts/exampleshire_x-ugcPost-7120000000000000002-abcd?utm=1", "Organic", None,
        None, "10/31/2026", None, None, "All followers", 300, None, None, 9, 0.02, 7, 1, 0, 0, 0.04, None,
    ],
]  # fmt: skip


def workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Metrics"
    for row in METRICS:
        book.active.append(row)
    sheet = book.create_sheet("All posts")
    for row in POSTS:
        sheet.append(row)
    book.save(path)
    return path
