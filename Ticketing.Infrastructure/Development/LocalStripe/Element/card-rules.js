// Client-side checks of card data: brand, number grouping, validation.

const brands = [
  { id: 'amex', name: 'American Express', start: /^3[47]/, lengths: [15], groups: [4, 6, 5], cvc: 4 },
  { id: 'diners', name: 'Diners Club', start: /^3(?:0[0-5]|[689])/, lengths: [14, 16], groups: [4, 6, 6], cvc: 3 },
  { id: 'visa', name: 'Visa', start: /^4/, lengths: [13, 16, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
  { id: 'mastercard', name: 'Mastercard', start: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16], groups: [4, 4, 4, 4], cvc: 3 },
  { id: 'discover', name: 'Discover', start: /^6(?:011|4[4-9]|5)/, lengths: [16, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
  { id: 'jcb', name: 'JCB', start: /^35(?:2[89]|[3-8])/, lengths: [16, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
  { id: 'unionpay', name: 'UnionPay', start: /^62/, lengths: [16, 17, 18, 19], groups: [4, 4, 4, 4, 3], cvc: 3 },
];
const unknown = { id: 'unknown', name: '', lengths: [12, 13, 14, 15, 16, 17, 18, 19], groups: [4, 4, 4, 4, 3], cvc: 3 };

// NFKC: full-width digits, as Japanese keyboards type them, are digits too.
export const digitsOf = (text) => text.normalize('NFKC').replace(/\D/g, '');

/** The brand by the number's prefix. */
export const brandOf = (digits) => brands.find((brand) => brand.start.test(digits)) ?? unknown;

/** The number in its brand's digit groups. */
export function formatNumber(text) {
  const digits = digitsOf(text).slice(0, Math.max(...brandOf(digitsOf(text)).lengths));
  const parts = [];
  let from = 0;
  for (const size of brandOf(digits).groups) {
    if (from < digits.length) parts.push(digits.slice(from, from + size));
    from += size;
  }
  return parts.join(' ');
}

/** "1" stays, "5" becomes "05 / ", "1230" and "12/2030" become "12 / 30". */
export function formatExpiry(typed) {
  const text = typed.normalize('NFKC');
  let digits = digitsOf(text);
  if (/^[2-9]/.test(digits) || /^\s*1\s*\//.test(text)) digits = `0${digits}`;
  if (digits.length === 6 && digits.slice(2, 4) === '20') digits = digits.slice(0, 2) + digits.slice(4);
  digits = digits.slice(0, 4);
  return digits.length > 2 || (digits.length === 2 && !/\d$/.test(text.trimEnd())) ? `${digits.slice(0, 2)} / ${digits.slice(2)}` : digits;
}

/** Month and full year, or null. */
export function readExpiry(text) {
  const digits = digitsOf(formatExpiry(text));
  if (digits.length !== 4) return null;
  const [month, year] = [Number(digits.slice(0, 2)), 2000 + Number(digits.slice(2))];
  return month >= 1 && month <= 12 ? { month, year } : null;
}

/** ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits) {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]) * (i % 2 === 1 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/** The error of each invalid field, as English text; empty if all are valid. */
export function check({ number, expiry, cvc }, today = new Date()) {
  const wrong = {};
  const digits = digitsOf(number);
  const brand = brandOf(digits);
  if (digits === '') wrong.number = 'Enter the card number.';
  else if (!brand.lengths.includes(digits.length) || !passesLuhn(digits)) wrong.number = 'Check the card number.';

  const until = readExpiry(expiry);
  if (digitsOf(expiry) === '') wrong.expiry = 'Enter the expiry date.';
  else if (!until) wrong.expiry = 'Enter the expiry date as on the card: month and year.';
  // Valid to the end of its month in every time zone: one more day.
  else if (new Date(until.year, until.month, 2) < today) wrong.expiry = 'This card has expired.';
  else if (until.year > today.getFullYear() + 50) wrong.expiry = 'Check the expiry date.';

  const code = digitsOf(cvc);
  if (code === '') wrong.cvc = 'Enter the security code.';
  else if (code.length !== brand.cvc) wrong.cvc = brand.cvc === 4 ? 'The security code has four digits, on the front of the card.' : 'The security code has three digits, on the back of the card.';
  return wrong;
}

/** The caret position after reformatting: behind the same number of digits. */
export function caretAfter(text, digitsBefore) {
  if (digitsBefore === 0) return 0;
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    if (/\d/.test(text[i]) && ++seen === digitsBefore) return i + 1;
  }
  return text.length;
}
