"""Charts as numbers of pixels: pure; `charts.html.j2` draws them as SVG."""
