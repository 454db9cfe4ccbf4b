// One request: read first, then the number where one is asked, then the code. A refusal needs neither.

import { verified } from "./asking.js";
import { CODE_LENGTH, uncover } from "./code.js";
import { Pad } from "./pad.js";
import { onLeave, say, show, unlessLeft, words } from "./screens.js";
import { Offline, approve, refuse, serverSeconds } from "./server.js";
import { bytesOf, sha256 } from "./wire.js";

const NUMBER_LENGTH = 2;

class TurnedDown extends Error {}

export async function answering({
  phone, request, newest, linesOf, leftOf, triesLeft, tried, finished, left, unknown, forgot, biometrics, arrived,
}) {
  const still = unlessLeft();
  // What is shown is read from the very text whose digest is signed; if the two differ, nothing is shown at all.
  const same = (await sha256(bytesOf(request.canonical))) === request.digest;
  if (!still()) return;
  if (!same) {
    show("tampered", { acts: { go: left } });
    return;
  }
  const { lines } = JSON.parse(request.canonical);
  const first = lines.find((line) => line.kind === "amount") ?? lines[0];
  const payee = lines.find((line) => line.kind === "payee");
  const what = [request.title, first?.value, payee?.value].filter(Boolean).join(" · ");

  const read = () => {
    const screen = show("request", {
      slots: { title: request.title, lines: linesOf(lines), left: leftOf(request) },
      acts: { back: left, refuse: askRefusal, approve: () => (request.number ? askNumber() : askOwner(null)) },
    });
    const place = screen.querySelector("[data-slot=left]");
    const timer = setInterval(() => {
      const text = leftOf(request);
      if (place.textContent !== text) place.textContent = text;
      if (request.expires_at <= serverSeconds()) finished();
    }, 2000);
    onLeave(() => clearInterval(timer));
  };

  const digits = ({ title, text, error, length, secret, back, full, forgot: lost }) => {
    // One thing to read at a time: what went wrong takes the place of the explanation.
    const screen = show("code", { slots: { title, text: error ? "" : text, error }, acts: { back, ...(lost && { forgot: lost }) } });
    const pad = new Pad(screen, { length, secret, words, full });
    onLeave(() => pad.leave());
  };

  const askNumber = (error = "") =>
    digits({
      title: words["number-title"],
      text: words["number-text"],
      error,
      length: NUMBER_LENGTH,
      secret: false,
      back: read,
      full: (typed) => askOwner(Number(typed)),
    });

  // The phone verifies its owner where it can; who turns that down still has the code.
  const askOwner = (number) => {
    const credential = biometrics();
    if (!credential) {
      askCode(number);
      return;
    }
    const verify = async (text) => {
      try {
        return await verified(credential, text);
      } catch {
        throw new TurnedDown();
      }
    };
    send(() => approve(phone, newest(), { verified: verify, number }), () => askCode(number));
  };

  const askCode = (number, error = "") =>
    digits({
      title: words["enter-title"],
      text: say("enter-text", { what }),
      error: error || (triesLeft() === 1 ? words["warning-last"] : ""),
      length: CODE_LENGTH,
      secret: true,
      forgot,
      back: request.number ? () => askNumber() : read,
      full: (code) =>
        send(async () => approve(phone, newest(), { knowledge: await uncover(code, phone), number })),
    });

  const askRefusal = () =>
    show("refuse", {
      slots: { what },
      acts: {
        "not-me": () => send(() => refuse(phone, newest(), "not_me")),
        ...(first?.kind === "amount" && { "wrong-amount": () => send(() => refuse(phone, newest(), "wrong_amount")) }),
        ...(payee && { "wrong-payee": () => send(() => refuse(phone, newest(), "wrong_payee")) }),
        "changed-mind": () => send(() => refuse(phone, newest(), "changed_mind")),
        back: read,
      },
    });

  const send = async (call, turnedDown) => {
    show("loading", { slots: { text: words.sending } });
    try {
      end(await call());
    } catch (failure) {
      if (failure instanceof TurnedDown) {
        turnedDown();
        return;
      }
      if (failure.code === "phone_unknown") {
        unknown();
        return;
      }
      const offline = failure instanceof Offline;
      show("error", {
        slots: {
          title: words[offline ? "error-offline-title" : "error-title"],
          text: offline ? words["error-offline-text"] : failure.told?.message,
        },
        acts: { again: () => send(call, turnedDown), go: finished },
      });
    }
  };

  const end = (outcome) => {
    tried(outcome.tries_left);
    if (outcome.outcome === "wrong") {
      const error = `${outcome.title}. ${outcome.message}`;
      if (request.number) askNumber(error);
      else askCode(null, error);
      return;
    }
    if (arrived && outcome.outcome === "accepted" && outcome.state === "executed") {
      arrived();
      return;
    }
    show(outcome.outcome, {
      slots: {
        title: outcome.title,
        text: outcome.message,
        lines: outcome.outcome === "accepted" ? linesOf(lines.slice(0, 2)) : null,
      },
      acts: { go: finished },
    });
  };

  read();
}
