// The dialog that returns a report names the figures that were marked in the table behind it.

function show(place) {
  const ticked = [...document.querySelectorAll(`input[name="${place.dataset.marks}"]:checked`)];
  const names = ticked.map((box) => box.dataset.label);
  place.textContent = names.length
    ? `已标记 ${names.length} 项：${names.join("、")}`
    : "尚未标记指标。关闭本窗口后，可在表中勾选“需修改”。";
}

const places = document.querySelectorAll("[data-marks]");
const showAll = () => places.forEach(show);
document.addEventListener("change", showAll);
// Boxes come back ticked after a refused step, and from the history.
window.addEventListener("pageshow", showAll);
showAll();
