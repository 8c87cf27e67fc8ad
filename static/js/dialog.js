// Native dialogs: buttons open and close them with command="show-modal" or "close" and commandfor="ID", which the browser
// does by itself, also before this script has arrived. Older browsers, still common in offices, get the same from here.

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!(dialog instanceof HTMLDialogElement)) {
      return;
    }
    if (button.getAttribute("command") === "close") {
      dialog.close();
    } else if (!dialog.open) {
      dialog.showModal();
    }
  });
}

// A sheet without consequences closes on its backdrop; a question with consequences does not.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.classList.contains("sheet")) {
    event.target.close();
  }
});

// A link to a place on the page leads there: the dialog that lies over it closes first.
document.addEventListener("click", (event) => event.target.closest("dialog a[href^='#']")?.closest("dialog").close());

// A dialog whose form came back with errors opens again at once.
const refused = document.querySelector("dialog:has(.field--error)");
if (refused && !refused.open) {
  refused.showModal();
}
