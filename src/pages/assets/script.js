// What makes pages quicker; each works without it.
"use strict";

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});

// Coming back by the browser's button finds the form ready again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What was refused is read out and seen first.
const refused = document.querySelector(".alert[tabindex]");
if (refused) refused.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// How far something is renews itself; without scripts a link does it.
const renew = async (part) => {
  const page = await fetch(location.href).then((reply) => reply.text(), () => "");
  const fresh = new DOMParser().parseFromString(page, "text/html").querySelector("[data-renew]");
  if (fresh) part.replaceChildren(...fresh.childNodes);
  else if (page) return location.reload();
  setTimeout(renew, 2000, part);
};
const moving = document.querySelector("[data-renew]");
if (moving) setTimeout(renew, 1000, moving);

// A party's link keeps its secret behind the #, which no server sees: hand it over with the form.
const secret = location.pathname.startsWith("/p/") && document.querySelector("input#secret");
if (secret && location.hash.length > 1) secret.value = location.hash.slice(1);
