// A rehearsal with other lines: slider and number move together, and the change is said beside them.

const PLAIN = /^-?\d+(\.\d+)?$/;

function shown(row) {
  const input = row.querySelector("input:not([type=range])");
  const output = row.querySelector("[data-line-change]");
  const now = Number(row.dataset.now);
  const text = input.value.trim();
  const value = Number(text);
  const changed = PLAIN.test(text) && value !== now;
  row.classList.toggle("line-row--changed", changed);
  if (!changed) {
    output.textContent = "未调整";
    return;
  }
  const percent = now ? `（${value > now ? "提高" : "降低"} ${Math.abs(((value - now) / now) * 100).toFixed(1)} %）` : "";
  output.textContent = `${now.toLocaleString("zh-CN")} → ${value.toLocaleString("zh-CN")}${percent}`;
}

document.querySelectorAll("[data-line]").forEach((row) => {
  const slider = row.querySelector("[data-line-slider]");
  const input = row.querySelector("input:not([type=range])");
  slider.hidden = false;
  slider.addEventListener("input", () => {
    input.value = slider.value;
    // The face with thousands separators is redrawn where a field is left.
    input.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    shown(row);
  });
  input.addEventListener("input", () => {
    if (PLAIN.test(input.value.trim())) {
      slider.value = input.value.trim();
    }
    shown(row);
  });
  shown(row);
});
