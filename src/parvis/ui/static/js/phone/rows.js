// What waits, as the rows of the app's home: what it is, the line that tells it from another, how long it still waits.

import { say, timeLeft, words } from "./screens.js";
import { serverSeconds } from "./server.js";

/** A row for each request; `open` is called with the one that is touched. */
export function rowsOf(requests, open) {
  const list = document.createDocumentFragment();
  for (const request of requests) {
    const row = document.getElementById("piece-row").content.firstElementChild.cloneNode(true);
    row.querySelector("[data-slot=title]").textContent = request.title;
    row.querySelector("[data-slot=main]").textContent = mainLine(request);
    row.querySelector("[data-slot=left]").textContent = leftOf(request);
    row.addEventListener("click", () => open(request));
    list.append(row);
  }
  return list;
}

/** The one line that tells a request from another: its amount and payee, else what comes first. */
function mainLine(request) {
  const lines = JSON.parse(request.canonical).lines;
  const amount = lines.find((line) => line.kind === "amount");
  const payee = lines.find((line) => line.kind === "payee");
  const told = [amount, payee].filter(Boolean);
  return (told.length ? told : lines.slice(0, 1)).map((line) => line.value).join(" · ");
}

/** How long it still waits, in words. */
export const leftOf = (request) => {
  const seconds = request.expires_at - serverSeconds();
  return seconds > 0 ? say("left", { left: timeLeft(seconds) }) : words["time-none"];
};

/** Bring the times of the rows on screen up to date. */
export function refreshLeft(requests) {
  document.querySelectorAll(".app-row [data-slot=left]").forEach((place, at) => {
    const text = leftOf(requests[at]);
    if (place.textContent !== text) place.textContent = text;
  });
}
