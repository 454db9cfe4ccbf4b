// The demonstration's pages: values that copy themselves, a phone in its own window, and an inbox that stays fresh.

const PERIOD = 2000;

function reveal() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy-value][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const phone = event.target.closest("a[data-window]");
  if (phone && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const opened = window.open(phone.href, phone.target, "popup,width=400,height=820");
    if (opened) event.preventDefault();
    return;
  }
  const button = event.target.closest("[data-copy-value]");
  if (!button) return;
  const value = document.getElementById(button.dataset.copyValue);
  try {
    await navigator.clipboard.writeText(value.textContent.trim());
  } catch {
    getSelection().selectAllChildren(value);
    return;
  }
  button.dataset.copied = button.dataset.done;
  setTimeout(() => delete button.dataset.copied, 2000);
});

// What is already there stays untouched, so that focus and selection survive; what is new goes to its place.
function refresh(fresh) {
  for (const now of document.querySelectorAll("[data-live]")) {
    const then = fresh.getElementById(now.id);
    if (then && then.textContent !== now.textContent) now.replaceChildren(...then.childNodes);
  }
  for (const now of document.querySelectorAll("[data-live-list]")) {
    const then = fresh.getElementById(now.id);
    if (!then) continue;
    const wanted = new Set([...then.children].map((child) => child.id));
    for (const child of [...now.children]) if (!wanted.has(child.id)) child.remove();
    let place = now.firstElementChild;
    for (const child of [...then.children]) {
      if (place && place.id === child.id) place = place.nextElementSibling;
      else now.insertBefore(child, place);
    }
  }
  reveal();
}

async function again() {
  try {
    if (!document.hidden) {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.ok) refresh(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
  } catch {
    // The server is being restarted: the next time will do.
  }
  setTimeout(again, PERIOD);
}

reveal();
if (document.querySelector("[data-live], [data-live-list]")) setTimeout(again, PERIOD);
