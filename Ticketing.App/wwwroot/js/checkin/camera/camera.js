// The camera's picture: front or back, torch, zoom. Sleeps after a while without a code, because a camera is what empties a battery.

const sleepMilliseconds = 60_000;

/** Events: state ('off' | 'starting' | 'on' | 'asleep' | 'denied' | 'none'). */
export class Camera extends EventTarget {
  video;
  state = 'off';

  #stream = null;
  #timer = null;
  #facing = 'environment';
  #torch = false;
  #generation = 0;

  constructor(video) {
    super();
    this.video = video;
  }

  get facing() { return this.#facing; }
  get hasTorch() { return this.#capabilities.torch === true; }
  get torch() { return this.#torch; }

  /** { min, max, step }; null: this camera has no zoom. */
  get zoomRange() {
    const { zoom } = this.#capabilities;
    return zoom !== undefined && zoom.max > zoom.min ? zoom : null;
  }

  async start(facing = this.#facing) {
    const generation = ++this.#generation;
    this.#facing = facing;
    this.#stop();
    if (!navigator.mediaDevices?.getUserMedia) {
      this.#set('none');
      return;
    }
    this.#set('starting');
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } } });
      if (generation !== this.#generation) {
        stream.getTracks().forEach(track => track.stop());
        return;
      }
      this.#stream = stream;
      stream.getVideoTracks()[0].addEventListener('ended', () => generation === this.#generation && this.#sleep());
      this.video.srcObject = stream;
      await this.video.play();
      this.#set('on');
      this.stayAwake();
    } catch (error) {
      if (generation === this.#generation) {
        this.#stop();
        this.#set(error.name === 'NotAllowedError' || error.name === 'SecurityError' ? 'denied' : 'none');
      }
    }
  }

  stop() {
    this.#generation++;
    this.#stop();
    this.#set('off');
  }

  flip() { return this.start(this.#facing === 'environment' ? 'user' : 'environment'); }

  async setTorch(on) {
    await this.#track?.applyConstraints({ advanced: [{ torch: on }] });
    this.#torch = on;
    this.#set(this.state);
  }

  async setZoom(zoom) { await this.#track?.applyConstraints({ advanced: [{ zoom }] }); }

  /** A code was seen: the time until sleep begins anew. */
  stayAwake() {
    clearTimeout(this.#timer);
    if (this.state === 'on') {
      this.#timer = setTimeout(() => this.#sleep(), sleepMilliseconds);
    }
  }

  get #track() { return this.#stream?.getVideoTracks()[0] ?? null; }
  get #capabilities() { return this.#track?.getCapabilities?.() ?? {}; }

  #sleep() {
    this.#generation++;
    this.#stop();
    this.#set('asleep');
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#stream?.getTracks().forEach(track => track.stop());
    this.#stream = null;
    this.#torch = false;
    this.video.srcObject = null;
  }

  #set(state) {
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}
