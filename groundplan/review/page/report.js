"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");

  const stored = (() => { try { return window.localStorage; } catch { return null; } })();
  const button = document.getElementById("theme");
  const prefersDark = () => window.matchMedia("(prefers-color-scheme: dark)").matches;
  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    button.setAttribute("aria-pressed", String((theme || (prefersDark() ? "dark" : "light")) === "dark"));
  };
  show(stored && stored.getItem("groundplan-theme"));
  button.addEventListener("click", () => {
    const theme = button.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    show(theme);
    if (stored) stored.setItem("groundplan-theme", theme);
  });

  const matches = (item, text, wanted) =>
    wanted.every(([key, value]) => item.dataset[key] === value) && text.every((word) => item.words.includes(word));

  for (const form of document.querySelectorAll("[data-filters]")) {
    const list = document.getElementById(form.dataset.filters);
    const items = [...list.querySelectorAll("[data-item]")];
    const groups = [...list.querySelectorAll("[data-group]")];
    const told = form.querySelector("output");
    for (const item of items) {
      const group = item.closest("[data-group]");
      const around = group ? [...group.children].filter((one) => !one.contains(item)) : [];
      item.words = [item, ...around].map((one) => one.textContent).concat(item.dataset.component).join(" ").toLowerCase();
    }
    const apply = () => {
      const fields = [...new FormData(form)];
      const text = fields.filter(([key]) => key === "text").flatMap(([, value]) => value.toLowerCase().split(/\s+/)).filter(Boolean);
      const wanted = fields.filter(([key, value]) => key !== "text" && value);
      for (const item of items) item.hidden = !matches(item, text, wanted);
      for (const group of groups) group.hidden = !group.querySelector("[data-item]:not([hidden])");
      const shown = items.filter((item) => !item.hidden).length;
      list.querySelector(".nothing").hidden = shown > 0;
      told.textContent = `${shown} of ${items.length} ${told.dataset.noun}${items.length === 1 ? "" : "s"}`;
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
  }

  window.addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("#architecture details")) one.open = true;
  });
})();
