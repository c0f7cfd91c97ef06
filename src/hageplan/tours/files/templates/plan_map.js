// Draws the map of a plan by BokehJS; `map` is what hageplan.render.plan_map gives.
function drawMap(map, element) {
  const wheel = new Bokeh.WheelZoomTool({description: map.words.wheel});
  const tools = [
    new Bokeh.PanTool({description: map.words.move}),
    new Bokeh.ZoomInTool({description: map.words.zoom_in}),
    new Bokeh.ZoomOutTool({description: map.words.zoom_out}),
    new Bokeh.ResetTool({description: map.words.reset}),
    wheel,
  ];
  const plot = new Bokeh.Plotting.Figure({
    tools,
    x_range: new Bokeh.Range1d({start: map.x[0], end: map.x[1]}),
    y_range: new Bokeh.Range1d({start: map.y[0], end: map.y[1]}),
    match_aspect: true,
    sizing_mode: "stretch_both",
    toolbar_location: "above",
    background_fill_color: map.paper,
    border_fill_color: map.paper,
    outline_line_color: map.grey,
  });
  plot.toolbar.active_scroll = wheel;
  plot.toolbar.logo = null;
  for (const axis of [...plot.xaxes, ...plot.yaxes]) axis.visible = false;
  plot.grid.visible = false;
  if (map.tiles) {
    const tile_source = new Bokeh.WMTSTileSource({url: map.tiles, attribution: map.attribution});
    plot.add_renderers(new Bokeh.TileRenderer({tile_source, level: "image"}));
  }
  const hover = (glyph, tooltips) =>
    plot.add_tools(new Bokeh.HoverTool({renderers: [glyph], tooltips, visible: false}));
  const drawPlaces = places => {
    const source = new Bokeh.ColumnDataSource({data: places.data});
    const glyph = plot.scatter({field: "x"}, {field: "y"}, {
      source, marker: places.marker, size: places.size, line_color: places.colour,
      line_width: places.width, fill_color: null, legend_label: places.kind,
    });
    hover(glyph, [[places.kind, "@name"]]);
  };
  const drawDay = day => {
    plot.line(day.way.x, day.way.y, {line_color: day.colour, line_width: 2, legend_label: day.name});
    const source = new Bokeh.ColumnDataSource({data: day.stops});
    const at = [{field: "x"}, {field: "y"}];
    const glyph = plot.scatter(...at, {
      source, size: 20, fill_color: day.colour, line_color: "white", legend_label: day.name,
    });
    plot.text(...at, {field: "number"}, {
      source, text_color: day.ink, text_align: "center", text_baseline: "middle",
      text_font_size: "12px", legend_label: day.name,
    });
    hover(glyph, [[map.words.company, "@name"], [map.words.time, "@time"]]);
  };
  map.below.forEach(drawPlaces);
  map.days.forEach(drawDay);
  // Hollow and last, so that neither it nor a stop at the same place is hidden.
  map.above.forEach(drawPlaces);
  for (const {x, y, text} of map.labels)
    plot.add_layout(new Bokeh.Label({x, y, text, x_offset: 8, y_offset: 12, text_color: map.grey}));
  Object.assign(plot.legend, {
    background_fill_color: map.paper, background_fill_alpha: 0.8, border_line_color: null,
    label_text_color: map.grey, location: "top_left", click_policy: "hide",
  });
  return Bokeh.Plotting.show(plot, element);
}
