import { HOURS } from './forecast.js';
import { Forecaster } from './forecaster.js';
import { DAY, WEEK } from './model.js';
import { Prometheus } from './prometheus.js';
import { seasonalNaive, weeklyMedian } from './same-hours.js';
import { type Answer, answersFrom, FakePrometheus } from './testing/prometheus-of.js';
import { shopLoad } from './testing/shop-load.js';

const HOUR_MS = 3_600_000;
/** An hour since 1970, far enough for the history before it. */
const START = 480_000;
const MOST = 4 * WEEK;

describe('a forecaster', () => {
  let fake: FakePrometheus;
  let isAway = false;
  let loads = new Map<number, number>();
  let failed: string[] = [];
  beforeAll(async () => {
    fake = await FakePrometheus.start((asked): Answer =>
      isAway ? { status: 503, body: 'away' } : answersFrom(loads)(asked),
    );
  });
  afterAll(() => fake.close());
  beforeEach(() => {
    isAway = false;
    failed = [];
    fake.asked.length = 0;
    loads = new Map(shopLoad({ weeks: 6, noise: 0.1 }).map((load, at) => [START + at, load]));
  });

  const make = () =>
    new Forecaster(
      { name: 'requests', expression: 'load' },
      new Prometheus(fake.url),
      [seasonalNaive, weeklyMedian],
      (_, part) => failed.push(part),
      MOST,
    );
  const moment = (hour: number, minutes = 0) => (START + hour) * HOUR_MS + minutes * 60_000;
  const ranges = () =>
    fake.asked.map(({ parameters: { start, end } }) => [Number(start) / 3600 - START, Number(end) / 3600 - START]);
  /** The hours before this one are over. */
  const learnAt = async (forecaster: Forecaster, hour: number, minutes = 0) => {
    const all = loads;
    loads = new Map([...all].filter(([at]) => at < START + hour));
    await forecaster.learn(moment(hour, minutes));
    loads = all;
  };

  it('reads as far back as it is told, a week at a time, then what is new and the latest day', async () => {
    const forecaster = make();
    await learnAt(forecaster, 5 * WEEK);
    expect(ranges()).toEqual([1, 2, 3, 4].map((week) => [week * WEEK + 1, (week + 1) * WEEK]));
    expect(fake.asked[0]?.parameters['query']).toBe('max_over_time((load)[59m:5m])');
    expect(forecaster.historyHours()).toBe(MOST);
    fake.asked.length = 0;
    await learnAt(forecaster, 5 * WEEK, 59);
    expect(ranges()).toEqual([]);
    await learnAt(forecaster, 5 * WEEK + 1);
    expect(ranges()).toEqual([[5 * WEEK - DAY + 1, 5 * WEEK + 1]]);
    expect(forecaster.historyHours()).toBe(MOST);
  });

  it('made anew says what the one before said: all it knows it reads', async () => {
    const [one, other] = [make(), make()];
    await learnAt(one, 5 * WEEK - 1);
    await learnAt(one, 5 * WEEK);
    await learnAt(other, 5 * WEEK);
    expect(other.view(moment(5 * WEEK))).toEqual(one.view(moment(5 * WEEK)));
  });

  it('forecasts nothing before there is enough, nor of yesterday alone', async () => {
    const forecaster = make();
    await learnAt(forecaster, WEEK + DAY - 1);
    expect(forecaster.view(moment(WEEK + DAY - 1))).toBeNull();
    expect(forecaster.historyHours()).toBe(WEEK + DAY - 1);
    await learnAt(forecaster, WEEK + DAY);
    expect(forecaster.view(moment(WEEK + DAY))).not.toBeNull();
    for (let hour = 2 * WEEK; hour < 2 * WEEK + DAY; hour += 1) loads.delete(START + hour);
    await learnAt(forecaster, 2 * WEEK + DAY);
    expect(forecaster.view(moment(2 * WEEK + DAY))).toBeNull();
  });

  it('keeps what it forecast while Prometheus is away, hour by hour, until it is all past', async () => {
    const forecaster = make();
    await learnAt(forecaster, 5 * WEEK);
    const { hours = [] } = forecaster.view(moment(5 * WEEK)) ?? {};
    expect(hours).toHaveLength(HOURS);
    isAway = true;
    await forecaster.learn(moment(5 * WEEK + 3, 30));
    expect(failed).toEqual(['history']);
    const later = forecaster.view(moment(5 * WEEK + 3, 30));
    expect(later).toMatchObject({ hours: hours.slice(3), ageMs: 3.5 * HOUR_MS });
    expect(forecaster.view(moment(5 * WEEK + HOURS))).toBeNull();
    isAway = false;
    await learnAt(forecaster, 5 * WEEK + 3, 31);
    expect(forecaster.view(moment(5 * WEEK + 3, 31))?.hours).toHaveLength(HOURS);
  });

  it('has all it had when its clock was wrong for a while', async () => {
    const forecaster = make();
    await learnAt(forecaster, 5 * WEEK);
    const before = forecaster.view(moment(5 * WEEK));
    await learnAt(forecaster, 50 * WEEK);
    expect(forecaster.view(moment(50 * WEEK))).toBeNull();
    await learnAt(forecaster, 5 * WEEK, 1);
    expect(forecaster.view(moment(5 * WEEK))).toEqual(before);
  });

  it('has a floor that is never below the load now, and rises to the top of the band before its hour comes', async () => {
    const forecaster = make();
    expect(forecaster.floor(moment(5 * WEEK), 30)).toBeNull();
    await learnAt(forecaster, 5 * WEEK + 18);
    const { hours = [] } = forecaster.view(moment(5 * WEEK + 18)) ?? {};
    const upper = hours.map((one) => one.upper);
    // Towards the evening each hour is above the one before.
    expect(forecaster.floor(moment(5 * WEEK + 18, 10), 30)).toBe(upper[0]);
    expect(forecaster.floor(moment(5 * WEEK + 18, 31), 30)).toBe(upper[1]);
    expect(forecaster.floor(moment(5 * WEEK + 18, 31), 90)).toBe(Math.max(...upper.slice(0, 3)));
    loads.set(START + 6 * WEEK, 9_999);
    await forecaster.look();
    expect(forecaster.now()).toBe(9_999);
    expect(forecaster.floor(moment(5 * WEEK + 18), 30)).toBe(9_999);
    isAway = true;
    await forecaster.look();
    expect([forecaster.now(), failed]).toEqual([null, ['now']]);
    expect(forecaster.floor(moment(5 * WEEK + 18, 10), 30)).toBe(upper[0]);
  });
});
