// The buyer's basket over all tabs: which holds this browser has, how long they last, and where they are paid.
//
// The cookie "basket" names the holds. It authorizes nothing: the server answers for the buyer's own key only.
// Every change is announced on this page as the event "basket:read" with a list of { hold, seats, seconds, ordered, address }.

const cookieName = 'basket';
const holdsMax = 8;
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('basket') : null;

const compact = (hold) => hold.replaceAll('-', '').toLowerCase();

const known = () => (document.cookie.split('; ').find((pair) => pair.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? '')
  .split('.').filter(Boolean);

const remember = (holds, seconds) => {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  document.cookie = `${cookieName}=${holds.slice(-holdsMax).join('.')}; path=/; max-age=${holds.length ? Math.ceil(seconds) : 0}; samesite=lax${secure}`;
};

let latest = [];
let reading = null;

const announce = (holds) => {
  latest = holds;
  remember(holds.map(({ hold }) => compact(hold)), Math.max(0, ...holds.map(({ seconds }) => seconds)));
  document.dispatchEvent(new CustomEvent('basket:read', { detail: holds }));
};

const read = async () => {
  const address = document.querySelector('[data-basket]')?.dataset.basket;
  if (!address) return;
  if (known().length === 0) {
    announce([]);
    return;
  }
  try {
    const answer = await fetch(address, { headers: { Accept: 'application/json' }, cache: 'no-store' });
    if (answer.ok) announce((await answer.json()).holds);
  } catch {
    // Offline: the next occasion reads again.
  }
};

/** Reads the basket from the server; calls while it is read share the answer. */
export const refresh = () => {
  reading ??= read().finally(() => { reading = null; });
  return reading;
};

/** This page shows a hold as the server has just rendered it: no need to ask again. Tells the other tabs. */
export const note = ({ hold, seconds, seats, ordered }) => {
  const before = latest.find((held) => held.hold === hold);
  const held = { address: location.pathname, ...before, hold, seconds, seats, ordered };
  announce([...latest.filter((each) => each.hold !== hold), held]);
  channel?.postMessage(hold);
};

/** This page no longer shows a hold: it was given back, ordered, or has run out. */
export const ended = () => {
  channel?.postMessage(null);
  refresh();
};

const isVisible = () => document.visibilityState === 'visible';

// Hidden tabs read when they are looked at again. After sleep or a return by the back button, clocks may be wrong too.
channel?.addEventListener('message', () => { if (isVisible()) refresh(); });
document.addEventListener('visibilitychange', () => { if (isVisible()) refresh(); });
document.addEventListener('resume', refresh);
window.addEventListener('pageshow', (event) => { if (event.persisted) refresh(); });
window.addEventListener('online', refresh);
