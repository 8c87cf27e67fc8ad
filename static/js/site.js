// What every page needs: menus that close, words for screen readers, and a notice when the server cannot be reached.

const announcer = () => document.getElementById("announcer");

function announce(text) {
  const place = announcer();
  if (place) {
    place.textContent = "";
    requestAnimationFrame(() => {
      place.textContent = text;
    });
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) {
      menu.open = false;
    }
  }
}

document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", (event) => event.target.closest("[data-print]") && window.print());

// A list that is replaced tells so; a request that fails says what to do.
function showFault(text) {
  document.getElementById("request-fault")?.remove();
  const box = document.createElement("div");
  box.id = "request-fault";
  box.className = "callout callout--warn";
  box.setAttribute("role", "alert");
  const icon = document.createElement("i");
  icon.className = "bi bi-exclamation-triangle-fill";
  icon.setAttribute("aria-hidden", "true");
  const words = document.createElement("p");
  words.textContent = text;
  box.append(icon, words);
  (document.querySelector(".page") ?? document.body).prepend(box);
  box.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:sendError", () => {
  showFault("网络连接中断，本次操作没有送达服务器。您填写的内容仍在本页，请恢复网络后重试。");
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 409) {
    showFault("这份内容已被他人更新，系统没有保存本次提交。请重新载入本页，核对后再提交。");
  } else if (status === 401 || status === 403) {
    showFault("登录已失效或没有权限，系统未作任何改动。请在新窗口重新登录后重试，本页内容不会丢失。");
  } else {
    showFault(`服务器未能处理本次操作（${status}），请稍后重试。`);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  document.getElementById("request-fault")?.remove();
  const words = event.detail.target?.dataset?.announce;
  if (words) {
    announce(words);
  }
});

document.addEventListener("portal:announce", (event) => announce(event.detail));
