import { isIP } from 'node:net';
import type { Milliseconds } from './config.js';
import type { Parser } from './parser.js';

const unitInMilliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function milliseconds(text: string): Milliseconds | undefined {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? [];
  return unit ? Number(amount) * unitInMilliseconds[unit as keyof typeof unitInMilliseconds] : undefined;
}

const between = (value: number | undefined, min: number, max: number) =>
  value !== undefined && value >= min && value <= max ? value : undefined;

/** `min` and `max` are durations themselves: they are printed as they stand. */
export const duration = (min: string, max: string): Parser<Milliseconds> => ({
  expected: `a duration from ${min} to ${max}, written like 500ms, 3s, 30m, 1h or 30d`,
  parse: (text) => between(milliseconds(text), milliseconds(min) ?? 0, milliseconds(max) ?? Infinity),
});

export const integer = (min: number, max: number = Number.MAX_SAFE_INTEGER): Parser<number> => ({
  expected: max === Number.MAX_SAFE_INTEGER ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`,
  parse: (text) => (/^\d{1,16}$/.test(text) ? between(Number(text), min, max) : undefined),
});

export const oneOf = <T extends string>(...words: readonly T[]): Parser<T> => ({
  expected: `one of ${words.join(', ')}`,
  parse: (text) => words.find((word) => word === text),
});

export const onOrOff: Parser<boolean> = {
  expected: 'on or off',
  parse: (text) => (text === 'on' ? true : text === 'off' ? false : undefined),
};

export const matching = (pattern: RegExp, expected: string): Parser<string> => ({
  expected,
  parse: (text) => (pattern.test(text) ? text : undefined),
});

/** Answers the address without a trailing slash. */
export const httpUrl: Parser<string> = {
  expected: 'an http:// or https:// address without credentials, query or fragment',
  parse: (text) => {
    const url = new URL(text);
    const plain = /^https?:\/\/[^\s?#]+$/.test(text) && !url.username && !url.password;
    return plain ? text.replace(/\/+$/, '') : undefined;
  },
};

export const addressOrCidr: Parser<string> = {
  expected: 'an IP address or a CIDR such as 10.0.0.0/8',
  parse: (text) => {
    const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const version = isIP(address);
    return version !== 0 && Number(prefix ?? 0) <= (version === 4 ? 32 : 128) ? text : undefined;
  },
};
