import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../../test/support/until.js';
import { tracing } from '#platform/tracing';
import { KeptTraces } from '../tracing/testing/index.js';
import { Gathering, type GatheringLimits, TooManyWaiting } from './gathering.js';
import { figure } from '../../../../test/support/figures.js';

const LIMITS: GatheringLimits = {
  name: 'test',
  maxBatch: 4,
  lanes: 2,
  maxQueue: 20,
  maxQueuePerOwner: 10,
  timeout: 60_000,
};

/** Lists that wait for the test to answer them. */
class Decisions {
  readonly lists: string[][] = [];
  private readonly ends: { resolve: () => void; reject: (error: Error) => void }[] = [];

  readonly decideAll = async (commands: readonly string[]): Promise<string[]> => {
    this.lists.push([...commands]);
    await new Promise<void>((resolve, reject) => this.ends.push({ resolve, reject }));
    return commands.map((command) => command.toUpperCase());
  };

  answer(list: number): void {
    this.ends[list]?.resolve();
  }

  fail(list: number, error: Error): void {
    this.ends[list]?.reject(error);
  }
}

describe('a gathering', () => {
  const turn = () => new Promise(setImmediate);
  let decisions: Decisions;
  beforeEach(() => {
    decisions = new Decisions();
  });
  const gathering = (limits: Partial<GatheringLimits> = {}, now?: () => number) =>
    new Gathering(decisions.decideAll, { ...LIMITS, ...limits }, (command) => command.charAt(0), undefined, now);

  const ask = (one: Gathering<string, string>, ...commands: readonly string[]) =>
    Promise.allSettled(commands.map((command) => one.decide(command)));

  it('decides together what comes in one turn, and each hears its own answer', async () => {
    const one = gathering();
    const answers = Promise.all(['a', 'b', 'c'].map((command) => one.decide(command)));
    await turn();
    expect(decisions.lists).toEqual([['a', 'b', 'c']]);
    decisions.answer(0);
    expect(await answers).toEqual(['A', 'B', 'C']);
  });

  it('decides what came meanwhile together when the list before is decided', async () => {
    const one = gathering({ lanes: 1 });
    for (const commands of [['a'], ['b'], ['c', 'd']]) {
      void ask(one, ...commands);
      await turn();
    }
    expect(decisions.lists).toEqual([['a']]);
    decisions.answer(0);
    await turn();
    await turn();
    expect(decisions.lists).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('tells how many it decides together, and how many wait', async () => {
    const of = { gathering: 'test' };
    const [lists = 0, commands = 0] = [
      await figure('gathering_batch_size_count', of),
      await figure('gathering_batch_size_sum', of),
    ];
    const one = gathering({ lanes: 1 });
    const answers = ask(one, 'a', 'b', 'c');
    await turn();
    const more = ask(one, 'd', 'e');
    expect(await figure('gathering_waiting', of)).toBe(2);
    decisions.answer(0);
    await answers;
    await turn();
    decisions.answer(1);
    await more;
    expect(await figure('gathering_batch_size_count', of)).toBe(lists + 2);
    expect(await figure('gathering_batch_size_sum', of)).toBe(commands + 5);
    expect(await figure('gathering_waiting', of)).toBe(0);
  });

  it('opens another lane when half a list waits, and no more lanes than it may', async () => {
    const one = gathering();
    for (const commands of [['a'], ['b'], ['c'], ['d', 'e', 'f', 'g']]) {
      void ask(one, ...commands);
      await turn();
    }
    expect(decisions.lists).toEqual([['a'], ['b', 'c']]);
  });

  it('opens another lane beside a list that is slow', async () => {
    let now = 0;
    const one = gathering({}, () => now);
    void ask(one, 'a');
    await turn();
    now = 49;
    void ask(one, 'b');
    await turn();
    expect(decisions.lists).toEqual([['a']]);
    now = 50;
    void ask(one, 'c');
    await turn();
    expect(decisions.lists).toEqual([['a'], ['b', 'c']]);
  });

  it('opens it also when nobody comes any more', async () => {
    const one = gathering({ timeout: 200 });
    void ask(one, 'a');
    await turn();
    void ask(one, 'b');
    await until(() => Promise.resolve(decisions.lists.length === 2));
    expect(decisions.lists).toEqual([['a'], ['b']]);
  });

  it('takes no more than so many together', async () => {
    const one = gathering();
    void ask(one, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
    await turn();
    expect(decisions.lists.map(({ length }) => length)).toEqual([4, 4]);
  });

  it('lets owners take turns, so that nobody waits behind all that another one wants', async () => {
    const one = gathering({ lanes: 1 });
    void ask(one, 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'c1');
    await turn();
    expect(decisions.lists).toEqual([['a1', 'b1', 'c1', 'a2']]);
  });

  it('refuses at once what is more than may wait, in all or of one owner, and says when to come back', async () => {
    const one = gathering({ maxQueue: 3, maxQueuePerOwner: 2 });
    void ask(one, 'a', 'a');
    const refusal = await one.decide('a').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TooManyWaiting);
    expect(refusal).toMatchObject({ code: 503, description: { kind: 'unavailable' } });
    expect([1, 2, 3]).toContain((refusal as TooManyWaiting).retryAfterSeconds);
    void ask(one, 'b');
    await expect(one.decide('c')).rejects.toThrow(TooManyWaiting);
    await turn();
    expect(decisions.lists).toEqual([['a', 'b', 'a']]);
  });

  it('refuses who has waited for too long while the lanes were taken, and never decides it', async () => {
    let now = 0;
    const one = gathering({ lanes: 1, timeout: 20 }, () => now);
    const first = one.decide('a');
    await turn();
    const late = one.decide('b').catch((error: unknown) => error);
    await turn();
    now = 20;
    expect(await late).toBeInstanceOf(TooManyWaiting);
    const next = one.decide('c');
    decisions.answer(0);
    expect(await first).toBe('A');
    await turn();
    await turn();
    expect(decisions.lists).toEqual([['a'], ['c']]);
    decisions.answer(1);
    expect(await next).toBe('C');
  });

  it('fails those of a list that failed as a whole, and goes on', async () => {
    const one = gathering({ lanes: 1 });
    const outcomes = ask(one, 'a', 'b');
    await turn();
    const next = one.decide('c');
    decisions.fail(0, new Error('the lights went out'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    decisions.answer(1);
    expect(await next).toBe('C');
  });

  it('takes a list that is not answered whole for a failure', async () => {
    const one = new Gathering<string, string>(() => Promise.resolve(['only one']), LIMITS);
    const outcomes = await ask(one, 'a', 'b');
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it("decides in nobody's name: what is open around the first caller is not open around the list", async () => {
    const storage = new AsyncLocalStorage<string>();
    const one = new Gathering((list) => Promise.resolve(list.map(() => storage.getStore())), LIMITS);
    const answer = storage.run('mine', async () => [await one.decide('a'), storage.getStore()]);
    expect(await answer).toEqual([undefined, 'mine']);
  });

  it('is idle when all that it took on has been answered', async () => {
    const one = gathering({ lanes: 1 });
    const answered: string[] = [];
    for (const command of ['a1', 'a2']) void one.decide(command).then((answer) => answered.push(answer));
    await turn();
    void one.decide('b').then((answer) => answered.push(answer));
    const idle = one.idle().then(() => answered.push('idle'));
    decisions.answer(0);
    await turn();
    await turn();
    decisions.answer(1);
    await idle;
    await pause(0);
    expect(answered).toEqual(['A1', 'A2', 'B', 'idle']);
    await one.idle();
  });

  describe('in traces', () => {
    let traces: KeptTraces;
    beforeEach(() => {
      traces = new KeptTraces();
    });
    afterEach(() => traces.stop());

    /** Each command in a trace of its own; what the list decides is told by where each command's aggregate is changed for. */
    const decideEach = async (...commands: readonly string[]) => {
      const told: (string | undefined)[] = [];
      const one = new Gathering<string, string>(
        async (list) => {
          told.push(...list.map((command) => tracing?.causeOf(`of ${command}`)?.traceparent));
          return list;
        },
        LIMITS,
        undefined,
        (command) => `of ${command}`,
      );
      const ask = async (command: string) => tracing?.apart({ name: command }, [], () => one.decide(command));
      await Promise.all(commands.map(ask));
      const [together, ...others] = await traces.named('gathered test');
      expect(others).toEqual([]);
      const asked = await Promise.all(commands.map(async (command) => (await traces.named(command))[0]));
      return { together, asked, told };
    };

    it('is a part of what its only command came from', async () => {
      const { together, asked, told } = await decideEach('a');
      expect(together?.parentSpanContext?.spanId).toBe(asked[0]?.spanContext().spanId);
      expect(told[0]).toContain(together?.spanContext().spanId);
    });

    it('of several is a trace of its own, and each leads to the other', async () => {
      const { together, asked, told } = await decideEach('a', 'b', 'c');
      expect(together?.parentSpanContext).toBeUndefined();
      expect(together?.attributes).toEqual({ 'jishi.gathered': 3 });
      const idsOf = (links: readonly { context: { spanId: string } }[] = []) =>
        links.map(({ context }) => context.spanId);
      const places = asked.map((span) => span?.spanContext().spanId);
      expect(idsOf(together?.links)).toEqual(places);
      for (const span of asked) expect(idsOf(span?.links)).toEqual([together?.spanContext().spanId]);
      expect(told.map((traceparent) => traceparent?.split('-')[2])).toEqual(places);
    });
  });
});
