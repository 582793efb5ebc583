// Animated overlay above the scene: hover, keyboard cursor, pending seats, seats just taken.

import { drawText } from './draw-text.js';
import { rowNamePixels } from './lod.js';
import { pinsOf, rowGroups } from './row-pins.js';
import { css, mix } from './theme.js';

const blinkMilliseconds = 700;
const flashMilliseconds = 2400;
const blinksMax = 400;
const pinPixels = 11.5;

export class Overlay {
  hoverSeat = -1;
  hoverSection = -1;
  tappedSeat = -1; // the seat whose details a finger has opened
  cursor = null; // { kind: 'seat' | 'section', index }, shown while the canvas has the keyboard

  #geometry;
  #state;
  #theme;
  #rows;
  #blinks = [];
  #reduced = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(geometry, state, theme) {
    this.#geometry = geometry;
    this.#state = state;
    this.#theme = theme;
    this.#rows = rowGroups(geometry);
  }

  /** Blinks seats that others have just taken. */
  blink(seats, now) { this.#add(seats, now, blinkMilliseconds, 'sold'); }

  /** Pulses seats that the page highlights, such as offered ones. */
  flash(seats, now) { this.#add(seats, now, flashMilliseconds, 'focus'); }

  #add(seats, start, duration, colour) {
    for (const seat of seats) {
      if (seat < this.#geometry.placed && this.#blinks.length < blinksMax) {
        this.#blinks.push({ seat, start, duration, colour });
      }
    }
  }

  /** Draws in CSS pixels; returns whether an animation continues. */
  draw(ctx, camera, seats, now) {
    if (seats > 0.5 && camera.seatPixels >= rowNamePixels) {
      this.#drawPins(ctx, camera);
    }
    this.#drawHover(ctx, camera, seats);
    this.#drawPending(ctx, camera, now);
    this.#drawBlinks(ctx, camera, now);
    this.#drawCursor(ctx, camera);
    return this.#blinks.length > 0 || this.#state.pending.size > 0;
  }

  #drawPins(ctx, camera) {
    const { font, section, outline, ink } = this.#theme;
    for (const { name, x, y } of pinsOf(this.#rows, this.#geometry, camera)) {
      ctx.font = `700 ${pinPixels}px ${font}`;
      const width = Math.max(pinPixels * 1.5, ctx.measureText(name).width + 8);
      ctx.beginPath();
      ctx.roundRect(x - width / 2, y - pinPixels * 0.75, width, pinPixels * 1.5, pinPixels * 0.5);
      ctx.fillStyle = css(section);
      ctx.fill();
      ctx.strokeStyle = css(outline);
      ctx.lineWidth = 1;
      ctx.stroke();
      drawText(ctx, name, x, y, pinPixels, font, css(ink), 700);
    }
  }

  #drawHover(ctx, camera, seats) {
    if (this.hoverSection >= 0) {
      this.#outline(ctx, camera, this.hoverSection, css(this.#theme.ink, seats > 0.5 ? 0.25 : 0.75), 2);
    }
    if (this.tappedSeat >= 0) {
      this.#ring(ctx, camera, this.tappedSeat, 1.25, css(this.#theme.surface), 6);
      this.#ring(ctx, camera, this.tappedSeat, 1.25, css(this.#theme.focus), 3);
    }
    if (this.hoverSeat >= 0) {
      this.#ring(ctx, camera, this.hoverSeat, 1.12, css(this.#theme.ink), 2);
    }
  }

  #drawPending(ctx, camera, now) {
    for (const seat of this.#state.pending) {
      if (seat < this.#geometry.placed) {
        const [x, y] = this.#at(camera, seat);
        const turn = this.#reduced.matches ? 0 : (now / 500) * Math.PI;
        ctx.beginPath();
        ctx.arc(x, y, Math.max(5, camera.seatPixels * 1.2), turn, turn + 4.2);
        ctx.strokeStyle = css(this.#theme.own);
        ctx.lineWidth = 2;
        ctx.stroke();
      }
    }
  }

  #drawBlinks(ctx, camera, now) {
    this.#blinks = this.#blinks.filter(b => now - b.start < b.duration);
    for (const { seat, start, duration, colour } of this.#blinks) {
      const t = Math.max(0, (now - start) / duration);
      const [x, y] = this.#at(camera, seat);
      const base = Math.max(4, camera.seatPixels);
      const pulses = duration > blinkMilliseconds ? 3 : 1;
      const wave = this.#reduced.matches ? 0.3 : (t * pulses) % 1;
      ctx.beginPath();
      ctx.arc(x, y, base * (1 + wave * 0.9), 0, 7);
      ctx.strokeStyle = css(mix(this.#theme[colour], this.#theme.ink, colour === 'sold' ? 0.5 : 0), 1 - wave);
      ctx.lineWidth = Math.max(1.5, base * 0.25 * (1 - wave));
      ctx.stroke();
    }
  }

  #drawCursor(ctx, camera) {
    if (this.cursor?.kind === 'section') {
      this.#outline(ctx, camera, this.cursor.index, css(this.#theme.surface), 6);
      this.#outline(ctx, camera, this.cursor.index, css(this.#theme.focus), 3);
    } else if (this.cursor?.kind === 'seat') {
      this.#ring(ctx, camera, this.cursor.index, 1.3, css(this.#theme.surface), 6);
      this.#ring(ctx, camera, this.cursor.index, 1.3, css(this.#theme.focus), 3);
    }
  }

  #outline(ctx, camera, index, colour, width) {
    const outline = this.#geometry.sections[index].outline;
    ctx.beginPath();
    for (let i = 0; i < outline.length; i += 2) {
      ctx.lineTo(camera.x(outline[i]), camera.y(outline[i + 1]));
    }
    ctx.closePath();
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.lineJoin = 'round';
    ctx.stroke();
  }

  #ring(ctx, camera, seat, reach, colour, width) {
    const [x, y] = this.#at(camera, seat);
    ctx.beginPath();
    ctx.arc(x, y, Math.max(5, camera.seatPixels * reach), 0, 7);
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  #at(camera, seat) {
    return [camera.x(this.#geometry.x[seat]), camera.y(this.#geometry.y[seat])];
  }
}
