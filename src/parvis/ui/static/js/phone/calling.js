// « Is my bank calling me? »: what the list says, kept true while the screen is open, and one button to report.

import { onLeave, say, show, words } from "./screens.js";
import { reportCall, serverSeconds } from "./server.js";

/** `now` gives the call of the newest list, null for none, undefined while nobody can know. Returns what refreshes it. */
export function calling({ phone, now, back }) {
  const made = show("call", { slots: { error: null }, acts: { back, report } });
  const place = (name) => made.querySelector(`[data-slot=${name}]`);
  const write = (name, text) => {
    if (place(name).textContent !== text) place(name).textContent = text;
    place(name).hidden = !text;
  };

  let last = null; // Who called, while this screen was open.
  function refresh() {
    const call = now();
    last = call ?? last;
    const answer = call === undefined ? "unknown" : call ? "yes" : "no";
    made.dataset.answer = answer;
    write("title", words[`call-${answer}-title`]);
    write("text", call ? say("call-who", call) : answer === "no" && last ? say("call-over-text", last) : words[`call-${answer}-text`]);
    write("since", call ? since(call) : "");
  }

  async function report(event) {
    const button = event.currentTarget;
    button.disabled = true;
    try {
      const told = await reportCall(phone);
      show("reported", { slots: { title: told.title, text: told.message, next: told.next }, acts: { go: back } });
    } catch {
      button.disabled = false;
      write("error", words["error-offline-text"]);
    }
  }

  refresh();
  const timer = setInterval(refresh, 5000);
  onLeave(() => clearInterval(timer));
  return refresh;
}

function since(call) {
  const minutes = Math.floor((serverSeconds() - call.since) / 60);
  if (minutes < 1) return words["call-since-less"];
  return minutes === 1 ? words["call-since-one"] : say("call-since", { minutes });
}
