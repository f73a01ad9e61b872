import { randomBytes } from 'node:crypto';
import type { KeyFor, KeyManagement, WrappedKey } from './key-management.js';

export interface KeyManagementUnderTest {
  readonly management: KeyManagement;
  /** Brings a new current key; the keys before stay. */
  rotate(): Promise<KeyManagement>;
  /** Takes all keys away but the current one. */
  removeOldKeys(): Promise<KeyManagement>;
}

/** What every adapter of the port keeps to. */
export function keyManagementContract(open: () => Promise<KeyManagementUnderTest>): void {
  let tested: KeyManagementUnderTest;
  let management: KeyManagement;
  beforeEach(async () => {
    tested = await open();
    management = tested.management;
  });

  const aKey = (use = 'person:A'): KeyFor<Buffer> => ({ key: randomBytes(32), use });
  const wrapped = async (one: KeyFor<Buffer>, by = management): Promise<KeyFor<WrappedKey>> => {
    const [key] = await by.wrap([one]);
    if (!key) throw new Error('wrapped nothing');
    return { key, use: one.use };
  };
  const unwrapped = async (one: KeyFor<WrappedKey>, by = management) => (await by.unwrap([one]))[0];

  it('unwraps what it wrapped, in the order it was asked', async () => {
    const keys = Array.from({ length: 5 }, (_, at) => aKey(`person:${at}`));
    const wrappedKeys = await management.wrap(keys);
    const found = await management.unwrap(wrappedKeys.map((key, at) => ({ key, use: `person:${at}` })).reverse());
    expect(found.reverse()).toEqual(keys.map(({ key }) => key));
  });

  it('asked for nothing does nothing', async () => {
    expect([await management.wrap([]), await management.unwrap([]), await management.rewrap([])]).toEqual([[], [], []]);
  });

  it('wraps one key differently each time, shows nothing of it, and writes ASCII', async () => {
    const one = aKey();
    const [first, second] = [await wrapped(one), await wrapped(one)];
    expect(first.key.wrapped).not.toBe(second.key.wrapped);
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(first.key.wrapped).not.toContain(one.key.toString(form).slice(0, 20));
    expect(first.key.wrapped).toMatch(/^[\x21-\x7e]+$/);
  });

  it('says which key wrapped: the current one', async () => {
    const { key } = await wrapped(aKey());
    expect(key.keyId).toBe(await management.currentKeyId());
    expect(key.keyId).toMatch(/^[\x21-\x7e]{1,128}$/);
    expect(await management.keyIds()).toEqual([key.keyId]);
  });

  it('does not unwrap for another use', async () => {
    const { key } = await wrapped(aKey('person:A'));
    for (const use of ['person:B', 'name:A', 'person:', '', 'person:A\0'])
      expect(await unwrapped({ key, use })).toBeNull();
  });

  it('does not unwrap for another use after it was wrapped again either', async () => {
    const one = aKey('person:A');
    const { key } = await wrapped(one);
    const by = await tested.rotate();
    const [again] = await by.rewrap([{ key, use: 'person:B' }]);
    if (again) expect(await unwrapped({ key: again, use: 'person:B' }, by)).toBeNull();
  });

  it('refuses a wrapped key of which any one character was changed, and the others are answered all the same', async () => {
    const one = aKey();
    const { key, use } = await wrapped(one);
    const tampered = [...key.wrapped].flatMap((character, at) =>
      ['A', 'x', '1', '~'].flatMap((other) => {
        if (other === character) return [];
        return [{ key: { ...key, wrapped: key.wrapped.slice(0, at) + other + key.wrapped.slice(at + 1) }, use }];
      }),
    );
    const found = await management.unwrap([...tampered, { key, use }]);
    // The last character but padding may carry bits that mean nothing: then the key is the same, never another one.
    for (const bytes of found.slice(0, -1)) if (bytes) expect(bytes).toEqual(one.key);
    expect(found.slice(0, -1).filter(Boolean).length).toBeLessThan(4);
    expect(found.at(-1)).toEqual(one.key);
    expect((await management.unwrap(tampered)).filter(Boolean).length).toBeLessThan(4);
  });

  it('refuses a wrapped key that claims to be of another key', async () => {
    const { key, use } = await wrapped(aKey());
    for (const keyId of ['other', `${key.keyId}0`, '']) {
      expect(await unwrapped({ key: { ...key, keyId }, use })).toBeNull();
      expect(await management.rewrap([{ key: { ...key, keyId }, use }])).toEqual([null]);
    }
  });

  it.each(['', 'v1', 'vault:v1:', 'vault:v1:AAAA', 'vault:v0:AAAA', 'nonsense', '{}'])('refuses %p', async (text) => {
    const keyId = await management.currentKeyId();
    expect(await unwrapped({ key: { keyId, wrapped: text }, use: 'person:A' })).toBeNull();
    expect(await management.rewrap([{ key: { keyId, wrapped: text }, use: 'person:A' }])).toEqual([null]);
  });

  describe('after a rotation', () => {
    it('wraps with the new key and unwraps what the old one wrapped', async () => {
      const one = aKey();
      const old = await wrapped(one);
      const rotated = await tested.rotate();
      const current = await rotated.currentKeyId();
      expect(current).not.toBe(old.key.keyId);
      expect((await wrapped(one, rotated)).key.keyId).toBe(current);
      expect(await unwrapped(old, rotated)).toEqual(one.key);
      expect(await rotated.keyIds()).toEqual([current, old.key.keyId]);
    });

    it('wraps again with the new key, and the old one may go', async () => {
      const one = aKey();
      const [old, lost] = [await wrapped(one), await wrapped(one)];
      const [again] = await (await tested.rotate()).rewrap([old]);
      const without = await tested.removeOldKeys();
      expect(again?.keyId).toBe(await without.currentKeyId());
      expect(await unwrapped({ key: again ?? old.key, use: one.use }, without)).toEqual(one.key);
      expect(await unwrapped(lost, without)).toBeNull();
      expect(await without.rewrap([lost])).toEqual([null]);
      expect(await without.keyIds()).toEqual([again?.keyId]);
    });
  });
}
