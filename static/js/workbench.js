// Lists of the workbench: the box in the head picks the whole page, the bar says how many are picked.

const form = document.getElementById("list-form");
const boxes = () => [...form.querySelectorAll('input[name="_selected_action"]')];

function show() {
  const all = boxes();
  const picked = all.filter((box) => box.checked);
  const head = form.querySelector("[data-select-all]");
  head.checked = picked.length > 0 && picked.length === all.length;
  head.indeterminate = picked.length > 0 && picked.length < all.length;
  const bar = form.querySelector("[data-selection]");
  bar.querySelectorAll("[data-selection-button]").forEach((button) => { button.disabled = picked.length === 0; });
  const words = bar.querySelector("[data-selection-count]");
  words.dataset.empty ??= words.textContent;
  words.textContent = picked.length ? `已选 ${picked.length} 件` : words.dataset.empty;
  all.forEach((box) => box.closest("tr").toggleAttribute("aria-selected", false));
  picked.forEach((box) => box.closest("tr").setAttribute("aria-selected", "true"));
}

if (form?.querySelector("[data-select-all]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      boxes().forEach((box) => { box.checked = event.target.checked; });
    }
    show();
  });
  // A page that comes back from the history keeps its boxes.
  window.addEventListener("pageshow", show);
  show();
}
