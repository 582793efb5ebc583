// Proof of work for networks with many joins: finds a number for which SHA-256 of "challenge.number" starts with the required number
// of zero bits.

const atOnce = 512;

export async function solve(challenge, bits, digest = (bytes) => crypto.subtle.digest('SHA-256', bytes)) {
  const encoder = new TextEncoder();
  for (let first = 0; ; first += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, i) => `${challenge}.${first + i}`);
    const digests = await Promise.all(answers.map((answer) => digest(encoder.encode(answer))));
    const found = digests.findIndex((each) => zeroBits(new Uint8Array(each)) >= bits);
    if (found >= 0) {
      return answers[found];
    }
  }
}

export function zeroBits(bytes) {
  let bits = 0;
  for (const byte of bytes) {
    if (byte !== 0) {
      return bits + Math.clz32(byte) - 24;
    }

    bits += 8;
  }

  return bits;
}
