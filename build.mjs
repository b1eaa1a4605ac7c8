// Builds what the pages load into src/huikuan/web/static/dist: copies of finished files, one bundle of chart parts,
// one sprite of the icons in use, and a compressed twin of each, which the application server sends as it is.
// Puts the font of letters into src/huikuan/documents/fonts, so that a machine without Chinese fonts sets them right.
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const OUT = "src/huikuan/web/static/dist";
const FONTS = "src/huikuan/documents/fonts";

// A line here, and the template may say {% icon "name" %}: see node_modules/@tabler/icons/icons/outline.
const ICONS = [
  "adjustments", "alarm", "alert-triangle", "arrow-back-up", "arrow-down", "arrow-right", "arrow-up", "arrows-sort",
  "bell", "building", "building-bank", "calendar", "calendar-event", "camera", "chart-bar", "chart-pie", "check",
  "checks", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle-check", "clock", "coin", "columns",
  "copy", "dots", "download", "edit", "external-link", "eye", "file-invoice", "file-spreadsheet", "file-text", "filter",
  "flag", "help", "history", "home", "info-circle", "keyboard", "language", "link", "list", "lock", "logout", "mail",
  "map-pin", "menu-2", "message", "moon", "paperclip", "phone", "plus", "printer", "receipt", "refresh", "scale",
  "search", "send", "settings", "shield-check", "sun", "trash", "upload", "user", "users", "x",
];

const COPIES = {
  "tabler.css": "@tabler/core/dist/css/tabler.min.css",
  "tabler.js": "@tabler/core/dist/js/tabler.min.js",
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "alpine.js": "@alpinejs/csp/dist/cdn.min.js",
};

// Whole files, not the subsets made for browsers: the PDF maker takes TrueType, and embeds only what a letter uses.
const LETTER_FONT = "@expo-google-fonts/noto-sans-sc";
const FONT_COPIES = {
  "NotoSansSC-Regular.ttf": "400Regular/NotoSansSC_400Regular.ttf",
  "NotoSansSC-Bold.ttf": "700Bold/NotoSansSC_700Bold.ttf",
  "LICENCE.txt": "LICENSE_FONT",
};

const CHARTS = `
  import * as core from "echarts/core";
  import { BarChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
  import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent,
    TooltipComponent, VisualMapComponent } from "echarts/components";
  import { SVGRenderer } from "echarts/renderers";
  import chinese from "echarts/i18n/langZH-obj.js";
  core.use([AriaComponent, BarChart, DatasetComponent, GridComponent, HeatmapChart, LegendComponent, LineChart,
    MarkLineComponent, PieChart, SVGRenderer, TitleComponent, TooltipComponent, VisualMapComponent]);
  core.registerLocale("ZH", chinese);
  export const { init, getInstanceByDom } = core;
`;

const LICENSED = ["@alpinejs/csp", "@popperjs/core", "@tabler/core", "@tabler/icons", "echarts", "htmx.org", "zrender"];
const LICENCE_FILES = ["LICENSE", "LICENSE.md", "NOTICE"];

const modules = (path) => join("node_modules", path);
const text = (path) => readFile(path, "utf8");

async function copyFinishedFiles() {
  for (const [name, path] of Object.entries(COPIES)) {
    // A comment that names a source map makes hashed static files fail: the map is not shipped.
    const content = (await text(modules(path))).replace(/\n?\/[/*]# sourceMappingURL=.*$/gm, "");
    await writeFile(join(OUT, name), content);
  }
}

async function bundleCharts() {
  await build({
    stdin: { contents: CHARTS, resolveDir: "." },
    bundle: true,
    format: "iife",
    globalName: "echarts",
    legalComments: "none", // LICENCES.txt carries them
    minify: true,
    outfile: join(OUT, "charts.js"),
    target: "es2020",
  });
}

async function drawSprite() {
  const symbols = await Promise.all(ICONS.map(async (name) => {
    const source = await text(modules(`@tabler/icons/icons/outline/${name}.svg`));
    const shapes = source.slice(source.indexOf(">") + 1, source.lastIndexOf("</svg>"));
    const drawn = shapes.replace(/<path stroke="none"[^>]*\/>/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" `
      + `stroke-linecap="round" stroke-linejoin="round">${drawn}</symbol>`;
  }));
  await writeFile(join(OUT, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

async function collectLicences() {
  const parts = await Promise.all(LICENSED.map(async (name) => {
    const { version, license, author, homepage } = JSON.parse(await text(modules(`${name}/package.json`)));
    const files = (await readdir(modules(name))).filter((file) => LICENCE_FILES.includes(file)).sort();
    const texts = await Promise.all(files.map((file) => text(modules(`${name}/${file}`))));
    const by = [author?.name ?? author, homepage].filter(Boolean).join(", ");
    return [`${name} ${version}: ${license}${by ? ` (${by})` : ""}`, ...texts.map((part) => part.trim())].join("\n\n");
  }));
  await writeFile(join(OUT, "LICENCES.txt"), `${parts.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
}

async function copyFonts() {
  await mkdir(FONTS, { recursive: true });
  await Promise.all(Object.entries(FONT_COPIES).map(async ([name, path]) => {
    const part = join(FONTS, `${name}.part`);
    await copyFile(modules(`${LETTER_FONT}/${path}`), part);
    await rename(part, join(FONTS, name)); // a letter set meanwhile finds the old font or the new one, never half of it
  }));
}

async function compress() {
  const rows = [];
  for (const name of (await readdir(OUT)).sort()) {
    const content = await readFile(join(OUT, name));
    const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    const gzip = gzipSync(content, { level: 9 });
    await writeFile(join(OUT, `${name}.br`), brotli);
    await writeFile(join(OUT, `${name}.gz`), gzip);
    rows.push({ file: basename(name), bytes: content.length, gzip: gzip.length, brotli: brotli.length });
  }
  return rows;
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await Promise.all([copyFinishedFiles(), bundleCharts(), drawSprite(), collectLicences(), copyFonts()]);
const rows = await compress();
if (process.argv.includes("--sizes")) console.table(rows);
