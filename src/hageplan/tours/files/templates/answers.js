// Keeps what is filled in until it is removed, and writes the form as `form_text` does.
function keepAnswers(form) {
  document.querySelector(".help")?.remove();
  const blank = document.getElementById("skjema");
  const forms = [...document.querySelectorAll(".answer")].map(stop => {
    const one = blank.content.cloneNode(true).firstElementChild;
    Object.assign(one.dataset, stop.dataset);
    stop.append(one);
    return one;
  });
  const bar = document.getElementById("svarene");
  const key = one => `${form.schema} ${one.dataset.stopp}`;
  const store = (name, text) => {
    try {
      if (text === null) localStorage.removeItem(name); else localStorage.setItem(name, text);
      return true;
    } catch { return false; }
  };
  const stored = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const said = one => {
    const found = {};
    for (const [name, value] of new FormData(one)) {
      const text = value.trim().split(/\s+/).join(" ");
      if (text) found[name] = found[name] ? `${found[name]}, ${text}` : text;
    }
    return found;
  };
  const whole = one => {
    const { stopp, bedrift, tid, medarbeider } = one.dataset;
    return { stopp, naeringshage: form.hage, bedrift, tid, medarbeider, ...said(one) };
  };
  const text = values => form.fields
    .filter(([name, , , optional]) => !optional || values[name])
    .map(([name, label, head]) => values[name] ? `${label}: ${values[name]}` : `${head}:`)
    .concat(form.end, "").join("\r\n");
  const filled = () => forms.filter(one => Object.keys(said(one)).length);
  const tell = () => {
    const count = filled().length;
    bar.hidden = !count;
    bar.querySelector("span").textContent =
      count === 1 ? form.one : form.many.replace("{count}", count);
  };
  const chips = (one, name) =>
    [...one.elements].filter(input => input.type === "checkbox" && input.name === name).map(input => input.value);
  const fill = (one, values) => {
    for (const input of one.elements) {
      const value = values[input.name];
      if (!input.name || value === undefined) continue;
      if (input.type === "radio") input.checked = input.value === value;
      else if (input.type === "checkbox") input.checked = value.split(", ").includes(input.value);
      else input.value = value.split(", ").filter(word => !chips(one, input.name).includes(word)).join(", ");
    }
  };
  for (const one of forms) {
    const status = one.querySelector("[role=status]");
    one.parentElement.querySelector(".letters")?.remove();
    try { fill(one, JSON.parse(stored(key(one)) ?? "{}")); } catch { /* somebody else's words */ }
    one.addEventListener("input", () => {
      const values = said(one);
      const empty = !Object.keys(values).length;
      if (!store(key(one), empty ? null : JSON.stringify(values))) status.textContent = form.unkept;
      tell();
    });
    one.addEventListener("reset", () => setTimeout(() => { store(key(one), null); tell(); }));
    one.addEventListener("submit", event => {
      event.preventDefault();
      const subject = encodeURIComponent(one.dataset.subject);
      const body = encodeURIComponent(text(whole(one)));
      location.href = `mailto:${form.to}?subject=${subject}&body=${body}`;
      status.textContent = form.made;
    });
  }
  bar.querySelector("button").addEventListener("click", () => {
    const content = JSON.stringify({ schema: form.schema, svar: filled().map(whole) }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = "svar.json";
    link.click();
  });
  tell();
}
