import { Prometheus } from './prometheus.js';
import { type Answer, FakePrometheus, matrix, vector } from './testing/prometheus-of.js';

describe('what Prometheus is asked', () => {
  let fake: FakePrometheus;
  let answer: Answer;
  beforeAll(async () => {
    fake = await FakePrometheus.start(() => answer);
  });
  afterAll(() => fake.close());
  const range = { from: 3600, to: 7200, step: 3600 };

  it('by the addresses and parameters of its API, with the credentials it wants', async () => {
    answer = matrix([3600, '1.5'], [7200, '2']);
    expect(await new Prometheus(fake.url, 'Basic eDp5').range('up', range)).toEqual([
      { time: 3600, load: 1.5 },
      { time: 7200, load: 2 },
    ]);
    expect(fake.asked.at(-1)).toEqual({
      path: '/api/v1/query_range',
      parameters: { query: 'up', start: '3600', end: '7200', step: '3600' },
      authorization: 'Basic eDp5',
    });
    answer = vector('3');
    expect(await new Prometheus(fake.url).now('up')).toBe(3);
    expect(fake.asked.at(-1)).toMatchObject({ path: '/api/v1/query', authorization: undefined });
  });

  it('takes what is no load for unknown', async () => {
    answer = matrix([1, 'NaN'], [2, '+Inf'], [3, '-1'], [4, '0']);
    expect(await new Prometheus(fake.url).range('up', range)).toEqual([{ time: 4, load: 0 }]);
    for (const none of [vector(), vector('NaN')]) {
      answer = none;
      expect(await new Prometheus(fake.url).now('up')).toBeNull();
    }
  });

  it.each([
    [
      'its own refusal',
      { status: 400, body: { status: 'error', error: 'parse error: unexpected end' } },
      /parse error: unexpected end/,
    ],
    ['a page of something in front', { status: 502, body: '<html>' }, /no answer of its own \(status 502\)/],
    [
      'another shape',
      { body: { status: 'success', data: { resultType: 'scalar', result: [1, '1'] } } },
      /no answer of its own/,
    ],
    ['several series', vector('1', '2'), /the expression has 2 series: put sum\(\) around it/],
  ])('fails with a reason: %s', async (_, given, reason) => {
    answer = given;
    await expect(new Prometheus(fake.url).now('up')).rejects.toThrow(reason);
  });
});
