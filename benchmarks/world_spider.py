"""What Scrapy does of the same work: fetch, parse, take the adverts' texts, write them down.

    python benchmarks/world_spider.py PLAN.json OUT.jsonl ROUNDS

Needs Scrapy (`pip install scrapy`), which nothing else here does. It asks one host for one page at
a time, obeys robots.txt, and neither follows links nor judges nor keeps what it has seen before.
"""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess

PLAN = json.loads(Path(sys.argv[1]).read_text())
SELECTORS = {"listing": "div.job", "feed": "item", "webpage": "main p"}


class Places(scrapy.Spider):
    """Asks for every page of the plan, round after round."""

    name = "places"

    async def start(self) -> AsyncIterator[Any]:
        for number in range(int(sys.argv[3])):
            for key, place in PLAN["places"].items():
                if place["kind"] == "beacon":
                    continue
                host, _, path = key.partition("/")
                yield scrapy.Request(
                    f"http://{host}:{PLAN['port']}/{path}",
                    self.parse,
                    dont_filter=True,
                    priority=-number,
                    cb_kwargs={"kind": place["kind"]},
                )

    def parse(self, response: Any, kind: str) -> Iterator[dict[str, str]]:
        for item in response.css(SELECTORS[kind]):
            yield {"url": response.url, "text": " ".join(item.css("*::text").getall())}


def main() -> None:
    process = CrawlerProcess(
        {
            "ROBOTSTXT_OBEY": True,
            "CONCURRENT_REQUESTS": 16,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
            "DOWNLOAD_DELAY": 0.25,
            "COOKIES_ENABLED": False,
            "RETRY_ENABLED": False,
            "LOG_LEVEL": "ERROR",
            "TELNETCONSOLE_ENABLED": False,
            "FEEDS": {sys.argv[2]: {"format": "jsonlines", "overwrite": True}},
        }
    )
    process.crawl(Places)
    process.start()


if __name__ == "__main__":
    main()
