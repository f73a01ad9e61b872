import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERIC_MESSAGES } from '#platform/http';
import { isOwnCode, statusOfCode } from './business-codes.js';
import { declaredErrors } from './declared-errors.js';

interface Row {
  readonly code: number;
  readonly status: number;
  readonly en: string;
  readonly zh: string;
  readonly meaning: string;
  readonly remedy: string;
}

const rows: readonly Row[] = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [code, status, en = '', zh = '', meaning = '', remedy = ''] = line
      .slice(1)
      .split('|')
      .map((cell) => cell.trim());
    return { code: Number(code), status: Number(status), en, zh, meaning, remedy };
  });
const generic = Object.keys(GENERIC_MESSAGES)
  .map(Number)
  .filter((code) => code >= 400);
const business = declaredErrors().filter(({ code }) => code >= 1000);
const sorted = (codes: readonly number[]) => [...new Set(codes)].sort((a, b) => a - b);

describe('docs/errors.md', () => {
  it('lists each code the server can answer with once, in order, and no other', () => {
    expect(rows.map(({ code }) => code)).toEqual(sorted([...generic, ...business.map(({ code }) => code)]));
  });

  it('has a generic code for every domain error without a business code', () => {
    expect(declaredErrors().filter(({ code }) => code < 1000 && !generic.includes(code))).toEqual([]);
  });

  it('gives each context of the shop’s own a hundred of codes to itself', () => {
    const hundreds = business
      .filter(({ code }) => isOwnCode(code))
      .map(({ code, context }) => `${Math.floor(code / 100)} ${context}`);
    const owners = [...new Set(hundreds)].map((one) => one.split(' ')[0]);
    expect(owners).toEqual([...new Set(owners)]);
  });

  it.each(rows)('$code: has the status and the words of the code, a meaning and a remedy', (row) => {
    const { code, status, en, zh, meaning, remedy } = row;
    expect(status).toBe(statusOfCode(code));
    const words = business.filter((error) => error.code === code).map((error) => ({ en: error.en, zh: error.zh }));
    expect([...words, GENERIC_MESSAGES[code]]).toContainEqual({ en, zh });
    expect([meaning, remedy]).not.toContain('');
  });
});
