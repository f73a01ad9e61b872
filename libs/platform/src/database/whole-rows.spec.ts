import { wholeRows } from './whole-rows.js';

const columns = (...names: string[]) => names.map((name) => ({ name }));

describe('rows of the driver', () => {
  it('become objects with the names of their columns, in their sequence', () => {
    const rows = wholeRows(
      [
        ['a', 1],
        ['b', null],
      ],
      columns('id', 'price_fen'),
    );
    expect(rows).toEqual([
      { id: 'a', price_fen: 1 },
      { id: 'b', price_fen: null },
    ]);
    expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'price_fen']);
  });

  it('are none where there are none', () => {
    expect(wholeRows([], columns('id'))).toEqual([]);
  });

  it('have the last of two columns of one name, as the driver has it', () => {
    expect(wholeRows([[1, 2]], columns('id', 'id'))).toEqual([{ id: 2 }]);
  });

  it('take whatever a column is called', () => {
    const name = 'COUNT(*) "of\' `all`\n';
    expect(wholeRows([[3]], columns(name))).toEqual([{ [name]: 3 }]);
  });

  it('are not mixed up with those of other columns', () => {
    expect(wholeRows([['x', 'y']], columns('b', 'a'))).toEqual([{ b: 'x', a: 'y' }]);
    expect(wholeRows([['x', 'y']], columns('a', 'b'))).toEqual([{ a: 'x', b: 'y' }]);
    expect(wholeRows([['x']], columns('a,b'))).toEqual([{ 'a,b': 'x' }]);
  });
});
