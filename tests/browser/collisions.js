// What lies on what in the diagram that is shown: names on badges, ports on the border of a network.
(() => {
  const shown = [...document.querySelectorAll(".diagram")].find((one) => one.getBoundingClientRect().width);
  const box = (one) => one.getBoundingClientRect();
  const gap = 3;
  const meet = (one, other) =>
    one.left < other.right + gap && other.left < one.right + gap && one.top < other.bottom && other.top < one.bottom;
  const all = (selector) => [...shown.querySelectorAll(selector)];
  const badges = all(".badge rect").map(box);
  const names = all(".card text").filter((one) => badges.some((badge) => meet(box(one), badge)) && !one.closest(".badge"));
  const borders = all(".frame rect").map(box).flatMap((one) => [one.left, one.right]);
  const ports = all(".port").filter((one) => borders.some((x) => box(one).left < x && x < box(one).right));
  return [...names, ...ports].map((one) => one.textContent);
})()
