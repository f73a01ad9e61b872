import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { figuresOf } from '../../deploy/release.d/figures.mjs';
import { readQuery } from '../support/promql.js';

/** What each figure is by Prometheus' word; what is not named has no series. */
type Told = Readonly<Record<string, string>>;

describe('the figures of a release', () => {
  let prometheus: Server;
  let told: Told;
  let asked: { path: string | undefined; query: string }[];
  beforeAll(async () => {
    prometheus = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({ path: request.url, query: new URLSearchParams(body).get('query') ?? '' });
        const result = Object.entries(told).map(([figure, value]) => ({ metric: { figure }, value: [0, value] }));
        response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
      });
    });
    await once(prometheus.listen(0, '127.0.0.1'), 'listening');
  });
  afterAll(() => prometheus.close());
  beforeEach(() => (asked = []));

  const figures = (path = '') =>
    figuresOf(`http://127.0.0.1:${(prometheus.address() as AddressInfo).port}${path}`, {
      live: 'blue',
      seconds: 300,
      slowSeconds: 0.5,
    });

  const OF_THE_GATEWAY = {
    'canary asked': '100',
    'canary served': '90',
    'canary refused': '2',
    'canary unanswered': '0',
    'canary given up': '3',
    'canary begun': '1',
    inItsPlace: '0',
    'blue asked': '900',
    'blue served': '899',
    'blue refused': '1',
    'blue unanswered': '0',
    'blue given up': '0',
    'blue begun': '0',
    up: '1',
  };
  const OF_THE_SHOP = { canaryTimed: '90', canaryFast: '80', stableTimed: '800', stableFast: '795' };

  it('are of one moment: a scrape between two questions would make failures of what was only asked', async () => {
    told = { ...OF_THE_GATEWAY, ...OF_THE_SHOP };
    expect(await figures()).toEqual({
      // Six of a hundred were neither answered well, given up nor begun, and only two of them answered at all.
      canary: { requests: 100, failures: 6, timed: 90, slow: 10, up: 1 },
      stable: { requests: 900, failures: 1, timed: 800, slow: 5 },
    });
    expect(asked).toHaveLength(1);
    expect(() => readQuery(asked[0]?.query ?? '')).not.toThrow();
  });

  it('are not known where there is no series, or no number', async () => {
    told = { ...OF_THE_GATEWAY, 'blue asked': 'NaN' };
    expect(await figures()).toEqual({
      canary: { requests: 100, failures: 6, timed: null, slow: null, up: 1 },
      stable: { requests: null, failures: null, timed: null, slow: null },
    });
  });

  it('are asked of a Prometheus below a path as well', async () => {
    told = {};
    await figures('/prometheus');
    await figures('/prometheus/');
    expect(asked.map(({ path }) => path)).toEqual(['/prometheus/api/v1/query', '/prometheus/api/v1/query']);
  });
});
