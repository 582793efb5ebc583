// What the device says about itself: for the checklist and for the organizer.

let battery = null;

export const isInstalled = () => matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches || navigator.standalone === true;

export const isIos = () => /iPad|iPhone|iPod/.test(navigator.userAgent) || (navigator.platform === 'MacIntel' && navigator.maxTouchPoints > 1);

export async function measure() {
  battery ??= await navigator.getBattery?.().catch(() => null) ?? null;
  return {
    battery: battery?.level ?? null,
    charging: battery?.charging ?? null,
    storage: await navigator.storage?.persisted?.().catch(() => false) ? 'persistent' : 'best-effort',
    installed: isInstalled(),
    camera: await cameraPermission(),
  };
}

async function cameraPermission() {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    return 'prompt'; // this browser does not say
  }
}

/** Keeps the screen on while something is shown. */
export class WakeLock {
  #lock = null;
  #wanted = false;

  constructor() {
    document.addEventListener('visibilitychange', () => this.#wanted && this.set(true));
  }

  async set(on) {
    this.#wanted = on;
    if (!on) {
      await this.#lock?.release().catch(() => {});
      this.#lock = null;
    } else if (document.visibilityState === 'visible' && (this.#lock === null || this.#lock.released)) {
      this.#lock = await navigator.wakeLock?.request('screen').catch(() => null) ?? null;
    }
  }
}
