// Reads QR codes from a camera's picture, ten times a second: by the browser's own BarcodeDetector where there is one, else by jsQR in a
// worker. Only a square in the middle is read; codes are held there, and it is a third of the work.

const side = 640;
const intervalMilliseconds = 100;

export class Reader {
  #camera;
  #found;
  #canvas = document.createElement('canvas');
  #context;
  #decoder = null;
  #timer = null;

  /** found: (text) => void, for each picture in which a code is seen. */
  constructor(camera, found) {
    this.#camera = camera;
    this.#found = found;
    this.#canvas.width = this.#canvas.height = side;
    this.#context = this.#canvas.getContext('2d', { willReadFrequently: true });
  }

  start() {
    if (this.#timer === null) {
      this.#timer = setTimeout(() => this.#look(), intervalMilliseconds);
    }
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = null;
  }

  dispose() {
    this.stop();
    this.#decoder?.then(decoder => decoder.dispose());
  }

  async #look() {
    const begin = performance.now();
    const { video, state } = this.#camera;
    if (state === 'on' && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.videoWidth > 0) {
      const square = Math.min(video.videoWidth, video.videoHeight);
      this.#context.drawImage(video, (video.videoWidth - square) / 2, (video.videoHeight - square) / 2, square, square, 0, 0, side, side);
      try {
        this.#decoder ??= decoderOf();
        const text = await (await this.#decoder).read(this.#canvas, this.#context);
        if (text !== null && this.#timer !== null) {
          this.#camera.stayAwake();
          this.#found(text);
        }
      } catch {
        this.#decoder = null; // a worker that died: the next picture gets another one
      }
    }
    if (this.#timer !== null) {
      this.#timer = setTimeout(() => this.#look(), Math.max(20, intervalMilliseconds - (performance.now() - begin)));
    }
  }
}

async function decoderOf() {
  if ('BarcodeDetector' in globalThis && (await BarcodeDetector.getSupportedFormats()).includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return {
      read: async canvas => (await detector.detect(canvas))[0]?.rawValue ?? null,
      dispose: () => {},
    };
  }
  const worker = new Worker('/checkin/qr-worker.js', { type: 'module' });
  return {
    read: (canvas, context) => new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      const { data } = context.getImageData(0, 0, side, side);
      worker.postMessage({ data, side }, [data.buffer]);
    }),
    dispose: () => worker.terminate(),
  };
}
