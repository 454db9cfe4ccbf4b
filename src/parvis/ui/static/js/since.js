// « Depuis 2 minutes » goes on counting while the page stays open.

const opened = Date.now();

for (const place of document.querySelectorAll("[data-since]")) {
  const atFirst = Number(place.dataset.since);
  const tick = () => {
    const minutes = Math.floor((atFirst + (Date.now() - opened) / 1000) / 60);
    const { less, one, many } = place.dataset;
    const text = minutes < 1 ? less : minutes === 1 ? one : many.replace(/\d+/, String(minutes));
    if (place.textContent !== text) place.textContent = text;
  };
  setInterval(tick, 5000);
}
