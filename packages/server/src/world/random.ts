/** Pseudo-random numbers from 0 to 1, the same for the same seed (Mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const lettersPerNumber = 5;

/** 16 letters and digits, like the platform's IDs. One random number gives five letters. */
export function randomId(random: () => number = Math.random): string {
  let id = '';
  while (id.length < 16) {
    let number = Math.floor(random() * letters.length ** lettersPerNumber);
    for (let i = 0; i < lettersPerNumber && id.length < 16; i++) {
      id += letters[number % letters.length];
      number = Math.floor(number / letters.length);
    }
  }
  return id;
}
