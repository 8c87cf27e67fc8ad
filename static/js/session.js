// The session behind every form that stays open for long. Before anything typed is sent, the server is asked who is
// signed in: a form whose session is over, or whose line is down, stays where it is with all that was typed.

const person = document.body.dataset.person;
const SIGN_IN = "/login/";
const WORDS = {
  "signed-out": "登录已失效，本次没有提交，填写的内容仍在本页。请在新窗口重新登录，再回到本页提交。",
  offline: "网络断开，本次没有提交，填写的内容仍在本页。请在网络恢复后再次提交。",
  other: "当前登录的是另一个账号，本次没有提交，填写的内容仍在本页。请用原账号登录后再提交。",
};

// Answers "ok" (the same person is signed in, and every form of the page carries a token that holds), "signed-out",
// "offline" or "other" (somebody else is signed in).
export async function renew() {
  let now;
  try {
    now = await (await fetch("/session/", { cache: "no-store" })).json();
  } catch {
    return "offline";
  }
  if (now.person !== person) {
    return now.person ? "other" : "signed-out";
  }
  for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    one.value = now.token;
  }
  if (document.body.hasAttribute("hx-headers")) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": now.token }));
  }
  return "ok";
}

function tell(place, now) {
  document.getElementById("session-notice")?.remove();
  const box = document.createElement("div");
  box.id = "session-notice";
  box.className = "callout callout--warn";
  box.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = WORDS[now];
  box.append(words);
  if (now !== "offline") {
    const link = document.createElement("a");
    link.className = "button button--small";
    link.href = SIGN_IN;
    link.target = "_blank";
    link.textContent = "在新窗口登录";
    words.append(" ", link);
  }
  place.prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

// Buttons alone lose nothing; a form that looks after itself says so.
const isTyped = (form) =>
  person &&
  form.method === "post" &&
  !("ownSession" in form.dataset) &&
  [...form.elements].some((field) => field.matches("textarea, select, input:not([type=hidden])"));

// The button a form was sent by. What the server says meanwhile may have drawn it anew: then the new one, or nothing
// where the form no longer offers that step.
export function buttonOf(form, button) {
  return button && button.form !== form
    ? [...form.elements].find((one) => one.type === "submit" && one.name === button.name && one.value === button.value)
    : button;
}

async function check(form, button) {
  const now = await renew();
  if (now !== "ok") {
    tell(form, now);
    return;
  }
  document.getElementById("session-notice")?.remove();
  const pressed = buttonOf(form, button);
  if (button && !pressed) {
    return;
  }
  form.dataset.renewed = "true";
  form.requestSubmit(pressed);
}

const checking = new WeakSet();

window.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.dataset.renewed || !isTyped(form)) {
      delete form.dataset.renewed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!checking.has(form)) {
      checking.add(form);
      check(form, event.submitter).finally(() => checking.delete(form));
    }
  },
  true,
);

// A fragment is never replaced by the page for signing in.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (new URL(event.detail.xhr.responseURL, location.href).pathname === SIGN_IN) {
    event.detail.shouldSwap = false;
    tell(event.detail.target, "signed-out");
  }
});
