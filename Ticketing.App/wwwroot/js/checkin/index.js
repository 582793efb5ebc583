// Entry module of /checkin/. The app runs in one tab only: two would judge from two memories.

import { el } from '../seatmap/dom.js';
import { Texts } from '../seatmap/texts.js';
import { App } from './app.js';
import { Database } from './storing/database.js';
import { german } from './texts.js';

const host = document.getElementById('checkin');

async function run() {
  const app = new App(host, new Database());
  globalThis.checkin = app; // for tests and for support at the console
  await app.reopen();
  await app.updates.start();
}

const isGerman = navigator.language.startsWith('de');
document.documentElement.lang = isGerman ? 'de' : 'en';
const texts = new Texts(isGerman ? german : {}, navigator.language);
const fail = (title, text) => host.replaceChildren(el('main', { class: 'checkin-page is-narrow' }, el('h1', {}, texts.t(title)), el('p', { class: 'checkin-lead', role: 'alert' }, texts.t(text)),
  el('button', { type: 'button', class: 'button button-primary', onclick: () => location.reload() }, texts.t('Try again'))));

if (location.pathname === '/checkin') {
  location.replace('/checkin/' + location.hash); // the worker's scope ends with the slash
} else if (!globalThis.isSecureContext || !globalThis.indexedDB || !globalThis.crypto?.subtle) {
  fail('This browser cannot do it', 'Check-in needs a current browser and a secure address (https).');
} else if (navigator.locks) {
  // A reload may overlap with the page before it for a moment.
  const abort = AbortSignal.timeout(4000);
  navigator.locks.request('checkin', { signal: abort }, async () => {
    try {
      await run();
    } catch (error) {
      fail('The app could not start', 'What is stored on this device could not be read. Close other windows of the app and try again.');
      throw error;
    }
    await new Promise(() => {});
  }).catch(error => {
    if (error.name === 'TimeoutError' || error.name === 'AbortError') {
      fail('Open in another window', 'Check-in is open in another window of this device. Close that one.');
    } else {
      throw error;
    }
  });
} else {
  run();
}
