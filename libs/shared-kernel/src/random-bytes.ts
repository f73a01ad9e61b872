import { randomBytes as drawBytes, randomFillSync } from 'node:crypto';

const reserve = Buffer.alloc(8 * 1024);
let taken = reserve.length;

/**
 * Bytes from the system's secure source, as from `node:crypto`. Each draw from there costs microseconds however little is
 * drawn, so much is drawn at once; what was handed out is wiped from the reserve.
 */
export function randomBytes(size: number): Buffer {
  if (size > reserve.length) return drawBytes(size);
  if (taken + size > reserve.length) {
    randomFillSync(reserve);
    taken = 0;
  }
  const bytes = Buffer.from(reserve.subarray(taken, taken + size));
  reserve.fill(0, taken, (taken += size));
  return bytes;
}
