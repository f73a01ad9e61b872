import { newId } from '#kernel';
import { erasureLine, parseErasures } from './erasure-ledger.js';

const erasedAt = new Date('2026-01-31T23:59:59.999Z');

describe('the ledger of erasures outside the database', () => {
  it('is a line of JSON for each erasure', () => {
    expect(erasureLine({ personId: 'u1', erasedAt })).toBe('{"userId":"u1","erasedAt":"2026-01-31T23:59:59.999Z"}');
  });

  it('is read as it was written, whatever ends its lines', () => {
    const erasures = [newId(), newId()].map((personId) => ({ personId, erasedAt }));
    expect(parseErasures(erasures.map(erasureLine).join('\n') + '\n')).toEqual(erasures);
    expect(parseErasures(erasures.map(erasureLine).join('\r\n'))).toEqual(erasures);
    expect(parseErasures('\n')).toEqual([]);
    expect(parseErasures('\n> jishi@0.1.0 erasures:export\n> node x.js\n\n')).toEqual([]);
  });

  it.each([
    ['cut off', (line: string) => line.slice(0, -3)],
    ['without an id', () => `{"erasedAt":"${erasedAt.toISOString()}"}`],
    ['with an id that is none', (line: string) => line.replace(/"userId":"\w+"/, '"userId":"x"')],
    ['without a time', (line: string) => line.replace('2026', 'soon')],
    ['of another kind', () => 'Replayed 3 erasures'],
  ])('is refused whole when a line is %s', (_, spoil) => {
    const line = erasureLine({ personId: newId(), erasedAt });
    expect(() => parseErasures(`${line}\n${spoil(line)}\n${line}`)).toThrow('Line 2 of the ledger');
  });
});
