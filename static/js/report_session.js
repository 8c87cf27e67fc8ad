// The session behind a form that stays open for hours: signing in again gives a new token, which the form takes over.

// Answers "ok" (the same person is signed in and the forms of the page carry a token that holds), "signed-out", "offline",
// or "other": somebody else is signed in, or the form is not there any more.
export async function renew(form) {
  let response;
  try {
    response = await fetch(location.href, { redirect: "manual", cache: "no-store" });
  } catch {
    return "offline";
  }
  if (response.type === "opaqueredirect") {
    return "signed-out";
  }
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById(form.id);
  if (fresh?.dataset.localKey !== form.dataset.localKey) {
    return "other";
  }
  const token = fresh.elements.namedItem("csrfmiddlewaretoken").value;
  for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) {
    one.value = token;
  }
  return "ok";
}
