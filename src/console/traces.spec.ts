import { traceBy, tracing } from '#platform/tracing';
import { OpenTelemetry } from '../../libs/platform/src/tracing/open-telemetry/open-telemetry.js';
import { ContextNames } from './context-names.js';
import { Ring } from './ring.js';
import { SkippedClock } from './skipped-clock.js';
import { type EndedWork, Traces } from './traces.js';

const HOUR = 3_600_000;

describe('traces in the feed', () => {
  const ring = new Ring();
  const told: { type: string; data: Record<string, unknown> }[] = [];
  const names = new ContextNames();
  let traces: Traces;
  let sdk: OpenTelemetry;
  beforeAll(() => {
    jest.spyOn(names, 'ofClass').mockImplementation((name) => (name === 'CancelOrder' ? 'order' : null));
    traces = new Traces(ring, new SkippedClock(HOUR), names);
    sdk = OpenTelemetry.exportingTo(null, { OTEL_TRACES_SAMPLER: 'always_off' }, traces);
    traceBy(sdk);
    ring.listen(({ frame }) => {
      const [, type = '', data = ''] = /event: (.*)\ndata: (.*)/.exec(frame) ?? [];
      told.push({ type, data: JSON.parse(data) as Record<string, unknown> });
    });
  });
  beforeEach(() => void told.splice(0));
  afterAll(async () => {
    traceBy(null);
    await sdk.stop();
  });

  const part = <T>(name: string, work: () => T, facts = {}, kind?: 'client') =>
    (tracing as OpenTelemetry).part(
      () => ({ name, facts, kind }),
      () => work(),
    );

  it('are told of when they begin and whole when they have ended, whatever the sampler for others is', async () => {
    const before = Date.now();
    await part('CancelOrder', async () => {
      await part(
        'SELECT orders',
        async () => undefined,
        { 'db.system.name': 'sqlite', 'db.query.text': 'SELECT ?' },
        'client',
      );
      await part('WeChat close', async () => undefined, {}, 'client');
    });
    expect(told.map(({ type }) => type)).toEqual(['trace.began', 'call.began', 'trace.ended']);
    const ended = told[2]?.data as unknown as EndedWork;
    expect(ended).toMatchObject({ kind: 'job', name: 'CancelOrder', context: 'order', error: null, more: 0 });
    expect(ended.spans.map(({ kind, name, text }) => [kind, name, text])).toEqual([
      ['statement', 'SELECT orders', 'SELECT ?'],
      ['wechat', 'WeChat close', null],
    ]);
    expect(told[1]?.data).toMatchObject({ traceId: ended.traceId, spanId: ended.spans[1]?.spanId });
    // By the shop's clock, which is an hour ahead.
    expect(Date.parse(ended.at)).toBeGreaterThanOrEqual(before + HOUR - 1);
    expect(traces.past.at(-1)).toEqual(ended);
  });

  it('lead from a reaction to what has caused it, and say which event it was about', async () => {
    let cause: { traceparent: string } | null = null;
    part('PlaceOrder', () => (cause = sdk.here()));
    const facts = { 'jishi.event.type': 'order.paid', 'jishi.event.id': 'E1', 'jishi.aggregate.id': 'O1' };
    await sdk.apart({ name: 'SellStock', kind: 'consumer', facts }, [cause], async () => undefined);
    const [, placed, , reacted] = told.map(({ data }) => data as unknown as EndedWork);
    expect(reacted).toMatchObject({
      kind: 'reaction',
      event: { id: 'E1', type: 'order.paid', aggregateId: 'O1' },
      causes: [{ traceId: placed?.traceId, spanId: placed?.spanId }],
    });
  });

  it('name a failure by its class, and count the parts there are too many of', async () => {
    const failing = part('Import', async () => {
      for (let n = 0; n < 205; n++) part('SELECT orders', () => undefined, { 'db.system.name': 'sqlite' }, 'client');
      throw new TypeError('the words of which stay here');
    });
    await expect(failing).rejects.toThrow(TypeError);
    const ended = told.at(-1)?.data as unknown as EndedWork;
    expect(ended).toMatchObject({ error: 'TypeError', isFault: true, more: 5 });
    expect(ended.spans).toHaveLength(200);
    expect(JSON.stringify(told)).not.toContain('stay here');
  });
});
