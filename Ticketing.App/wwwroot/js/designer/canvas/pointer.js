// Pointer and wheel: one finger or the mouse is the tool's, two fingers, the wheel, the middle button and the space bar move the camera.

const dragPixels = 4;
const dragPixelsTouch = 9;
const doubleMilliseconds = 350;
const doublePixels = 24;

export class Pointer {
  /** While the space bar is held, or the hand is the tool. */
  isHand = false;

  #view;
  #tool;
  #pointers = new Map();
  #drag = null;
  #pinch = null;
  #last = { at: -Infinity, x: 0, y: 0 };
  #abort = new AbortController();

  /** tool() answers { down, drag, up, click, double, hover, cancel }; all optional, each with a point. */
  constructor(view, tool) {
    this.#view = view;
    this.#tool = tool;
    const canvas = view.element;
    const listen = (type, handler, options) => canvas.addEventListener(type, handler, { signal: this.#abort.signal, ...options });
    listen('pointerdown', e => this.#down(e));
    listen('pointermove', e => this.#move(e));
    listen('pointerup', e => this.#up(e));
    listen('pointercancel', e => this.#cancel(e));
    listen('pointerleave', () => { view.overlay.pointer = null; view.invalidate(); });
    listen('wheel', e => this.#wheel(e), { passive: false });
    listen('touchstart', e => e.preventDefault(), { passive: false });
    listen('contextmenu', e => e.preventDefault());
  }

  dispose() { this.#abort.abort(); }

  /** Ends a drag without an effect. */
  cancel() {
    if (this.#drag?.isMoving && !this.#drag.isPan) {
      this.#tool()?.cancel?.();
    }
    this.#drag = null;
  }

  get isDragging() { return this.#drag?.isMoving === true; }

  #point(event) {
    const rect = this.#view.element.getBoundingClientRect();
    const x = event.clientX - rect.left, y = event.clientY - rect.top;
    return {
      x, y, at: this.#view.point(x, y), perPixel: 1 / this.#view.camera.scale,
      shift: event.shiftKey, alt: event.altKey, ctrl: event.ctrlKey || event.metaKey, isTouch: event.pointerType === 'touch',
    };
  }

  #down(event) {
    if (event.button > 1) {
      return;
    }
    const point = this.#point(event);
    this.#view.element.focus({ preventScroll: true });
    this.#view.element.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, point);
    this.#view.camera.stop();
    if (this.#pointers.size === 2) {
      this.cancel();
      this.#pinch = this.#spread();
    } else if (this.#pointers.size === 1) {
      this.#drag = { start: point, last: point, isMoving: false, isPan: this.isHand || event.button === 1 };
    }
  }

  #move(event) {
    const point = this.#point(event);
    this.#view.overlay.pointer = point.isTouch ? null : point;
    if (!this.#pointers.has(event.pointerId)) {
      this.#tool()?.hover?.(point);
      this.#view.onMoved();
      this.#view.invalidate();
      return;
    }
    this.#pointers.set(event.pointerId, point);
    if (this.#pinch && this.#pointers.size === 2) {
      const now = this.#spread();
      this.#view.camera.panBy(now.x - this.#pinch.x, now.y - this.#pinch.y);
      this.#view.camera.zoomAt(now.x, now.y, now.distance / this.#pinch.distance);
      this.#pinch = now;
    } else if (this.#drag) {
      this.#dragTo(point);
    }
  }

  #dragTo(point) {
    const drag = this.#drag;
    if (!drag.isMoving) {
      if (Math.hypot(point.x - drag.start.x, point.y - drag.start.y) < (point.isTouch ? dragPixelsTouch : dragPixels)) {
        return;
      }
      drag.isMoving = true;
      if (!drag.isPan) {
        this.#tool()?.down?.(drag.start);
      }
    }
    if (drag.isPan) {
      this.#view.camera.panBy(point.x - drag.last.x, point.y - drag.last.y);
    } else {
      this.#tool()?.drag?.(point, drag.start);
    }
    drag.last = point;
    this.#view.onMoved();
    this.#view.invalidate();
  }

  #up(event) {
    const drag = this.#drag;
    const isKnown = this.#pointers.delete(event.pointerId);
    this.#drag = null;
    this.#pinch = null;
    if (!isKnown || !drag) {
      return;
    }
    const point = this.#point(event);
    if (drag.isMoving) {
      if (!drag.isPan) {
        this.#tool()?.up?.(point, drag.start);
      }
    } else if (!drag.isPan) {
      const last = this.#last;
      const isDouble = event.timeStamp - last.at < doubleMilliseconds && Math.hypot(point.x - last.x, point.y - last.y) < doublePixels;
      this.#last = { at: isDouble ? -Infinity : event.timeStamp, x: point.x, y: point.y };
      const tool = this.#tool();
      if (isDouble && tool?.double) {
        tool.double(point);
      } else {
        tool?.click?.(point);
      }
    }
    this.#view.invalidate();
  }

  #cancel(event) {
    this.#pointers.delete(event.pointerId);
    this.cancel();
    this.#pinch = null;
  }

  #spread() {
    const [a, b] = [...this.#pointers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.max(8, Math.hypot(a.x - b.x, a.y - b.y)) };
  }

  // A trackpad scrolls in two directions and pinches with Ctrl; a wheel turns in coarse steps and zooms.
  #wheel(event) {
    event.preventDefault();
    const { x, y } = this.#point(event);
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const dx = event.deltaX * unit, dy = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      this.#view.camera.zoomAt(x, y, Math.exp(-dy * 0.01));
    } else if (event.shiftKey || dx !== 0) {
      this.#view.camera.panBy(event.shiftKey && dx === 0 ? -dy : -dx, event.shiftKey ? 0 : -dy);
    } else {
      this.#view.camera.zoomSoftly(x, y, Math.exp(-Math.max(-240, Math.min(240, dy)) * 0.0022));
    }
  }
}
