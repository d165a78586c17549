/**
 * Renders the drawings of `source/<category>/<product>.svg` onto their category's backdrop, as
 * `rendered/<handle>.webp`, and makes a picture of each category from three of its products.
 *
 *   node src/seed/pictures/render.mjs [word in a handle]
 *
 * Needs a Chromium (`CHROMIUM_PATH`, default /usr/bin/chromium) and a Chinese font for the labels.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

const SIZE = 800;
const MAX_BYTES = 60_000;

/** Per category: wall top and bottom, table, and the three products of its own picture. */
const categories = {
  "seasonal-fruit": {
    colors: ["#fff4ea", "#ffdccb", "#f9c3ab"],
    cover: ["kirin-watermelon", "shine-muscat-grapes", "red-face-strawberries"],
  },
  "fresh-vegetables": {
    colors: ["#f4fbec", "#d9efc8", "#bfe0a8"],
    cover: ["broccoli", "baby-bok-choy", "provence-tomatoes"],
  },
  "meat-and-eggs": {
    colors: ["#fff3ee", "#f9ddd2", "#efc4b4"],
    cover: ["ribeye-steak", "chicken-drumsticks", "free-range-eggs"],
  },
  seafood: {
    colors: ["#edf8fc", "#cfe9f3", "#abd5e6"],
    cover: ["salmon-fillet", "swimming-crabs", "black-tiger-prawns"],
  },
  pantry: {
    colors: ["#fff9e8", "#fbebc0", "#f0d693"],
    cover: ["cold-pressed-peanut-oil", "wuchang-rice", "xinjiang-red-dates"],
  },
  "dairy-and-bakery": {
    colors: ["#f5f4fd", "#dfe0f6", "#c5c8ec"],
    cover: ["hokkaido-milk-toast", "pasteurized-fresh-milk", "butter-croissants"],
  },
};

/** Where the three products of a category's picture stand: [x, y, size], back to front. */
const coverPlaces = [
  [-30, 136, 540],
  [272, 136, 540],
  [115, 240, 570],
];

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const source = (category, handle) => readFile(at(`source/${category}/${handle}.svg`), "utf8");

function backdrop([top, bottom, table]) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">
    <defs>
      <linearGradient id="wall" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/>
      </linearGradient>
      <linearGradient id="table" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="${table}"/><stop offset="1" stop-color="${bottom}"/>
      </linearGradient>
      <radialGradient id="light"><stop offset=".55" stop-color="#fff" stop-opacity=".75"/>
        <stop offset="1" stop-color="#fff" stop-opacity=".35"/></radialGradient>
    </defs>
    <rect width="800" height="800" fill="url(#wall)"/>
    <circle cx="400" cy="385" r="318" fill="url(#light)"/>
    <path d="M0 606Q400 566 800 606V800H0Z" fill="url(#table)"/>
  </svg>`;
}

/** Runs in the page: paints SVG layers one over the other and compresses them. */
async function paint({ layers, size, maxBytes }) {
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext("2d");
  for (const [svg, x, y, edge] of layers) {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    await image.decode();
    context.drawImage(image, x, y, edge, edge);
  }
  for (const quality of [0.92, 0.86, 0.8, 0.72, 0.64]) {
    const blob = await canvas.convertToBlob({ type: "image/webp", quality });
    if (blob.size <= maxBytes) {
      return Array.from(new Uint8Array(await blob.arrayBuffer()));
    }
  }
  throw new Error(`does not fit into ${maxBytes} bytes`);
}

async function pictures() {
  const list = [];
  for (const [category, { colors, cover }] of Object.entries(categories)) {
    const wall = [backdrop(colors), 0, 0, SIZE];
    const files = await readdir(at(`source/${category}`));
    for (const handle of files.map((file) => file.replace(/\.svg$/, "")).sort()) {
      list.push({ handle, layers: [wall, [await source(category, handle), 0, 0, SIZE]] });
    }
    const covered = await Promise.all(
      cover.map(async (handle, index) => [await source(category, handle), ...coverPlaces[index]]),
    );
    list.push({ handle: category, layers: [wall, ...covered] });
  }
  return list;
}

const word = process.argv[2] ?? "";
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage();
  await mkdir(at("rendered"), { recursive: true });
  for (const { handle, layers } of (await pictures()).filter((one) => one.handle.includes(word))) {
    const bytes = await page.evaluate(paint, { layers, size: SIZE, maxBytes: MAX_BYTES });
    await writeFile(at(`rendered/${handle}.webp`), Buffer.from(bytes));
    console.log(`${handle}.webp ${bytes.length} bytes`);
  }
} finally {
  await browser.close();
}
