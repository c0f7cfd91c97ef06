// Says which day is shown to who cannot see it; the style shows it without this.
function markDay() {
  const at = document.getElementById(location.hash.slice(1))?.closest(".day") ?? document.querySelector(".day");
  for (const tab of document.querySelectorAll(".tabs a"))
    if (tab.hash === `#${at.id}`) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current");
}
addEventListener("hashchange", markDay);
markDay();
