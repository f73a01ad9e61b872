import { QueryPlans } from './query-plans.js';

const ROW = { id: 1, select_type: 'SIMPLE', table: 'orders', type: 'ALL', possible_keys: null, key: null, rows: 9 };

describe('the plan of a slow statement', () => {
  let asked: [string, readonly unknown[]][];
  let answer: () => Promise<unknown>;
  let now: number;
  let plans: QueryPlans;
  beforeEach(() => {
    asked = [];
    now = 1_000_000;
    answer = async () => [
      { ...ROW, ref: 'const', Extra: 'Using where; Using pushed condition (`phone` = 13800138000)' },
    ];
    plans = new QueryPlans(
      (sql, values) => {
        asked.push([sql, values]);
        return answer();
      },
      () => now,
    );
  });

  it('is what MySQL says of its tables, and none of its conditions', async () => {
    expect(await plans.of('SELECT id FROM orders WHERE phone = ?', ['13800138000'])).toEqual([
      {
        table: 'orders',
        access: 'ALL',
        possibleKeys: null,
        key: null,
        rows: 9,
        extra: 'Using where; Using pushed condition',
      },
    ]);
    expect(asked).toEqual([['EXPLAIN SELECT id FROM orders WHERE phone = ?', ['13800138000']]]);
  });

  it.each(['INSERT INTO a (b) VALUES (?)', 'INSERT INTO a SELECT b FROM c', 'SELECT GET_LOCK(?, 60)', 'COMMIT', ''])(
    'is not asked for of what it would not tell, or do: %s',
    async (sql) => {
      expect(await plans.of(sql, ['x'])).toBeNull();
      expect(asked).toEqual([]);
    },
  );

  it('never sends anything along with a question', async () => {
    await plans.of('UPDATE a SET b = 1;DELETE FROM c', []);
    expect(asked.filter(([sql]) => sql.includes(';'))).toEqual([]);
  });

  it('is asked for once a minute, however long its lists are', async () => {
    const sql = (count: number) => `SELECT b FROM a WHERE b IN (${Array(count).fill('?').join(',')})`;
    const many = (count: number) => Array<number>(count).fill(1);
    await plans.of(sql(5), many(5));
    expect(await plans.of(sql(5), many(5))).toBeNull();
    expect(asked).toHaveLength(1);
    now += 60_001;
    expect(await plans.of(sql(5), many(5))).toHaveLength(1);
  });

  it('is asked for one at a time, and given up by who does not get it', async () => {
    let fail: (error: Error) => void = () => undefined;
    answer = () => new Promise((_, reject) => (fail = reject));
    const first = plans.of('SELECT b FROM a', []);
    expect(await plans.of('SELECT c FROM a', [])).toBeNull();
    fail(new Error('away'));
    expect(await first).toBeNull();
    answer = async () => [ROW];
    expect(await plans.of('SELECT c FROM a', [])).toHaveLength(1);
  });
});
