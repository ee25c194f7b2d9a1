// What an accessibility checker looks at first; gives a list of complaints.
() => {
  const found = [];
  const visible = (one) => one.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false });
  const name = (one) => {
    const by = (one.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent || "").join(" ");
    return (by || one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || "").trim();
  };
  const say = (what, one) => found.push(`${what}: <${one.tagName.toLowerCase()} class="${one.getAttribute("class") || ""}"> ${one.textContent.trim().slice(0, 50)}`);

  for (const one of document.querySelectorAll("a, button, input, select, summary, svg[role=img], [role=region], nav, form, section, article")) {
    if (!name(one)) say("no name", one);
  }
  for (const one of document.querySelectorAll("button, input, select, summary, nav a")) {
    const { width, height } = one.getBoundingClientRect();
    if (visible(one) && Math.min(width, height) < 24) say(`target of ${width} x ${height}`, one);
  }
  for (const [one, number] of [["main", 1], ["body > header", 1], ["footer", 1], ["h1", 1]]) {
    if (document.querySelectorAll(one).length !== number) found.push(`${one}: not ${number} of them`);
  }
  for (const one of document.querySelectorAll("table")) {
    if (!one.querySelector("thead th[scope=col]")) say("table without headings", one);
  }
  for (const one of document.querySelectorAll("th")) {
    if (!one.scope) say("heading cell without scope", one);
    if (!one.textContent.trim()) say("empty heading cell", one);
  }
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`id twice: ${id}`);
  if (!document.documentElement.lang) found.push("no language");
  if (!document.title) found.push("no title");

  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const light = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((one) => one / 255).map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour;
      if (colour.alpha > 0) say("background that lets through", at);
    }
    return { red: 255, green: 255, blue: 255 };
  };
  const shapesUnder = (text) => {
    const box = text.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return [...text.ownerSVGElement.querySelectorAll("rect, circle")].filter((one) => {
      const at = one.getBoundingClientRect();
      return getComputedStyle(one).fill !== "none" && at.left <= x && x <= at.right && at.top <= y && y <= at.bottom;
    });
  };
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !visible(one) || one.matches("script, style, title, desc, option, .unseen, .skip")) continue;
    const style = getComputedStyle(one);
    const drawn = one.tagName === "text";
    const under = drawn ? shapesUnder(one).pop() : null;
    const back = under ? parse(getComputedStyle(under).fill) : behind(one);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    const ratio = contrast(parse(drawn ? style.fill : style.color), back);
    if (ratio < (large ? 3 : 4.5)) say(`contrast ${ratio.toFixed(2)}`, one);
  }
  return [...new Set(found)];
}
