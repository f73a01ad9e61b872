import { randomBytes, scrypt, type ScryptOptions, timingSafeEqual } from 'node:crypto';
import { Gathering } from '#platform/gathering';
import { Passwords } from '../application/passwords.js';

/** OWASP Password Storage Cheat Sheet: 32 MiB and three passes are as good as 128 MiB and one. */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** Each takes a core for a fifth of a second, and any stranger who signs in asks for one: one at a time, and few in line. */
const LIMITS = { name: 'passwords', maxBatch: 1, lanes: 1, maxQueue: 50, maxQueuePerOwner: 50, timeout: 5_000 };

interface Asked {
  readonly password: string;
  readonly salt: Buffer;
  readonly cost: Cost;
}

/** `scrypt$N$r$p$salt$hash`: each hash brings its own parameters, so that they can be raised for new ones. */
export class ScryptPasswords extends Passwords {
  /** Of no password; only the work of comparing with it matters. */
  private readonly nobodys = format(COST, randomBytes(SALT_BYTES), randomBytes(KEY_BYTES));
  private readonly derivations = new Gathering((asked: readonly Asked[]) => Promise.all(asked.map(derive)), LIMITS);

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return format(COST, salt, await this.derivations.decide({ password, salt, cost: COST }));
  }

  async matches(password: string, hash: string | null): Promise<boolean> {
    const { cost, salt, key } = parse(hash ?? this.nobodys);
    const same = timingSafeEqual(await this.derivations.decide({ password, salt, cost }), key);
    return same && hash !== null;
  }
}

type Cost = typeof COST;

function format({ N, r, p }: Cost, salt: Buffer, key: Buffer): string {
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

function parse(hash: string): { cost: Cost; salt: Buffer; key: Buffer } {
  const [scheme, N, r, p, salt = '', key = ''] = hash.split('$');
  if (scheme !== 'scrypt') throw new Error('Not a scrypt hash');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64url'), key: Buffer.from(key, 'base64url') };
}

function derive({ password, salt, cost }: Asked): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
