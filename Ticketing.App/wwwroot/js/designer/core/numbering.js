// Names of the seats in a row or the rows in a block; mirrors NumberingScheme.

const allLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const lettersWithoutIO = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A scheme with all of its properties. */
export const scheme = (given = {}) => ({
  style: 'numbers', start: 1, step: 1, parity: 'all', reversed: false, skipIO: false, prefix: '', skip: [], ...given,
});

/** The names of this many seats or rows, in their own order. */
export function names(given, count) {
  const s = scheme(given);
  const step = Math.max(1, s.parity === 'all' ? s.step : s.step * 2);
  let value = s.parity === 'odd' ? s.start | 1 : s.parity === 'even' ? s.start + (s.start & 1) : s.start;
  const skipped = new Set(s.skip);
  const result = new Array(count);
  for (let i = 0; i < count; value += step) {
    const name = s.style === 'letters' ? letters(value, s.skipIO) : String(value);
    if (!skipped.has(name)) {
      result[s.reversed ? count - 1 - i : i] = s.prefix + name;
      i++;
    }
  }
  return result;
}

// Bijective base 26, like spreadsheet columns: Z is followed by AA.
function letters(value, skipIO) {
  const alphabet = skipIO ? lettersWithoutIO : allLetters;
  let name = '';
  for (let rest = value; rest > 0; rest = Math.floor((rest - 1) / alphabet.length)) {
    name = alphabet[(rest - 1) % alphabet.length] + name;
  }
  return name;
}

/** What the numbering panel offers; the name is a text key. */
export const seatPresets = [
  { name: '1, 2, 3 from the left', scheme: scheme() },
  { name: '1, 2, 3 from the right', scheme: scheme({ reversed: true }) },
  { name: 'Odd numbers from the left', scheme: scheme({ parity: 'odd' }) },
  { name: 'Even numbers from the right', scheme: scheme({ parity: 'even', start: 2, reversed: true }) },
  { name: '101, 102, 103 (centre block)', scheme: scheme({ start: 101 }) },
  { name: 'Letters without I and O', scheme: scheme({ style: 'letters', skipIO: true }) },
];

export const rowPresets = [
  { name: 'A, B, C from the front', scheme: scheme({ style: 'letters' }) },
  { name: 'Letters without I and O', scheme: scheme({ style: 'letters', skipIO: true }) },
  { name: '1, 2, 3 from the front', scheme: scheme() },
  { name: 'A, B, C from the back', scheme: scheme({ style: 'letters', reversed: true }) },
];
