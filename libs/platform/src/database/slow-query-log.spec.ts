import { withoutRepeats } from '#platform/tracing';

describe('a slow statement', () => {
  it.each([
    ['SELECT id FROM orders WHERE id = ?', 'SELECT id FROM orders WHERE id = ?'],
    ['INSERT INTO a (x, y, z) VALUES (?,?,?)', 'INSERT INTO a (x, y, z) VALUES (?,?,?)'],
    ['SELECT id FROM a WHERE id IN (?,?,?,?,?) AND b = ?', 'SELECT id FROM a WHERE id IN (?,…×5) AND b = ?'],
    ['INSERT INTO a (x, y) VALUES (?,?),(?,?),(?,?),(?,?)', 'INSERT INTO a (x, y) VALUES (?,?),…×4'],
  ])('is told of without repeating its placeholders: %s', (query, told) => {
    expect(withoutRepeats(query)).toBe(told);
  });
});
