// What the person at the yearly report sees of its saving: the mark at each field, the one for all, the notice on top.

const form = document.getElementById("report-form");

export const FIELD = /^(value|remark|confirm)_(.+)$/;

function mark(place, state, when = "") {
  if (!place) {
    return;
  }
  place.replaceChildren(document.getElementById(`saved-${state}`).content.cloneNode(true));
  if (when) {
    place.querySelector(".saved").append(` ${when}`);
  }
}

export const overall = (state, when) => mark(form.querySelector("[data-saved-overall]"), state, when);

export function rows(names, state, when) {
  for (const code of new Set([...names].map((name) => FIELD.exec(name)[2]))) {
    mark(form.querySelector(`[data-saved-at="${code}"]`), state, when);
  }
}

const place = document.getElementById("local-notice");

export function notice(title, text, verb, act) {
  place.className = "callout callout--warn";
  place.setAttribute("role", "alert");
  const words = document.createElement("div");
  const head = document.createElement("h3");
  const body = document.createElement("p");
  head.textContent = title;
  body.textContent = text;
  words.append(head, body);
  if (verb) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = verb;
    button.addEventListener("click", act);
    words.append(button);
  }
  place.replaceChildren(words);
  place.hidden = false;
  place.scrollIntoView({ block: "nearest" });
}

// Everything has arrived or is on its way again.
export function settled() {
  place.hidden = true;
}

// What keeps a report from being stored, by what `renew` answered; the words after a failed save and a failed submit.
const signIn = () => window.open(form.dataset.signIn, "_blank", "noopener");
const HINDRANCES = {
  "signed-out": ["登录已失效", "请在新窗口重新登录；填写的内容已存于本机，登录后回到本页会自动保存。", "在新窗口登录", signIn],
  offline: ["网络断开", "填写的内容已存于本机，网络恢复后会自动保存；保存后请再次提交。"],
  other: ["本页已不能保存", "当前登录的已不是原来的填报员，或本报表已不在填报中。填写的内容已存于本机，请重新载入本页核对。"],
};

export const hindered = (now) => notice(...HINDRANCES[now]);

// A report that was blank is a draft from its first save on.
export function begun() {
  const badge = document.getElementById("state-draft");
  if (badge) {
    document.getElementById("report-state").replaceChildren(badge.content.cloneNode(true));
  }
}
