// New versions: loaded in the background, taken into use when nobody is being scanned: after a minute without a scan and with nothing
// left to send. A version that the server refuses is replaced at once.

const idleMilliseconds = 60_000;
const checkMilliseconds = 30 * 60_000;
const lookMilliseconds = 5000;

/** Whether a new version may be taken into use now. */
export const mayUpdate = ({ now, lastActivity, unsent, isForced }) => isForced || (unsent === 0 && now - lastActivity >= idleMilliseconds);

/** Events: waiting (a new version is ready), failed. */
export class Updates extends EventTarget {
  #registration = null;
  #state;
  #isReloading = false;

  /** state: () => { lastActivity, unsent, isForced, isBusy } */
  constructor(state) {
    super();
    this.#state = state;
  }

  get isWaiting() { return this.#registration?.waiting != null; }

  async start() {
    const workers = navigator.serviceWorker;
    if (!workers) {
      return;
    }
    const hadWorker = workers.controller !== null;
    workers.addEventListener('controllerchange', () => {
      // The first worker takes a page over that is up to date anyway.
      if ((hadWorker || this.#isReloading) && this.#registration !== null) {
        location.reload();
      }
    });
    try {
      this.#registration = await workers.register('/checkin/sw.js', { scope: '/checkin/', updateViaCache: 'none' });
    } catch {
      this.dispatchEvent(new Event('failed'));
      return;
    }
    const watch = worker => worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed' && workers.controller !== null) {
        this.dispatchEvent(new Event('waiting'));
      }
    });
    watch(this.#registration.installing);
    this.#registration.addEventListener('updatefound', () => watch(this.#registration.installing));
    if (this.isWaiting) {
      this.dispatchEvent(new Event('waiting'));
    }
    setInterval(() => this.check(), checkMilliseconds);
    setInterval(() => this.#look(), lookMilliseconds);
  }

  /** Asks for a new version; true: one is ready. */
  async check() {
    await this.#registration?.update().catch(() => {});
    return this.isWaiting || this.#registration?.installing != null;
  }

  /** Takes the new version into use; the page reloads. */
  apply() {
    this.#isReloading = true;
    this.#registration?.waiting?.postMessage('activate');
  }

  #look() {
    const state = this.#state();
    if (this.isWaiting && !state.isBusy && mayUpdate({ now: performance.now(), ...state })) {
      this.apply();
    }
  }
}
