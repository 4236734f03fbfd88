"""A real browser at a real desk on loopback: Debian's Chromium, driven by its own driver."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from monitor.desk.deployment import utcnow
from monitor.model import Role
from monitor.store import Store
from monitor.web import auth
from monitor.web.app import build
from monitor.web.desk import Deployed, Desk, Stores
from tests.web.desk import ADVERTS, PASSWORD, deploy, fill, rules

CHROMIUM = shutil.which("chromium")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-features=Translate,OptimizationHints,MediaRouter",
)
PATIENCE = 15.0
"""Seconds."""

needs_browser = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver"
)


@dataclass(frozen=True)
class Served:
    """A desk that listens."""

    url: str
    store: Store
    folder: Path


@contextmanager
def served(
    folder: Path, *, texts: Any = None, people: dict[str, Role] | None = None
) -> Iterator[Served]:
    """Serve a deployment with these adverts flagged and these people's accounts."""
    deployed = deploy(folder)
    with Store.open(deployed.database) as store:
        fill(store, *(ADVERTS.values() if texts is None else texts))
        for name, role in (people or {"ada": Role.ADMIN}).items():
            auth.enroll(store, name=name, role=role, password=PASSWORD, first=False, at=utcnow())
        desk = Desk(Deployed(deployed), rules(), Stores(deployed.database))
        settings = uvicorn.Config(build(desk), port=0, log_config=None, proxy_headers=False)
        server = uvicorn.Server(settings)
        sock = settings.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        try:
            yield Served(f"http://127.0.0.1:{sock.getsockname()[1]}", store, folder)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            sock.close()


@dataclass(frozen=True)
class Browser:
    """One window."""

    driver: webdriver.Chrome
    home: str

    def go(self, path: str) -> None:
        """Open a page of the desk."""
        self.driver.get(self.home + path)

    def find(self, selector: str) -> WebElement:
        """Give the first element that fits, waiting for it."""
        return WebDriverWait(self.driver, PATIENCE).until(
            lambda driver: driver.find_element(By.CSS_SELECTOR, selector)
        )

    def all(self, selector: str) -> list[WebElement]:
        """Give every element that fits, now."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def until(self, claim: Any) -> Any:
        """Wait until a claim about the window is true."""
        return WebDriverWait(self.driver, PATIENCE).until(lambda _: claim(self))

    def leaving(self, act: Any) -> None:
        """Do what loads another page, and wait for that page."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        act()
        WebDriverWait(self.driver, PATIENCE).until(lambda _: _is_gone(before))

    def sign_in(self, name: str = "ada", password: str = PASSWORD) -> None:
        """Sign in by the login page."""
        self.go("/login")
        self.find("input[name=name]").send_keys(name)
        self.find("input[name=password]").send_keys(password)
        self.leaving(self.find("main form button").click)

    def keys(self, keys: str) -> None:
        """Press keys wherever the focus is."""
        webdriver.ActionChains(self.driver).send_keys(keys).perform()

    @property
    def path(self) -> str:
        """Where the window is."""
        parts = urlsplit(self.driver.current_url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    @property
    def text(self) -> str:
        """What a person reads on the page."""
        return self.driver.find_element(By.TAG_NAME, "body").text

    def hosts(self) -> set[str]:
        """Name every host and port that was asked since the last call."""
        asked = set()
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                params = message["params"]
                url = params.get("request", params).get("url", "")
                if urlsplit(url).scheme not in ("data", "about", "chrome", "blob"):
                    asked.add(urlsplit(url).netloc)
        return asked

    def complaints(self) -> list[str]:
        """Give what the browser wrote to its console since the last call: refusals, errors."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def shot(self, path: Path) -> None:
        """Take a picture of the window."""
        self.driver.save_screenshot(str(path))


@contextmanager
def browser(
    home: str, *, width: int = 1280, height: int = 900, dark: bool = False, scripts: bool = True
) -> Iterator[Browser]:
    """Open a window of Chromium."""
    options = Options()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--window-size={width},{height}"):
        options.add_argument(flag)
    if dark:
        options.add_argument("--force-dark-mode")
        options.add_argument("--blink-settings=preferredColorScheme=0")
    if not scripts:
        options.add_experimental_option(
            "prefs", {"profile.managed_default_content_settings.javascript": 2}
        )
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        driver.set_page_load_timeout(PATIENCE)
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        if dark:
            driver.execute_cdp_cmd(
                "Emulation.setEmulatedMedia",
                {"features": [{"name": "prefers-color-scheme", "value": "dark"}]},
            )
        yield Browser(driver, home)
    finally:
        driver.quit()


def _is_gone(element: WebElement) -> bool:
    try:
        element.is_enabled()
    except Exception as error:
        return type(error).__name__ == "StaleElementReferenceException"
    time.sleep(0.01)
    return False
