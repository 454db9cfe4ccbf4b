"""The browser that the tests drive: Debian's Chromium, without what a person at a desk would see around a page."""

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


def start(chromium: BrowserType, **how: Any) -> Browser:
    """Start it; `how` goes to Playwright's `launch`."""
    arguments = [f"--disable-features={','.join(WITHOUT)}"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return chromium.launch(executable_path=found, args=arguments, **how)
