// What is wrong with a page, each fault as one line. Put in by the tests; the pages need no script.
window.checks = (() => {
  const PRESSED = "a[href], button, summary, input:not([type=hidden]), select, textarea, [tabindex='0']";
  const told = element => {
    const words = (element.getAttribute("aria-label") || element.textContent || element.name || "").trim();
    return `<${element.localName}> ${words.replace(/\s+/g, " ").slice(0, 50)}`;
  };
  const isSeen = element => element.checkVisibility({visibilityProperty: true});
  const boxOf = element => element.getBoundingClientRect();
  // What only a screen reader is told, and the skip link until it is reached.
  const isAside = element => {
    for (let one = element; one && one !== document.body; one = one.parentElement)
      if (one.matches(".skip") || boxOf(one).right < 0 || (boxOf(one).width <= 1 && getComputedStyle(one).overflow === "hidden"))
        return true;
    return false;
  };
  const pressed = () => [...document.querySelectorAll(PRESSED)].filter(isSeen);
  // Of radio buttons of one name the keyboard stops at one, and arrows lead to the others.
  const stops = () => {
    const groups = new Set();
    return pressed().filter(element => {
      if (element.disabled || element.tabIndex < 0) return false;
      if (element.type !== "radio") return true;
      const group = `${element.form?.id || [...document.forms].indexOf(element.form)} ${element.name}`;
      return !groups.has(group) && groups.add(group);
    });
  };
  const held = element => element.closest("label") || element;
  const isInSentence = element => getComputedStyle(element).display === "inline" &&
    [...element.parentElement.childNodes].some(one => one.nodeType === 3 && one.data.trim());
  const scrolls = element => {
    for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
      const style = getComputedStyle(one);
      if (["auto", "scroll"].includes(style.overflowX) && one.scrollWidth > one.clientWidth) return true;
    }
    return false;
  };

  const texts = function* () {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const within = node.parentElement;
      if (node.data.trim() && !within.closest("script, style, title, desc") && isSeen(within) && !isAside(within))
        yield node;
    }
  };
  const isCut = node => {
    const range = document.createRange(), within = node.parentElement;
    range.selectNodeContents(node);
    const drawing = [within.closest("svg")].find(one => one && getComputedStyle(one).overflowX !== "visible");
    const frame = drawing ? boxOf(drawing) : {left: 0, right: document.documentElement.clientWidth};
    const boxes = [...range.getClientRects()].filter(box => box.width);
    if (boxes.some(box => box.left < frame.left - 1 || box.right > frame.right + 1)) return drawing || !scrolls(within);
    const style = getComputedStyle(within);
    return !drawing && ["hidden", "clip"].includes(style.overflowX) && within.scrollWidth > within.clientWidth + 1;
  };

  return {
    small: least => pressed().map(held).filter(element => !isAside(element) && !isInSentence(element))
      .filter(element => boxOf(element).height < least - .5 || boxOf(element).width < least - .5)
      .map(element => `${told(element)}: ${Math.round(boxOf(element).width)} x ${Math.round(boxOf(element).height)}`),
    cut: () => {
      const page = document.documentElement;
      const found = [...texts()].filter(isCut).map(node => `cut: ${node.data.trim().slice(0, 50)}`);
      return page.scrollWidth > page.clientWidth ? [`scrolls sideways: ${page.scrollWidth}`, ...found] : found;
    },
    covered: () => stops().filter(element => {
      element.focus({focusVisible: true});
      const box = boxOf(held(element));
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, innerHeight) / 2);
      return !hit || !(held(element).contains(hit) || hit.contains(element));
    }).map(element => `covered: ${told(element)}`),
    watch: () => {
      window.reached = [];
      window.unseen = [];
      document.addEventListener("focusin", event => {
        window.reached.push(event.target);
        const marked = [event.target, held(event.target)].map(getComputedStyle)
          .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
        if (!marked) window.unseen.push(`unmarked: ${told(event.target)}`);
      });
    },
    stops: () => stops().length,
    missed: () => {
      const expected = stops(), found = window.reached.filter(one => one !== document.body);
      const order = expected.findIndex((element, at) => element !== found[at]);
      const out = order < 0 ? [] : [`after stop ${order}: ${found[order] ? told(found[order]) : "nothing"}, not ${told(expected[order])}`];
      return [...out, ...window.unseen];
    },
    unfold: () => document.querySelectorAll("details").forEach(one => { one.open = true; }),
    acting: () => [...document.querySelectorAll("[onerror], [onload], img[src='x'], a[href^='javascript:' i]")].map(told),
  };
})();
