// The waiting room's page: polls the status document, shows the visitor's progress, and claims the pass when called.

import { afterClaim, aheadOf, claimAfter, countdown, estimate, pollAfter, progress, secondsUntilNext, waitWords } from './rules.js';
import { solve } from './proof.js';
import { createTimers } from './timers.js';

const root = document.querySelector('[data-queue]');
const id = root.dataset.queue;
const texts = JSON.parse(root.dataset.texts);
const numbers = new Intl.NumberFormat(root.dataset.culture);
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const say = (text, ...values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(`queue-${id}`) : null;
const timers = createTimers(() => new Worker(new URL('./timer-worker.js', import.meta.url), { type: 'module' }));

let isIn = root.dataset.in === 'true';
let place = root.dataset.place === '' ? null : Number(root.dataset.place);
let room = null;
let offset = 0;
let spoken = '';
let timer = 0;
let leaving = false;
let awaitsClaim = false;
let sound = null;

function remembered(name) {
  try {
    return JSON.parse(sessionStorage.getItem(`queue-${id}-${name}`));
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    sessionStorage.setItem(`queue-${id}-${name}`, JSON.stringify(value));
  } catch {
    // Without storage, progress starts at this page load.
  }
}

// Announces only relevant changes to screen readers.
function speak(text) {
  if (text !== spoken) {
    spoken = text;
    part('live').textContent = text;
  }
}

function setText(name, text) {
  const element = part(name);
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

function notice(text) {
  const element = part('notice');
  element.hidden = !text;
  setText('notice', text ?? '');
}

function duration(minutes) {
  if (minutes < 1) return texts.under;
  if (minutes < 1.5) return texts.minute;
  if (minutes < 120) return say(texts.minutes, numbers.format(Math.round(minutes)));
  return minutes < 1440 ? say(texts.hours, numbers.format(Math.round(minutes / 60))) : texts.day;
}

async function ask(path, options = {}) {
  const answer = await fetch(`/queue/${id}/${path}`, { headers: { Accept: 'application/json' }, ...options });
  const body = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : null;
  return { status: answer.status, body };
}

function showPhase() {
  const called = isIn && place !== null && room.serving !== undefined && aheadOf(place, room.serving) < 0;
  const words = texts[room.phase + (isIn ? '-in' : '')];
  if (!called) {
    setText('title', words.title);
    setText('text', words.text);
  }

  part('join').hidden = isIn || !['pre-queue', 'live', 'paused', 'sold-out'].includes(room.phase);
  part('leave').hidden = !isIn;
  part('signals').hidden = !isIn || sound !== null || called;
  part('card').hidden = called || !isIn || place === null || !['live', 'paused', 'draining', 'sold-out'].includes(room.phase);
  return called;
}

function showPlace() {
  const ahead = Math.max(0, aheadOf(place, room.serving));
  const text = ahead === 0 ? texts.next : ahead === 1 ? texts.aheadOne : say(texts.ahead, numbers.format(ahead));
  setText('ahead', text);
  setText('place', numbers.format(place + 1));
  const wait = room.phase === 'live' || room.phase === 'draining' ? estimate(ahead, room.rate) : null;
  setText('time', wait ? waitWords(wait, duration, texts) : texts.unknown);

  const first = remembered(`first-${place}`) ?? Math.max(1, ahead);
  const done = progress(first, ahead, remembered(`done-${place}`) ?? 0);
  remember(`first-${place}`, first);
  remember(`done-${place}`, done);
  part('bar').setAttribute('aria-valuenow', String(Math.round(done * 100)));
  part('bar').firstElementChild.style.setProperty('inline-size', `${done * 100}%`);

  // Announces every tenth of the way, and the last few places.
  speak(ahead <= 10 || Math.round(done * 10) !== remembered('tenth') ? text : spoken);
  remember('tenth', Math.round(done * 10));
  document.title = `${numbers.format(ahead)} · ${root.dataset.title}`;
  return wait ? wait.shortest * 60 : NaN;
}

function showClock() {
  const seconds = room && secondsUntilNext(room, Date.now() / 1000 + offset);
  part('clock').hidden = seconds == null;
  if (seconds != null) {
    setText('clock', say(room.phase === 'announced' ? texts.opensIn : texts.startsIn, countdown(seconds)));
  }
}

async function showMessage() {
  const version = room.message ?? 0;
  if (Number(part('message').dataset.version) === version) {
    return;
  }

  const { status, body } = version > 0 ? await ask(`message?v=${version}`) : { status: 200, body: { text: '' } };
  if (status === 200) {
    part('message').dataset.version = String(version);
    part('message').hidden = !body.text;
    setText('message-text', body.text);
    speak(body.text);
  }
}

async function learnPlace() {
  const { status, body } = await ask('place');
  if (status === 200) {
    place = body.place;
  } else if (status === 404) {
    isIn = false;
  }
}

function goIn(url) {
  leaving = true;
  tabs?.postMessage('in');
  location.assign(url);
}

async function claim() {
  awaitsClaim = false;
  timers.cancel(timer);
  const { status, body } = await ask('claim', { method: 'POST' }).catch(() => ({ status: 0 }));
  const step = afterClaim(status);
  if (step === 'in') {
    goIn(body.url);
  } else if (step === 'retry') {
    notice(status === 503 ? texts.busy : null);
    awaitsClaim = true;
    timer = timers.after(1500, claim);
  } else if (body?.type === 'no-waiting-room') {
    goIn(root.dataset.seats);
  } else {
    [isIn, place, leaving] = [false, null, false];
    setText('title', step === 'late' ? texts.late : texts.lost);
    setText('text', step === 'late' ? texts.lateText : texts.lostText);
    speak(part('title').textContent);
    part('claim').hidden = true;
    part('join').hidden = false;
  }
}

function beCalled() {
  if (remembered(`called-${place}`) === null) {
    remember(`called-${place}`, true);
    sound?.();
    if ('Notification' in window && Notification.permission === 'granted') {
      new Notification(say(texts.notify, root.dataset.title), { tag: `queue-${id}`, requireInteraction: true });
    }
  }

  setText('title', texts.turn);
  setText('text', texts.turnText);
  document.title = `${texts.turn} ${root.dataset.title}`;
  speak(texts.turn);
  part('claim').hidden = false;
  [leaving, awaitsClaim] = [true, true];
  timer = timers.after(claimAfter(document.hidden), claim);
}

async function look() {
  timers.cancel(timer);
  if (leaving) {
    return;
  }

  let eta = NaN;
  try {
    const { body } = await ask('status');
    room = body;
    offset = room.now ? room.now - Date.now() / 1000 : offset;
    if (room.phase === 'off') {
      goIn(root.dataset.seats);
      return;
    }

    notice(room.away ? texts.away : null);
    if (isIn && place === null && room.lots !== undefined) {
      await learnPlace();
    }

    const called = showPhase();
    await showMessage();
    if (called && room.phase !== 'closed') {
      beCalled();
      return;
    }

    if (isIn && place !== null && room.serving !== undefined) {
      eta = showPlace();
    } else {
      speak(part('title').textContent);
      eta = secondsUntilNext(room, Date.now() / 1000 + offset) ?? NaN;
    }
  } catch {
    notice(navigator.onLine ? texts.away : texts.offline);
  }

  showClock();
  timer = timers.after(pollAfter(eta), look);
}

async function join(proof) {
  if (!navigator.cookieEnabled) {
    notice(texts.cookies);
    return;
  }

  const { status, body } = await ask('join', {
    method: 'POST',
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify(proof ? { proof } : {}),
  });
  if (status === 200) {
    [isIn, place] = [true, body.place ?? null];
    notice(null);
    tabs?.postMessage('joined');
    await look();
  } else if (status === 428) {
    notice(texts.proving);
    await join(await solve(body.challenge, body.bits));
  } else if (status === 503 || status === 429) {
    notice(texts.busy);
    timers.after(1000 + Math.random() * 2000, () => join(proof));
  } else if (body?.type === 'cookies-off') {
    notice(texts.cookies);
  } else {
    await look();
  }
}

// A generated tone; browsers allow it after the click that enabled signals.
function beep(audio) {
  [0, 0.25, 0.5].forEach((at) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = 880;
    volume.gain.setValueAtTime(0.2, audio.currentTime + at);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + at + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.2);
  });
}

async function askForSignals() {
  const audio = new AudioContext();
  sound = () => beep(audio);
  sound();
  const allowed = 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  part('signals').hidden = true;
  notice(allowed ? texts.signalsOn : texts.signalsBlocked);
  speak(part('notice').textContent);
}

part('join').addEventListener('submit', (event) => {
  event.preventDefault();
  join();
});
part('claim').addEventListener('submit', (event) => {
  event.preventDefault();
  claim();
});
part('signals').addEventListener('click', askForSignals);
tabs?.addEventListener('message', (event) => (event.data === 'joined' ? location.reload() : look()));
addEventListener('online', look);
addEventListener('offline', () => notice(texts.offline));
document.addEventListener('visibilitychange', () => (document.hidden ? awaitsClaim && claim() : look()));
setInterval(showClock, 1000);
look();
