// What this browser can do, said beside each explanation. What needs no script is said by the server.

const say = (name, good) => {
  const place = document.querySelector(`[data-check="${name}"]`);
  place.textContent = good ? place.dataset.good : place.dataset.bad;
  place.className = good ? "badge badge-success" : "badge badge-warning";
  place.hidden = false;
};

say("scripts", true);
say("connection", window.isSecureContext);
say("passkeys", Boolean(window.PublicKeyCredential));
say("clock", document.querySelector("[data-clock]").hidden);
