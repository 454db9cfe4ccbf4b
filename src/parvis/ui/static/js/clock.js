// Whether the clock of this device is right, by the time that the server wrote into the page.

const AT_MOST_SECONDS = 30;

for (const place of document.querySelectorAll("[data-clock]")) {
  const [navigation] = performance.getEntriesByType("navigation");
  const since = navigation ? performance.now() - navigation.responseStart : 0;
  const seconds = Math.round((Date.now() - since - Number(place.dataset.clock)) / 1000);
  if (Math.abs(seconds) > AT_MOST_SECONDS && performance.now() < 60_000) {
    const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60));
    const words = seconds > 0 ? place.dataset.clockFast : place.dataset.clockSlow;
    place.querySelector("[data-clock-said]").textContent = words.replace("#", String(minutes));
    place.hidden = false;
  }
}
