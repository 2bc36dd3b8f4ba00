// Ask a device for a passkey, or to make one, and send its answer with the form. A form that holds an answer goes its way.
"use strict";

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const asked = (options) => ({
  ...options,
  challenge: bytes(options.challenge),
  ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
  ...(options.excludeCredentials && {
    excludeCredentials: options.excludeCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
  }),
  ...(options.allowCredentials && {
    allowCredentials: options.allowCredentials.map((one) => ({ ...one, id: bytes(one.id) })),
  }),
});

const written = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
};

const say = (words) => {
  const place = document.querySelector("[data-problem]");
  place.firstElementChild.textContent = words;
  place.hidden = !words;
};

const answer = async (form) => {
  const sent = await fetch(form.dataset.challenge, { method: "POST", body: new FormData(form) });
  const told = await sent.json();
  if (!sent.ok) return say(told.says);
  const made = await navigator.credentials[form.dataset.passkey]({ publicKey: asked(told) });
  form.elements.answer.value = written(made);
  form.submit();
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    if (!form.reportValidity()) return;
    event.preventDefault();
    say("");
    answer(form).catch(() => say(form.dataset.stopped));
  });
}

const secret = document.querySelector("input[name=secret]");
const take = () => {
  if (!secret || location.hash.length < 2) return;
  secret.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
};
take();
addEventListener("hashchange", take);
