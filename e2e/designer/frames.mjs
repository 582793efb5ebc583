// Measures the designer with a plan of 20,000 seats in a headless browser: frames of panning, zooming and dragging, undo, saving.
//
//     node e2e/designer/frames.mjs http://127.0.0.1:5000        the address of a running demo
//
// Needs the build of e2e, whose Playwright it uses, and a machine that does nothing else. CHROMIUM names another browser.

import { createRequire } from 'node:module';

const { chromium } = createRequire(import.meta.url)('../bin/Release/net10.0/.playwright/package');
const base = process.argv[2] ?? 'http://127.0.0.1:5000';
const account = { email: 'organizer@demo.example', password: 'front row 2027' };
const steps = 120;

const json = async (path, { method = 'GET', body, token, headers } = {}) => {
  const answer = await fetch(base + path, { method, headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers }, body: body && JSON.stringify(body) });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer.json();
};

const { token } = await json('/api/v1/auth/login', { method: 'POST', body: account });
const organization = (await json('/api/v1/organizer/organizations', { token })).items.find(o => o.slug === 'northlight');
const api = `/api/v1/organizer/organizations/${organization.id}`;
const [venue] = (await json(`${api}/venues`, { token })).items;
const plan = await json(`${api}/plans`, { method: 'POST', token, body: { venue: venue.id, name: `Frames ${Date.now()}` } });
const blocks = Array.from({ length: 20 }, (_, i) => ({
  type: 'block', id: `b${i}`, section: 's', category: 'a', rows: 20, seats: 50, x: (i % 5) * 3000, y: Math.floor(i / 5) * 2200, radius: 4000,
  rowNumbering: { style: 'numbers', start: i * 20 + 1 },
}));
const changes = [
  { part: 'category', key: 'a', after: { key: 'a', name: 'All', color: '#5b8def' } },
  { part: 'section', key: 's', after: { key: 's', name: 'Stalls' } },
  ...blocks.map(after => ({ part: 'object', key: after.id, after })),
];
await json(`${api}/plans/${plan.id}/draft`, { method: 'PATCH', token, headers: { 'If-Match': '"0"' }, body: [{ id: crypto.randomUUID(), name: 'Draw', changes }] });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ baseURL: base, viewport: { width: 1440, height: 900 } });
await page.goto('/account/login');
await page.fill('#email', account.email);
await page.fill('#password', account.password);
await page.press('#password', 'Enter');
await page.waitForURL(url => !url.pathname.includes('login'));
await page.goto(`/organizer/northlight/plans/${plan.id}`);
await page.waitForFunction(async () => (await import('/js/designer/index.js')).current()?.editor.model.objects.size === 20);
await page.waitForTimeout(2000);

const rows = await page.evaluate(async steps => {
  const { editor, view, saver } = (await import('/js/designer/index.js')).current();
  const { moved } = await import('/js/designer/core/transform.js');
  const frame = () => new Promise(done => requestAnimationFrame(done));
  // The time between two frames is what is seen; the time of drawing is what it costs.
  const run = async act => {
    await view.show();
    await frame();
    view.frames.length = 0;
    const between = [];
    for (let i = 0, last = await frame(); i < steps; i++) {
      act(i);
      const now = await frame();
      between.push(now - last);
      last = now;
    }
    return { between, drawing: [...view.frames] };
  };
  const sorted = list => [...list].sort((a, b) => a - b);
  const say = ({ between, drawing }) => [sorted(between)[steps >> 1], sorted(between).at(-1), sorted(drawing)[drawing.length >> 1], sorted(drawing).at(-1)];
  const block = editor.model.objects.get('b7');
  const results = {
    pan: say(await run(i => view.camera.panBy(i % 40 < 20 ? 9 : -9, 4))),
    zoom: say(await run(i => view.camera.zoomAt(700, 400, i % 60 < 30 ? 1.05 : 1 / 1.05))),
    'move 1,000 seats': say(await run(i => editor.show([moved(block, i * 3, i)]))),
  };
  editor.show(null);
  editor.replace('Move objects', [...editor.model.objects.values()].map(o => moved(o, 10, 0)));
  let start = performance.now();
  editor.undo();
  await frame();
  const undo = performance.now() - start;
  editor.redo();
  await frame();
  start = performance.now();
  await saver.flush();
  return { results, undo, save: performance.now() - start };
}, steps);

const text = value => value.toFixed(1).padStart(8);
console.log('milliseconds            frame  slowest  drawing  slowest');
for (const [name, values] of Object.entries(rows.results)) {
  console.log(name.padEnd(20) + values.map(text).join(' '));
}
console.log(`undo of 20,000 seats${text(rows.undo)}\nsave                ${text(rows.save)}`);
await browser.close();
