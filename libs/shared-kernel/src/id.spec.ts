import { firstIdAt, newId, newIdAt, timeOfId } from '#kernel';

describe('newId', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());

  it('never makes the same id twice', () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes ids that sort in the order they were made, within a millisecond too', () => {
    expect(ids.toSorted()).toEqual(ids);
  });

  it('goes on counting while the clock is set back, and moves on where there is nothing left to count', () => {
    const clock = jest.spyOn(Date, 'now');
    const start = Date.now() + 30_000;
    clock.mockReturnValue(start);
    const first = newId();
    clock.mockReturnValue(start - 3_600_000);
    const more = Array.from({ length: 2 ** 20 }, () => newId());
    clock.mockRestore();
    const last = more.at(-1) ?? '';
    expect(more.every((id, at) => id > (more[at - 1] ?? first))).toBe(true);
    expect(timeOfId(more[0] ?? '').getTime()).toBe(start);
    expect(timeOfId(last).getTime()).toBe(start + 1);
    expect(last < newIdAt(new Date(start + 2))).toBe(true);
  });

  it('makes 26 characters of Crockford base32', () => {
    for (const id of ids.slice(0, 100)) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  });
});

describe('firstIdAt', () => {
  it('sorts before every id made at that time or later, and after every one made before', () => {
    const [before, id, after] = [new Date(Date.now() - 60_000), newId(), new Date(Date.now() + 60_000)];
    expect(firstIdAt(before) < id).toBe(true);
    expect(firstIdAt(after) > id).toBe(true);
    expect(firstIdAt(before)).toHaveLength(26);
  });
});

describe('newIdAt', () => {
  const [before, time] = [new Date('2026-01-31T23:59:59.998Z'), new Date('2026-01-31T23:59:59.999Z')];

  it('makes an id that sorts by the time it names, and never the same twice', () => {
    const ids = Array.from({ length: 1_000 }, () => newIdAt(time));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) {
      expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
      expect(id > newIdAt(before) && id > firstIdAt(time) && id < newId()).toBe(true);
    }
  });
});

describe('timeOfId', () => {
  it('tells when an id was made', () => {
    const time = new Date('2026-01-31T23:59:59.999Z');
    expect(timeOfId(newIdAt(time))).toEqual(time);
  });
});
