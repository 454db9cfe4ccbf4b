"""The browser that the tests drive: Debian's Chromium, without what a person at a desk would see around a page.

Its headless shell is the same release and draws the same pages, and has no window to draw around them, which takes the
whole browser as much as the pages do. What belongs to that window (notifications, a choice among certificates, policies
of whoever runs the machine) needs `whole`.
"""

import os
import shutil
from typing import Any

from playwright.sync_api import Browser, BrowserType

# Chromium keeps the last list of features that it is told, so that ours says again what Playwright's says. The first
# two draw the address bar's suggestions for each window, in a process that takes as much as the page does.
WITHOUT = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip


def start(chromium: BrowserType, *, whole: bool = False, **how: Any) -> Browser:
    """Start it; `how` goes to Playwright's `launch`. Without a headless shell, the whole browser stands in for it."""
    arguments = [f"--disable-features={','.join(WITHOUT)}"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    shell = None if whole else shutil.which("chromium-headless-shell")
    found = shell or shutil.which("chromium") or shutil.which("chromium-browser")
    return chromium.launch(executable_path=found, args=arguments, **how)
