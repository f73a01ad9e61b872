import { Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ManualClock } from '#kernel';
import type { Config } from '#platform/config';
import { KeysUnavailable, type NamedKeys } from '#platform/crypto';
import { DeviceCookie } from './device-cookie.js';
import { authConfig } from './in-memory-config.js';
import { KeyedTrustedDevices } from './keyed-trusted-devices.js';

const DAY = 86_400_000;

/** Stands for the table of keys that all processes share. */
class SharedKeys {
  readonly made = new Map<string, Buffer>();
  isThere = true;
  reads = 0;

  async startingWith(name: string) {
    this.reads += 1;
    if (!this.isThere) throw new KeysUnavailable();
    const key = this.made.get(name);
    return key ? [{ name, key }] : [];
  }

  async make(name: string): Promise<void> {
    this.made.set(name, this.made.get(name) ?? Buffer.alloc(32, 'k'));
  }
}

const keys = new SharedKeys();
const clock = new ManualClock();

function aProcess(config: Config = authConfig()) {
  return new DeviceCookie(new KeyedTrustedDevices(keys as unknown as NamedKeys, clock), config);
}

async function given(process: DeviceCookie, username: string, protocol = 'http'): Promise<string> {
  const header = jest.fn<void, [name: string, value: string]>();
  await process.give({ header, request: { protocol } } as unknown as FastifyReply, username);
  return header.mock.calls[0]?.[1] ?? '';
}

const pairOf = (cookie: string) => cookie.split(';')[0] ?? '';
const read = (process: DeviceCookie, cookie: string, username: string) =>
  process.read({ headers: { cookie } }, username);

describe('the device cookie', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  beforeEach(() => {
    keys.made.clear();
    keys.isThere = true;
    keys.reads = 0;
  });

  it('is for no script, no other site and no other request than the sign-in', async () => {
    const cookie = await given(aProcess(), 'owner', 'https');
    expect(cookie.split('; ').slice(1)).toEqual([
      `Max-Age=${180 * 86_400}`,
      'Path=/api/v1/auth/staff/login',
      'HttpOnly',
      'SameSite=Strict',
      'Secure',
    ]);
    expect(await given(aProcess(), 'owner')).not.toContain('Secure');
    expect(await given(aProcess(authConfig({}, 'production')), 'owner')).toContain('Secure');
  });

  it('is known again by every process, as another device each time', async () => {
    const [mine, other] = [aProcess(), aProcess()];
    const [one, two] = [await given(mine, 'owner'), await given(mine, 'owner')];
    const ids = [await read(other, pairOf(one), 'owner'), await read(other, pairOf(two), 'owner')];
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
    expect(await read(mine, pairOf(one), 'OWNER')).toBe(ids[0]);
  });

  it('stands beside those of colleagues at the same computer, and vouches for nobody else', async () => {
    const process = aProcess();
    const [one, two] = [pairOf(await given(process, 'owner')), pairOf(await given(process, 'clerk'))];
    const both = `other=1; ${one}; ${two}`;
    expect(await read(process, both, 'owner')).not.toBeNull();
    expect(await read(process, both, 'clerk')).not.toBeNull();
    expect(await read(process, both, 'nobody')).toBeNull();
    const [nameOfClerk] = two.split('=');
    expect(await read(process, `${nameOfClerk}=${one.split('=')[1]}`, 'clerk')).toBeNull();
  });

  it.each([
    ['cut off', (proof: string) => proof.slice(0, -1)],
    ['longer', (proof: string) => `${proof}A`],
    ['signed otherwise', (proof: string) => `${proof.slice(0, -43)}${'A'.repeat(43)}`],
    ['of another device', (proof: string) => `${'A'.repeat(22)}${proof.slice(22)}`],
    ['made to last', (proof: string) => proof.replace(/\.\d{13}\./, '.9999999999999.')],
    ['without a signature', (proof: string) => proof.split('.').slice(0, 2).join('.')],
    ['something else', () => 'true'],
  ])('is not believed when it is %s', async (_, change) => {
    const process = aProcess();
    const [name = '', proof = ''] = pairOf(await given(process, 'owner')).split('=');
    expect(await read(process, `${name}=${proof}`, 'owner')).not.toBeNull();
    expect(await read(process, `${name}=${change(proof)}`, 'owner')).toBeNull();
  });

  it('is trusted for half a year', async () => {
    const process = aProcess();
    const pair = pairOf(await given(process, 'owner'));
    clock.advance(180 * DAY - 1);
    expect(await read(process, pair, 'owner')).not.toBeNull();
    clock.advance(1);
    expect(await read(process, pair, 'owner')).toBeNull();
  });

  it('is neither given nor believed while there is no key, and nobody waits for one again and again', async () => {
    const pair = pairOf(await given(aProcess(), 'owner'));
    const process = aProcess();
    [keys.isThere, keys.reads] = [false, 0];
    expect(await read(process, pair, 'owner')).toBeNull();
    expect(await given(process, 'owner')).toBe('');
    expect(keys.reads).toBe(1);
    keys.isThere = true;
    clock.advance(30_000);
    expect(await read(process, pair, 'owner')).not.toBeNull();
  });
});
