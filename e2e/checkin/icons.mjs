// Draws the app's icons from the site's mark with a browser. Run by hand: node e2e/checkin/icons.mjs <module of playwright-core> <chromium>
import { createRequire } from 'node:module';
import { readFile, writeFile } from 'node:fs/promises';

const [playwright, executablePath] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const root = new URL('../../Ticketing.App/wwwroot/', import.meta.url);
const mark = (await readFile(new URL('favicon.svg', root), 'utf8')).replace('fill="#5a46e8"', 'fill="#fff"').replace('fill="#fff" d="M9', 'fill="#4b36dd" d="M9').replace('<svg ', '<svg width="100%" height="100%" ');
const browser = await chromium.launch({ executablePath });
const page = await browser.newPage();

// Maskable icons are cut to any shape: the mark is inside the safe circle of 80 %.
for (const [name, size, share, radius] of [['icon-180', 180, 0.66, 0], ['icon-192', 192, 0.7, 0.22], ['icon-512', 512, 0.7, 0.22], ['icon-maskable-192', 192, 0.56, 0], ['icon-maskable-512', 512, 0.56, 0]]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<body style="margin:0;background:transparent"><div style="box-sizing:border-box;width:${size}px;height:${size}px;padding:${size * (1 - share) / 2}px;border-radius:${size * radius}px;background:linear-gradient(160deg,#6a55f5,#3a27bd)">${mark}</div></body>`);
  await writeFile(new URL(`checkin/${name}.png`, root), await page.screenshot({ omitBackground: true }));
}
await browser.close();
