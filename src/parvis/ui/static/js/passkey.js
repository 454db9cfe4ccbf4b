// Passkeys and security keys: makes one, or signs with one, then sends the form that lies beside the button.
// What the page offers without scripts stays until this file has run.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const listed = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

function read(options) {
  const asked = JSON.parse(options);
  return {
    ...asked,
    challenge: bytes(asked.challenge),
    ...(asked.user && { user: { ...asked.user, id: bytes(asked.user.id) } }),
    ...(asked.allowCredentials && { allowCredentials: listed(asked.allowCredentials) }),
    ...(asked.excludeCredentials && { excludeCredentials: listed(asked.excludeCredentials) }),
  };
}

function written({ id, type, response }) {
  const fields = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const present = fields.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return JSON.stringify({ id, type, response: Object.fromEntries(present) });
}

function prepare(place) {
  const said = place.querySelector("[data-passkey-said]");
  const form = place.querySelector("form");
  const answer = form.elements.passkey;
  const makes = place.dataset.passkey === "make";
  let waiting = null;

  const why = (error) =>
    ({ InvalidStateError: "known", SecurityError: "elsewhere", NotSupportedError: "unable" })[error.name] ?? "cancelled";

  async function ask(mediation) {
    waiting?.abort();
    const stop = (waiting = new AbortController());
    const request = { publicKey: read(place.dataset.options), signal: stop.signal, ...(mediation && { mediation }) };
    const key = await (makes ? navigator.credentials.create(request) : navigator.credentials.get(request));
    answer.value = written(key);
    form.requestSubmit();
  }

  form.addEventListener("submit", async (event) => {
    if (answer.value) return;
    event.preventDefault();
    said.textContent = "";
    try {
      await ask();
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = place.dataset[why(error)];
    }
  });

  // Back brings the page as it was left: what was signed has served.
  addEventListener("pageshow", () => (answer.value = ""));

  if (!window.PublicKeyCredential) {
    place.querySelector("[data-passkey-without]").textContent = place.dataset.unable;
    return;
  }
  place.querySelector("[data-passkey-without]").remove();
  place.querySelector("[data-passkey-with]").hidden = false;

  // The browser offers the keys it has for this site in the identifier's field, and asks for nothing by itself.
  if (place.dataset.passkey === "enter") {
    PublicKeyCredential.isConditionalMediationAvailable?.().then((offered) => {
      if (offered) ask("conditional").catch(() => {});
    });
  }
}

for (const place of document.querySelectorAll("[data-passkey]")) prepare(place);

// What was removed here is offered no more: the browser hides it, or brings back what it had hidden. Not every one can.
for (const { dataset } of document.querySelectorAll("[data-passkey-accepted]")) {
  window.PublicKeyCredential?.signalAllAcceptedCredentials?.(JSON.parse(dataset.passkeyAccepted)).catch(() => {});
}
