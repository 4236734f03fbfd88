"""A channel is watched however its address is written."""

from __future__ import annotations

import pytest

from monitor.sources.telegram import preview_url


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/vymysel",
        "https://t.me/s/vymysel",
        "https://t.me/vymysel/",
        "https://t.me/vymysel/12",
        "https://t.me/s/vymysel?before=40",
        "https://telegram.me/vymysel",
        "t.me/vymysel",
    ],
)
def test_any_link_to_a_channel_leads_to_its_preview(url: str) -> None:
    assert preview_url(url) == "https://t.me/s/vymysel"


@pytest.mark.parametrize(
    ("url", "preview"),
    [
        ("http://127.0.0.1:8080/vymysel", "http://127.0.0.1:8080/s/vymysel"),
        ("http://127.0.0.1:8080/s/vymysel", "http://127.0.0.1:8080/s/vymysel"),
        ("http://127.0.0.1:8080/demo/s/vymysel?before=4", "http://127.0.0.1:8080/demo/s/vymysel"),
    ],
)
def test_another_host_may_serve_previews(url: str, preview: str) -> None:
    assert preview_url(url) == preview
