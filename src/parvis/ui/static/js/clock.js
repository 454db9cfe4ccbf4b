// Whether the clock of this device is right, by the time that the server wrote into the page.

const AT_MOST_SECONDS = 30;
const UNITS = [["day", 86_400], ["hour", 3600], ["minute", 60]];

// « 3 minutes », « 5 heures », « 184 jours »: an empty battery sets a clock back by years.
function worded(seconds) {
  const [unit, length] = UNITS.find(([, length]) => seconds >= 2 * length) ?? UNITS.at(-1);
  const format = new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.max(1, Math.round(seconds / length)));
}

for (const place of document.querySelectorAll("[data-clock]")) {
  const [navigation] = performance.getEntriesByType("navigation");
  const since = navigation ? performance.now() - navigation.responseStart : 0;
  const seconds = Math.round((Date.now() - since - Number(place.dataset.clock)) / 1000);
  if (Math.abs(seconds) > AT_MOST_SECONDS && performance.now() < 60_000) {
    const words = seconds > 0 ? place.dataset.clockFast : place.dataset.clockSlow;
    place.querySelector("[data-clock-said]").textContent = words.replace("#", worded(Math.abs(seconds)));
    place.hidden = false;
  }
}
