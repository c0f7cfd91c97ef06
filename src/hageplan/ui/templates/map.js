// Lets the maps of days be enlarged and moved. Without it they stand still, and show all.
for (const figure of document.querySelectorAll(".mapped:has(.routes)")) {
  const map = figure.querySelector("svg"), {width, height} = map.viewBox.baseVal;
  let zoom = 1, x = 0, y = 0, held = null;
  const draw = () => {
    x = Math.min(Math.max(x, 0), width - width / zoom);
    y = Math.min(Math.max(y, 0), height - height / zoom);
    map.setAttribute("viewBox", `${x} ${y} ${width / zoom} ${height / zoom}`);
    map.style.setProperty("--shrink", 1 / zoom);
    map.style.touchAction = zoom > 1 ? "none" : "";
    map.querySelector(".bar").style.display = zoom > 1 ? "none" : "";
  };
  const enlarge = (by, across = .5, down = .5) => {
    const to = Math.min(Math.max(zoom * by, 1), 16);
    x += across * (width / zoom - width / to);
    y += down * (height / zoom - height / to);
    zoom = to;
    draw();
  };
  const tools = document.createElement("div");
  map.after(tools);
  tools.className = "map-tools";
  for (const [sign, words, act] of [
    ["+", figure.dataset.in, () => enlarge(2)],
    ["\u2212", figure.dataset.out, () => enlarge(.5)],
    ["\u2922", figure.dataset.all, () => enlarge(0)],
  ]) {
    const button = tools.appendChild(document.createElement("button"));
    Object.assign(button, {type: "button", textContent: sign, title: words, onclick: act});
    button.setAttribute("aria-label", words);
  }
  map.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = map.getBoundingClientRect();
    enlarge(event.deltaY < 0 ? 1.25 : .8, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
  }, {passive: false});
  map.addEventListener("pointerdown", event => {
    if (zoom === 1) return;
    held = event;
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", event => {
    if (!held) return;
    const scale = width / zoom / map.getBoundingClientRect().width;
    x -= (event.clientX - held.clientX) * scale;
    y -= (event.clientY - held.clientY) * scale;
    held = event;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => { held = null; });
}
