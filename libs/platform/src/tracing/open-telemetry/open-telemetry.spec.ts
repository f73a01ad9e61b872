import { SpanStatusCode } from '@opentelemetry/api';
import { DomainError } from '#kernel';
import { tracing } from '#platform/tracing';
import { KeptTraces } from '../testing/index.js';
import { traceUseCase } from '../../contexts/traced-use-cases.js';

class OutOfTea extends DomainError {
  constructor(kind: 'conflict' | 'unavailable') {
    super({ code: 3001, kind, zh: '没有茶', en: 'planted words' });
  }
}

describe('a trace', () => {
  let traces: KeptTraces;
  afterEach(() => traces.stop());
  const inTrace = <T>(work: () => Promise<T>) => tracing?.apart({ name: 'whole' }, [], work);
  const ask = <T>(work: () => T) => tracing?.part(() => ({ name: 'question', kind: 'client' }), work);

  it('has as parts what is done within it, side by side and one in another', async () => {
    traces = new KeptTraces();
    await inTrace(async () => {
      await Promise.all([
        ask(async () => 1),
        tracing?.part(
          () => ({ name: 'step' }),
          () => ask(async () => 2),
        ),
      ]);
    });
    const [whole] = await traces.named('whole');
    const [step] = await traces.named('step');
    const parents = (await traces.named('question')).map((span) => span.parentSpanContext?.spanId);
    expect(parents.toSorted()).toEqual([whole, step].map((span) => span?.spanContext().spanId).toSorted());
    expect(new Set((await traces.spans()).map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  it('does not begin with a question to somebody else: that is nobody’s, such as a job that looks for work', async () => {
    traces = new KeptTraces();
    expect(await ask(async () => 7)).toBe(7);
    expect(await traces.spans()).toEqual([]);
  });

  it('that is not sampled costs its parts nothing, and they work', async () => {
    traces = new KeptTraces({ OTEL_TRACES_SAMPLER: 'always_off' });
    const about = jest.fn(() => ({ name: 'part' }));
    expect(await inTrace(async () => tracing?.part(about, () => 7))).toBe(7);
    expect(about).not.toHaveBeenCalled();
    expect(await traces.spans()).toEqual([]);
  });

  it.each<[string, Error, string, boolean]>([
    ['a refusal by its name, as no fault', new OutOfTea('conflict'), 'OutOfTea', false],
    ['what is unavailable as a fault', new OutOfTea('unavailable'), 'OutOfTea', true],
    ['an error by its class', new TypeError('planted words'), 'TypeError', true],
    [
      'an error of Node by its code',
      Object.assign(new Error('planted words'), { code: 'ECONNRESET' }),
      'ECONNRESET',
      true,
    ],
    ['a code that is a text by its class', Object.assign(new Error('x'), { code: 'planted words' }), 'Error', true],
    [
      'a failed statement by what the driver calls it',
      Object.assign(new Error('planted words'), { driverError: { code: 'ER_DUP_ENTRY' } }),
      'ER_DUP_ENTRY',
      true,
    ],
  ])('tells %s, and never its words', async (_, error, type, isFault) => {
    traces = new KeptTraces();
    await expect(inTrace(async () => Promise.reject(error))).rejects.toBe(error);
    const [span] = await traces.named('whole');
    expect(span?.attributes).toEqual({ 'error.type': type });
    expect(span?.status.code === SpanStatusCode.ERROR).toBe(isFault);
    expect(JSON.stringify([span?.attributes, span?.status, span?.events])).not.toContain('planted words');
  });

  it('has use cases by their names, also those that answer at once or throw', async () => {
    traces = new KeptTraces();
    const answers = { execute: () => 7 as unknown };
    const fails = {
      execute: (): unknown => {
        throw new OutOfTea('conflict');
      },
    };
    traceUseCase(answers, 'CountTea');
    traceUseCase(fails, 'PourTea');
    expect(answers.execute()).toBe(7);
    expect(() => fails.execute()).toThrow(OutOfTea);
    expect((await traces.spans()).map(({ name }) => name)).toEqual(['CountTea', 'PourTea']);
  });

  it.each([undefined, null, '', 'nonsense', `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01`])(
    'that %j has led to leads back to nothing',
    async (cause) => {
      traces = new KeptTraces();
      await tracing?.apart({ name: 'whole' }, [cause], async () => undefined);
      expect((await traces.named('whole'))[0]?.links).toEqual([]);
    },
  );
});
