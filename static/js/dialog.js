// Native dialogs: opened by data-dialog-open="ID", closed by data-dialog-close; the browser returns the focus.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      dialog.showModal();
    }
    return;
  }
  event.target.closest("[data-dialog-close]")?.closest("dialog")?.close();
});

// A sheet without consequences closes on its backdrop; a question with consequences does not.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.classList.contains("sheet")) {
    event.target.close();
  }
});

// A dialog whose form came back with errors opens again at once.
const refused = document.querySelector("dialog:has(.field--error)");
if (refused && !refused.open) {
  refused.showModal();
}
