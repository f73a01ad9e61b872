import { createHash, randomBytes, randomInt } from 'node:crypto';

/** A value that nobody could write by chance, and where it may be met. */
export interface Canary {
  readonly name: string;
  /** What is looked for: of a text only the part that is its own. */
  readonly sought: string;
  /** Places where it belongs; everywhere else it is a leak. */
  readonly mayStandIn: RegExp;
  readonly forms: readonly string[];
}

/** Something that was written down somewhere: a column, a Redis key, a line of the log. */
export interface Written {
  readonly place: string;
  readonly text: string;
}

const NOWHERE = /^$/;

/** Letters and digits: escaping for JSON, URLs or Redis leaves them as they are. */
const token = () => `q${randomBytes(9).toString('hex')}`;

/** The values that were planted. */
export class Canaries {
  private readonly planted: Canary[] = [];

  get all(): readonly Canary[] {
    return this.planted;
  }

  /** Makes a value around a token of its own. */
  text(name: string, mayStandIn = NOWHERE, around: (own: string) => string = (own) => own): string {
    const own = token();
    const whole = around(own);
    this.add(name, own, mayStandIn, [...formsOf(own), ...digestsOf(whole)]);
    return whole;
  }

  /** A mobile number of the mainland. */
  phone(name: string, mayStandIn = NOWHERE): string {
    const number = `199${String(randomInt(100_000_000)).padStart(8, '0')}`;
    this.add(name, number, mayStandIn, [...formsOf(number), ...digestsOf(number), ...digestsOf(`+86${number}`)]);
    return number;
  }

  /** A secret somebody else made: too random to be guessed, so its digest tells nothing. */
  note(name: string, value: string, mayStandIn = NOWHERE): string {
    if (value.length < 6) throw new Error(`${name} is too short to be looked for`);
    this.add(name, value, mayStandIn, formsOf(value));
    return value;
  }

  private add(name: string, sought: string, mayStandIn: RegExp, forms: readonly string[]): void {
    this.planted.push({ name, sought, mayStandIn, forms: [...new Set(forms)] });
  }
}

/** Places where a value stands, in whatever form. */
export function placesOf({ forms }: Pick<Canary, 'forms'>, written: readonly Written[]): string[] {
  const found = written.filter(({ text, place }) => forms.some((form) => text.includes(form) || place.includes(form)));
  return [...new Set(found.map(({ place }) => place))];
}

/** `name of the value → where it must not be`, for each leak. */
export function leaks(canaries: readonly Canary[], written: readonly Written[]): string[] {
  return canaries.flatMap((canary) =>
    placesOf(canary, written)
      .filter((place) => !canary.mayStandIn.test(place))
      .map((place) => `${canary.name} → ${place}`),
  );
}

/** A value as it is, and in the encodings in which it may be on its way. */
export function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8');
  const json = (text: string) => JSON.stringify(text).slice(1, -1);
  return [
    value,
    json(value),
    json(json(value)),
    encodeURIComponent(value),
    encodeURIComponent(value).replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...[0, 1, 2].flatMap((offset) => base64Within(bytes, offset)),
  ];
}

/** How bytes look in base64 that begins `offset` bytes before them: without the letters they share with their neighbours. */
function base64Within(bytes: Buffer, offset: number): string[] {
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  const letters = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .slice(first, last);
  return [letters, letters.replaceAll('+', '-').replaceAll('/', '_')];
}

/** What needs no key is no secret: whoever guesses a telephone number can check the guess against its digest. */
function digestsOf(value: string): string[] {
  return ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(value).digest();
    return [digest.toString('hex'), digest.toString('base64').replace(/=+$/, ''), digest.toString('base64url')];
  });
}
