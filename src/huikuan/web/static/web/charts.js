// Draws the charts of a page from the data beside them; colours come from the page's own variables, a click leads to rows.
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const language = document.documentElement.lang.startsWith("zh") ? "ZH" : "EN";

  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.chart).textContent);
    const text = { color: colour("--muted"), fontFamily: getComputedStyle(document.body).fontFamily };
    const chart = window.echarts.getInstanceByDom(box) ?? window.echarts.init(box, null, { renderer: "svg", locale: language });
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      textStyle: text,
      grid: { left: 8, right: 8, top: data.series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
      legend: data.series.length > 1 ? { top: 0, right: 0, textStyle: text, itemWidth: 12, itemHeight: 12 } : undefined,
      tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
      xAxis: { type: "category", data: data.labels, axisLabel: { color: text.color }, axisLine: { lineStyle: { color: colour("--line") } }, axisTick: { show: false } },
      yAxis: { type: "value", axisLabel: { color: text.color, formatter: (value) => short(value) }, splitLine: { lineStyle: { color: colour("--line") } } },
      series: data.series.map((series) => ({
        type: data.kind, name: series.name, stack: data.is_stacked ? "all" : undefined, data: series.values.map((value, place) => (series.colours ? { value, itemStyle: { color: colour(series.colours[place]) } } : value)), barMaxWidth: 44,
        itemStyle: { color: colour(series.colour) }, cursor: data.addresses ? "pointer" : "default",
      })),
    });
    chart.off("click");
    if (data.addresses) chart.on("click", (event) => location.assign(data.addresses[event.dataIndex]));
  }

  function short(value) {
    const steps = language === "ZH" ? [[1e8, "亿"], [1e4, "万"]] : [[1e9, "B"], [1e6, "M"], [1e3, "K"]];
    const step = steps.find(([size]) => Math.abs(value) >= size);
    if (!step) return String(value);
    const number = (Math.round((value / step[0]) * 10) / 10).toLocaleString("en-US");
    return language === "ZH" ? `${number} ${step[1]}` : number + step[1];
  }

  const boxes = [...document.querySelectorAll("[data-chart]")];
  boxes.forEach((box) => { box.append(document.createElement("span")); box.replaceChildren(); box.classList.add("is-drawn"); draw(box); });
  window.addEventListener("resize", () => boxes.forEach((box) => window.echarts.getInstanceByDom(box)?.resize()));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => boxes.forEach(draw));
})();
