import { scryptSync } from 'node:crypto';
import { ScryptPasswords } from './scrypt-passwords.js';

const passwords = new ScryptPasswords();

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
    const salt = Buffer.from('0123456789abcdef');
    const key = scryptSync('older', salt, 32, { N: 1024, r: 8, p: 1 });
    const hash = `scrypt$1024$8$1$${salt.toString('base64url')}$${key.toString('base64url')}`;
    expect(await passwords.matches('older', hash)).toBe(true);
  });

  it('match nothing where there is no hash', async () => {
    expect(await passwords.matches('', null)).toBe(false);
    expect(await passwords.matches('anything', null)).toBe(false);
  });
});
