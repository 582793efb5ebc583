// The draw's permutation, equal to the server's Draw; see docs/waiting-room.md.

const rounds = 8;

export const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const toHex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of the seed, published before the draw. */
export const commitmentOf = async (seedHex) => toHex(await crypto.subtle.digest('SHA-256', fromHex(seedHex)));

/** The place of a lot among the given number of lots, counted from 0. */
export async function drawOf(seedHex, lots) {
  const key = await crypto.subtle.importKey('raw', fromHex(seedHex), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const halfBits = lots <= 1 ? 1 : Math.floor(Math.log2(lots - 1) / 2) + 1;
  const half = 2 ** halfBits;

  async function mix(round, right) {
    const input = new Uint8Array(5);
    input[0] = round;
    new DataView(input.buffer).setUint32(1, right);
    const digest = await crypto.subtle.sign('HMAC', key, input);
    return new DataView(digest).getUint32(0) % half;
  }

  async function permute(value) {
    let [left, right] = [Math.floor(value / half), value % half];
    for (let round = 0; round < rounds; round++) {
      [left, right] = [right, (left ^ (await mix(round, right))) >>> 0];
    }

    return left * half + right;
  }

  return {
    async placeOf(lot) {
      let place = lot;
      do {
        place = await permute(place);
      } while (place >= lots);
      return place;
    },
  };
}
