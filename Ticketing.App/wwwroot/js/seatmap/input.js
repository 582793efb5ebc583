// Pointer and wheel input: recognizes tap, drag and pinch, independent of seats.

const dragPixels = 5;
const dragPixelsTouch = 9;
const doubleTapMilliseconds = 320;
const doubleTapPixels = 32;
const wheelGestureMilliseconds = 250; // wheel events closer together belong to one movement
const fillsWindow = 0.9;              // of the window's height: the pointer has no place beside the map

/** handlers: tap({x, y, isTouch, isDouble}), hover({x, y} | null), grab(). */
export class Input {
  #canvas;
  #camera;
  #handlers;
  #pointers = new Map();
  #drag = null;
  #pinch = null;
  #lastTap = { at: -Infinity, x: 0, y: 0 };
  #wheeledAt = -Infinity;
  #abort = new AbortController();

  constructor(canvas, camera, handlers) {
    this.#canvas = canvas;
    this.#camera = camera;
    this.#handlers = handlers;
    const listen = (type, handler, options) => canvas.addEventListener(type, handler, { signal: this.#abort.signal, ...options });
    listen('pointerdown', e => this.#down(e));
    listen('pointermove', e => this.#move(e));
    listen('pointerup', e => this.#up(e));
    listen('pointercancel', e => this.#cancel(e));
    listen('pointerleave', () => { if (!this.#drag) { handlers.hover(null); } });
    listen('wheel', e => this.#wheel(e), { passive: false });
    // At the overview the browser may scroll by one finger; two fingers are always the map's.
    listen('touchstart', e => { if (e.touches.length > 1) { e.preventDefault(); } }, { passive: false });
    listen('contextmenu', e => { if (this.#pointers.size > 0) { e.preventDefault(); } });
  }

  dispose() { this.#abort.abort(); }

  #point(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #down(event) {
    if (event.button > 0) {
      return;
    }
    const point = this.#point(event);
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, point);
    this.#handlers.grab();
    this.#camera.stop();
    if (this.#pointers.size === 1) {
      this.#drag = { start: point, last: point, at: event.timeStamp, vx: 0, vy: 0, isMoving: false };
    } else if (this.#pointers.size === 2) {
      this.#drag = null;
      this.#pinch = this.#spread();
    }
  }

  #move(event) {
    const point = this.#point(event);
    if (!this.#pointers.has(event.pointerId)) {
      if (event.pointerType !== 'touch') {
        this.#handlers.hover(point);
      }
      return;
    }
    this.#pointers.set(event.pointerId, point);
    if (this.#pinch && this.#pointers.size === 2) {
      const now = this.#spread();
      this.#camera.panBy(now.x - this.#pinch.x, now.y - this.#pinch.y);
      this.#camera.zoomAt(now.x, now.y, now.distance / this.#pinch.distance);
      this.#pinch = now;
    } else if (this.#drag) {
      this.#dragTo(point, event);
    }
  }

  #dragTo(point, event) {
    const drag = this.#drag;
    const slack = event.pointerType === 'touch' ? dragPixelsTouch : dragPixels;
    if (!drag.isMoving && Math.hypot(point.x - drag.start.x, point.y - drag.start.y) < slack) {
      return;
    }
    if (!drag.isMoving) {
      drag.isMoving = true;
      drag.last = point;
      this.#canvas.classList.add('is-dragging');
      this.#handlers.hover(null);
    }
    const dx = point.x - drag.last.x, dy = point.y - drag.last.y;
    const elapsed = Math.max(1, event.timeStamp - drag.at);
    drag.vx = 0.7 * (dx / elapsed) + 0.3 * drag.vx;
    drag.vy = 0.7 * (dy / elapsed) + 0.3 * drag.vy;
    drag.last = point;
    drag.at = event.timeStamp;
    this.#camera.panBy(dx, dy);
  }

  #up(event) {
    const drag = this.#drag;
    const wasKnown = this.#pointers.has(event.pointerId);
    this.#cancel(event);
    if (!wasKnown || !drag) {
      return;
    }
    if (drag.isMoving) {
      if (event.timeStamp - drag.at < 60) {
        this.#camera.glide(drag.vx, drag.vy);
      }
      return;
    }
    const { x, y } = drag.start;
    const last = this.#lastTap;
    const isDouble = event.timeStamp - last.at < doubleTapMilliseconds && Math.hypot(x - last.x, y - last.y) < doubleTapPixels;
    this.#lastTap = { at: isDouble ? -Infinity : event.timeStamp, x, y };
    this.#handlers.tap({ x, y, isTouch: event.pointerType === 'touch', isDouble });
  }

  #cancel(event) {
    this.#pointers.delete(event.pointerId);
    this.#drag = null;
    this.#pinch = null;
    this.#canvas.classList.remove('is-dragging');
  }

  #spread() {
    const [a, b] = [...this.#pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.max(8, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  #wheel(event) {
    const { x, y } = this.#point(event);
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    if (!event.ctrlKey && this.#scrollsPage(pixels, event.timeStamp)) {
      return;
    }
    this.#wheeledAt = event.timeStamp;
    event.preventDefault();
    // A trackpad's pinch arrives as a wheel with Ctrl and small steps, and is already smooth.
    if (event.ctrlKey) {
      this.#camera.zoomAt(x, y, Math.exp(-pixels * 0.01));
    } else {
      this.#camera.zoomSoftly(x, y, Math.exp(-Math.max(-240, Math.min(240, pixels)) * 0.0022));
    }
  }

  // The wheel scrolls the page where the map cannot zoom further, or where the map fills the window, so that nobody is caught in it.
  // A movement that began as zooming does not become scrolling.
  #scrollsPage(pixels, now) {
    if (this.#canvas.clientHeight >= innerHeight * fillsWindow) {
      return true;
    }
    const isAtLimit = pixels > 0 ? this.#camera.isOverview : this.#camera.scale >= this.#camera.maxScale * 0.999;
    return isAtLimit && now - this.#wheeledAt >= wheelGestureMilliseconds;
  }
}
