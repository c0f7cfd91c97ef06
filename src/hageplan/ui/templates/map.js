// Lets the maps of days be enlarged and moved. Without it they stand still, and show all.
for (const figure of document.querySelectorAll(".mapped:has(.routes)")) {
  const map = figure.querySelector("svg"), {width, height} = map.viewBox.baseVal;
  let zoom = 1, x = 0, y = 0, held = null, dragged = false;
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
  const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  tools.addEventListener("keydown", event => {
    if (zoom === 1 || !(event.key in steps)) return;
    event.preventDefault();
    x += steps[event.key][0] * width / zoom / 4;
    y += steps[event.key][1] * height / zoom / 4;
    draw();
  });
  const at = (event, by) => {
    const box = map.getBoundingClientRect();
    enlarge(by, (event.clientX - box.x) / box.width, (event.clientY - box.y) / box.height);
  };
  map.addEventListener("click", event => { if (!dragged) at(event, 2); });
  map.addEventListener("wheel", event => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    at(event, event.deltaY < 0 ? 1.25 : .8);
  }, {passive: false});
  map.addEventListener("pointerdown", event => {
    dragged = false;
    if (zoom === 1) return;
    held = event;
    map.setPointerCapture(event.pointerId);
  });
  map.addEventListener("pointermove", event => {
    if (!held) return;
    dragged ||= Math.hypot(event.clientX - held.clientX, event.clientY - held.clientY) > 3;
    const scale = width / zoom / map.getBoundingClientRect().width;
    x -= (event.clientX - held.clientX) * scale;
    y -= (event.clientY - held.clientY) * scale;
    held = event;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) map.addEventListener(end, () => { held = null; });
}
