// State of every seat: status, own or not, filtered or not; and totals per section.

export const Status = Object.freeze({ available: 0, held: 1, sold: 2, blocked: 3 });
export const statusNames = Object.freeze(['available', 'held', 'sold', 'blocked']);

const headerBytes = 12; // snapshot: version (8), seat count (4)

export class SeatState extends EventTarget {
  version = 0;
  /** False after a delta was lost, until the next snapshot. */
  isComplete = true;
  selection = new Set();
  pending = new Set();
  tierFilter = null;
  accessibleOnly = false;

  #geometry;
  #sums = null;

  /** tiers: price tiers in ordinal order; a seat's tier is the one of its category. */
  constructor(geometry, tiers) {
    super();
    this.#geometry = geometry;
    this.tiers = tiers;
    this.status = new Uint8Array(geometry.seatCount).fill(Status.blocked);

    const tierOfCategory = geometry.categories.map(c => tiers.findIndex(t => t.category === c.key));
    this.tierOf = new Int8Array(geometry.seatCount);
    for (let i = 0; i < geometry.placed; i++) {
      this.tierOf[i] = tierOfCategory[geometry.categoryOf[i]] ?? -1;
    }
    for (const s of geometry.sections.filter(s => s.area)) {
      this.tierOf.fill(tierOfCategory[s.category] ?? -1, s.first, s.first + s.count);
    }
  }

  /** Replaces everything: version (8 bytes LE), seat count (4), then 2 bits a seat. */
  applySnapshot(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = Number(view.getBigUint64(0, true));
    const count = Math.min(view.getUint32(8, true), this.#geometry.seatCount);
    for (let i = 0; i < count; i++) {
      this.status[i] = (bytes[headerBytes + (i >> 2)] >> (2 * (i & 3))) & 3;
    }
    this.version = version;
    this.isComplete = true;
    this.#changed({ seats: null, lost: [] });
  }

  /** Applies changes: version (8 bytes LE), then 4 bytes LE each: index * 4 + status. Returns the seats that others just took. */
  applyDelta(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const version = Number(view.getBigUint64(0, true));
    if (version < this.version) {
      return;
    }
    // Versions increase by one per delta.
    if (version > this.version + 1) {
      this.isComplete = false;
    }
    const seats = [], lost = [];
    for (let at = 8; at + 4 <= bytes.byteLength; at += 4) {
      const word = view.getUint32(at, true);
      const seat = word >>> 2, status = word & 3;
      if (seat >= this.#geometry.seatCount || this.status[seat] === status) {
        continue;
      }
      if (this.status[seat] === Status.available && !this.isOwn(seat) && !this.pending.has(seat)) {
        lost.push(seat);
      }
      this.status[seat] = status;
      seats.push(seat);
    }
    this.version = version;
    this.#changed({ seats, lost });
  }

  setSelection(seats) {
    this.selection = new Set(seats);
    this.#changed({ seats: null, lost: [] });
  }

  setPending(seats) {
    this.pending = new Set(seats);
    this.#changed({ seats: null, lost: [] });
  }

  mark(seat, isPending) {
    const before = this.pending.size;
    if (isPending) { this.pending.add(seat); } else { this.pending.delete(seat); }
    if (this.pending.size !== before) {
      this.#changed({ seats: [seat], lost: [] });
    }
  }

  /** Resolves when the status of a seat has changed, or after a time. */
  changeOf(seat, milliseconds) {
    const before = this.status[seat];
    return new Promise(resolve => {
      const done = () => {
        clearTimeout(timer);
        this.removeEventListener('change', check);
        resolve();
      };
      const check = () => { if (this.status[seat] !== before) { done(); } };
      const timer = setTimeout(done, milliseconds);
      this.addEventListener('change', check);
    });
  }

  /** ordinals of tiers to show, or null for all. */
  setTierFilter(ordinals) {
    this.tierFilter = ordinals?.length ? new Set(ordinals) : null;
    this.#filtered();
  }

  setAccessibleOnly(on) {
    this.accessibleOnly = on;
    this.#filtered();
  }

  get isFiltered() {
    return this.tierFilter !== null || this.accessibleOnly;
  }

  isOwn(seat) {
    return this.selection.has(seat);
  }

  /** Whether the seat can be picked: available, with a tier on sale. */
  isFree(seat) {
    return this.status[seat] === Status.available && this.tierOf[seat] >= 0 && !this.tiers[this.tierOf[seat]].closed;
  }

  /** Why the seat's tier is not sold now; null: it is, or the seat is not available anyway. */
  closedText(seat) {
    return this.status[seat] === Status.available && this.tierOf[seat] >= 0 ? this.tiers[this.tierOf[seat]].closed ?? null : null;
  }

  /** Replaces why tiers are not sold now: one text or null per tier. */
  setClosed(texts) {
    texts.forEach((text, tier) => { this.tiers[tier].closed = text; });
    this.#filtered();
    this.#changed({ seats: null, lost: [] });
  }

  passes(seat) {
    const tier = this.tierOf[seat];
    if (this.tierFilter !== null && (tier < 0 || !this.tierFilter.has(this.tiers[tier].ordinal))) {
      return false;
    }
    if (!this.accessibleOnly) {
      return true;
    }
    return this.#isAccessible(seat);
  }

  // A wheelchair or companion place.
  #isAccessible(seat) {
    const kind = seat < this.#geometry.placed ? this.#geometry.kindOf[seat] : 0;
    return kind === 1 || kind === 2;
  }

  /**
   * Per section: all free seats, those that pass the filters, their most frequent tier, their cheapest tier, own seats. Accessible places
   * count for the tiers only where they are asked for, or are all there is: most buyers cannot have their price.
   */
  get sums() {
    return (this.#sums ??= this.#count());
  }

  #count() {
    const tierCount = this.tiers.length;
    const byTier = new Int32Array(this.#geometry.sections.length * tierCount);
    const accessibleByTier = new Int32Array(byTier.length);
    const leftByTier = new Int32Array(tierCount);
    const sections = this.#geometry.sections.map(() => ({ free: 0, left: 0, own: 0, tier: -1, cheapest: -1, closed: null }));
    for (let seat = 0; seat < this.status.length; seat++) {
      if (!this.isFree(seat)) {
        sections[this.#geometry.sectionOf[seat]].closed ??= this.closedText(seat);
        continue;
      }
      leftByTier[this.tierOf[seat]]++;
      const section = this.#geometry.sectionOf[seat];
      sections[section].free++;
      if (this.passes(seat)) {
        sections[section].left++;
        const counts = this.#isAccessible(seat) && !this.accessibleOnly ? accessibleByTier : byTier;
        counts[section * tierCount + this.tierOf[seat]]++;
      }
    }
    for (const seat of this.selection) {
      sections[this.#geometry.sectionOf[seat]].own++;
    }
    sections.forEach((sum, section) => {
      const from = section * tierCount;
      const counts = byTier.subarray(from, from + tierCount).some((count) => count > 0) ? byTier : accessibleByTier;
      for (let tier = 0, most = 0; tier < tierCount; tier++) {
        const count = counts[from + tier];
        if (count > most) {
          most = count;
          sum.tier = tier;
        }
        if (count > 0 && (sum.cheapest < 0 || this.tiers[tier].price.amount < this.tiers[sum.cheapest].price.amount)) {
          sum.cheapest = tier;
        }
      }
    });
    return { sections, leftByTier };
  }

  #filtered() {
    this.#sums = null;
    this.dispatchEvent(new Event('filter'));
    this.#changed({ seats: null, lost: [] });
  }

  #changed(detail) {
    this.#sums = null;
    this.dispatchEvent(new CustomEvent('change', { detail }));
  }
}

/** Decodes base64url, the encoding of frames in the page's calls. */
export function bytesFrom(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
}
