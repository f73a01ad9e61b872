import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Link {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}
interface Place {
  readonly column: number;
  readonly row: number;
}
type ColumnsFor = (count: number, shape: string, place: { width: number; height: number }) => number;
type FindPlaces = (
  names: readonly string[],
  links: readonly Link[],
  grid: { columns: number; rows: number },
) => Map<string, Place>;

const contexts = JSON.parse(readFileSync(join(__dirname, '../../docs/context-map.json'), 'utf8')) as Record<
  string,
  { calls: object; hears: object }
>;
const names = Object.keys(contexts);
const links = Object.entries(contexts).flatMap(([name, { calls, hears }]) => [
  ...Object.keys(calls).map((other) => ({ from: name, to: other, weight: 1 })),
  ...Object.keys(hears).map((other) => ({ from: other, to: name, weight: 2 })),
]);

describe('columns of the context map', () => {
  it('are those with which it is drawn largest', async () => {
    const { columnsFor } = (await import(`./page/system/${'map-layout'}.js`)) as { columnsFor: ColumnsFor };
    const of = (width: number, height: number) => columnsFor(13, 'wide', { width, height });
    expect([of(700, 370), of(1400, 300), of(400, 600)]).toEqual([4, 7, 3]);
    expect(columnsFor(13, 'tall', { width: 400, height: 300 })).toBe(3);
  });
});

describe('places on the context map', () => {
  let findPlaces: FindPlaces;
  beforeAll(async () => {
    ({ findPlaces } = (await import(`./page/system/${'map-places'}.js`)) as { findPlaces: FindPlaces });
  });

  it.each([3, 4, 5])('are one for each context, on the grid, the same each time: %i columns', (columns) => {
    const grid = { columns, rows: Math.ceil(names.length / columns) };
    const places = findPlaces(names, links, grid);
    expect([...places.keys()].sort()).toEqual([...names].sort());
    expect(new Set([...places.values()].map(({ column, row }) => `${column} ${row}`)).size).toBe(names.length);
    for (const { column, row } of places.values()) expect(column < columns && row < grid.rows).toBe(true);
    expect(findPlaces(names, links, grid)).toEqual(places);
  });

  it('are near to each other for contexts that have to do with each other', () => {
    const chain = ['a', 'b', 'c', 'd', 'e', 'f'];
    const pairs = [
      ['a', 'f'],
      ['f', 'c'],
      ['c', 'e'],
      ['e', 'b'],
      ['b', 'd'],
    ] as const;
    const links = pairs.map(([from, to]) => ({ from, to, weight: 1 }));
    const places = findPlaces(chain, links, { columns: 3, rows: 2 });
    const steps = pairs.map(([from, to]) => {
      const [one, other] = [places.get(from), places.get(to)];
      return Math.abs(one!.column - other!.column) + Math.abs(one!.row - other!.row);
    });
    expect(steps).toEqual([1, 1, 1, 1, 1]);
  });

  it('are found for contexts that nobody has to do with, and for none', () => {
    expect(findPlaces(['alone', 'lonely'], [], { columns: 3, rows: 1 }).size).toBe(2);
    expect(findPlaces([], [], { columns: 3, rows: 0 }).size).toBe(0);
  });
});
