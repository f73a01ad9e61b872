import { QueryFailedError } from 'typeorm';
import { Activity, within } from '#platform/activity';
import { createLogger, JsonLogger } from '#platform/observability';
import { tracing } from '#platform/tracing';
import { KeptTraces } from '../tracing/testing/index.js';

const SECRET = 'planted-13800138000';

describe('JsonLogger', () => {
  let lines: string[];
  let log: JsonLogger;
  beforeEach(() => {
    lines = [];
    log = new JsonLogger(createLogger('trace', { write: (line) => void lines.push(line) }));
  });
  const written = () => JSON.parse(lines.at(-1) ?? 'null') as unknown;

  /** As TypeORM throws it: with the values in the message, in `parameters`, and in what the driver says. */
  function failedQuery(): Error {
    const driverError = Object.assign(new Error(`Duplicate entry '${SECRET}'`), {
      code: 'ER_DUP_ENTRY',
      errno: 1062,
      sql: `INSERT INTO users VALUES ('${SECRET}')`,
      sqlMessage: `Duplicate entry '${SECRET}'`,
    });
    return new QueryFailedError('INSERT INTO users VALUES (?)', [SECRET], driverError);
  }

  it.each<[string, (error: Error) => void]>([
    ['as err', (err) => log.error({ err }, 'Failed', 'Orders')],
    ['as err without a text', (err) => log.error({ err }, 'Orders')],
    ['under another name', (error) => log.error({ error, cause: error }, 'Failed', 'Orders')],
    ['by itself', (error) => log.error(error, 'Failed')],
    ['by itself without a text', (error) => log.warn(error)],
  ])('never prints the values of a failed statement, given %s', (_, write) => {
    write(failedQuery());
    expect(lines.join()).not.toContain(SECRET);
    expect(lines.join()).toContain('ER_DUP_ENTRY');
    expect(lines.join()).toContain('INSERT INTO users VALUES (?)');
    expect(lines.join()).toContain('logger.spec');
  });

  it('prints what any other error says, where it was thrown, and no property of its own', () => {
    const err = Object.assign(new TypeError('Not a time'), { code: 'E_TIME', request: SECRET });
    log.error({ err, orderId: 'o1' }, 'Failed', 'Orders');
    expect(written()).toMatchObject({
      msg: 'Failed',
      orderId: 'o1',
      err: { type: 'TypeError', message: 'Not a time', code: 'E_TIME', stack: expect.stringContaining('logger.spec') },
    });
    expect(lines.join()).not.toContain(SECRET);
  });

  it('tells only the type of what was thrown and is no error', () => {
    log.error({ err: SECRET }, 'Failed');
    expect(written()).toMatchObject({ err: { type: 'string' } });
    expect(lines.join()).not.toContain(SECRET);
  });

  it('says of which request and trace a line is, also where nobody traces', () => {
    const actor = { kind: 'shopper', id: 'u1', ip: null, requestId: 'r1' } as const;
    within(
      new Activity(
        'GET /tea',
        () => actor,
        () => 'of the gateway',
      ),
      () => log.log('Poured', 'Tea'),
    );
    expect(written()).toMatchObject({ requestId: 'r1', traceId: 'of the gateway', msg: 'Poured' });
    log.log('Poured', 'Tea');
    expect(written()).not.toHaveProperty('requestId');
    expect(written()).not.toHaveProperty('traceId');
  });

  it('says of which trace a line is that belongs to no request', async () => {
    const traces = new KeptTraces();
    await tracing?.apart({ name: 'job' }, [], async () => log.log('Poured', 'Tea'));
    const [job] = await traces.named('job');
    expect(written()).toMatchObject({ traceId: job?.spanContext().traceId });
    await traces.stop();
  });

  it('leaves a line alone that says itself of which request it is', () => {
    within(new Activity('GET /tea', () => ({ kind: 'system', id: 's', ip: null, requestId: 'r1' })), () => {
      log.error({ requestId: 'r2' }, 'Failed', 'Tea');
    });
    expect(lines.at(-1)?.match(/requestId/g)).toHaveLength(1);
    expect(written()).toMatchObject({ requestId: 'r2' });
  });

  it('prints text with the name of who says it', () => {
    log.warn('Something odd', 'Orders');
    expect(written()).toMatchObject({ level: 40, context: 'Orders', msg: 'Something odd' });
  });
});
