import { scryptSync } from 'node:crypto';
import { TooManyWaiting } from '#platform/gathering';
import { ScryptPasswords } from './scrypt-passwords.js';

const passwords = new ScryptPasswords();
const salt = Buffer.from('0123456789abcdef');
const key = scryptSync('older', salt, 32, { N: 1024, r: 8, p: 1 });
/** With cheaper parameters than those of today. */
const older = `scrypt$1024$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;

describe('passwords', () => {
  it('match their own hash and no other', async () => {
    const hash = await passwords.hash('correct horse 电池');
    expect(await passwords.matches('correct horse 电池', hash)).toBe(true);
    expect(await passwords.matches('correct horse', hash)).toBe(false);
    expect(await passwords.matches('', hash)).toBe(false);
  });

  it('are salted: equal ones have different hashes', async () => {
    expect(await passwords.hash('same')).not.toBe(await passwords.hash('same'));
  });

  it('cannot be read from the hash, which names its parameters', async () => {
    expect(await passwords.hash('secret word')).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
  });

  it('match hashes made with other parameters', async () => {
    expect(await passwords.matches('older', older)).toBe(true);
  });

  it('are compared for so many at a time, and for no more', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => passwords.matches('older', older)));
    const [compared, refused] = [outcomes.slice(0, 50), outcomes.slice(50)];
    for (const outcome of compared) expect(outcome).toEqual({ status: 'fulfilled', value: true });
    for (const outcome of refused) expect(outcome).toEqual({ status: 'rejected', reason: expect.any(TooManyWaiting) });
  });

  it('match nothing where there is no hash', async () => {
    expect(await passwords.matches('', null)).toBe(false);
    expect(await passwords.matches('anything', null)).toBe(false);
  });
});
