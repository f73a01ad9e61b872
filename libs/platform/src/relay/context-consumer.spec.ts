import { setTimeout as work } from 'node:timers/promises';
import { newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { tracing } from '#platform/tracing';
import { BrokerClient, describeWithBroker, testAmqpUrl } from '../../../../test/support/broker.js';
import { type OpenDatabase, openSqlite } from '../../../../test/support/databases.js';
import { outboxOf } from '../../../../test/support/events.js';
import { RelayingProcess } from '../../../../test/support/relaying.js';
import { putOnShelf, shelvesSchema, stockOf } from '../../../../test/support/shelves.js';
import { signal } from '../../../../test/support/signal.js';
import { openTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.js';
import { eventually, until } from '../../../../test/support/until.js';
import { KeptTraces } from '../tracing/testing/index.js';

describeWithBroker('a context apart', () => {
  let open: OpenDatabase;
  let broker: BrokerClient;
  let proxy: TcpProxy;
  let main: RelayingProcess;
  let apart: RelayingProcess[];
  let id: string;
  beforeEach(async () => {
    open = await openSqlite([eventsSchema, shelvesSchema]);
    broker = await BrokerClient.open();
    const { hostname, port } = new URL(testAmqpUrl ?? '');
    proxy = await openTcpProxy(hostname, Number(port || 5672));
    main = new RelayingProcess(open.database, { url: testAmqpUrl ?? '', exchange: broker.exchange }).start();
    apart = [];
    id = newId();
  });
  afterEach(async () => {
    await Promise.all([main, ...apart].map((process) => process.stop()));
    await proxy.close();
    await broker.close('doors');
    await open.close();
  });

  /** One more process of the context, behind the proxy, not started yet. */
  function aProcess(): RelayingProcess {
    const url = new URL(testAmqpUrl ?? '');
    url.host = `127.0.0.1:${proxy.port}`;
    const process = new RelayingProcess(open.database, { url: url.href, exchange: broker.exchange, own: 'doors' });
    apart.push(process);
    return process;
  }

  const addOne = async () => {
    await open.database.execute('UPDATE shelves SET stock = stock + 1 WHERE id = ?', [id]);
  };
  const queue = () => `${broker.exchange}.doors`;
  const inboxHolds = (rows: number) =>
    until(async () => (await open.database.query("SELECT * FROM inbox WHERE handler = 'Open'")).length === rows);

  it('reacts in a trace that leads back to where the event was recorded, and to nowhere where a header lies', async () => {
    const traces = new KeptTraces();
    await putOnShelf(open.database, id);
    aProcess().on('lamp.lit', 'Open', addOne).start();
    const copies = await broker.listen();
    await tracing?.apart({ name: 'change' }, [], () => main.record(id, 1, 'lamp.lit'));
    const [message] = await broker.take(copies, 1);
    await inboxHolds(1);
    const lying = { ...message!.properties, headers: { traceparent: 'nonsense' } };
    broker.channel.publish(broker.exchange, 'lamp.lit', message!.content, lying);
    const links = await eventually(
      async () => (await traces.named('Open')).map((span) => span.links.map(({ context }) => context.traceId)),
      (found) => found.length === 2,
    );
    const [change] = await traces.named('change');
    expect(links).toEqual([[change?.spanContext().traceId], []]);
    await traces.stop();
  });

  it('[P17] has the effect of an event once, however often the broker brings it', async () => {
    await putOnShelf(open.database, id);
    const copies = await broker.listen();
    aProcess().on('lamp.lit', 'Open', addOne).start();
    await main.record(id, 1, 'lamp.lit');
    const [message] = await broker.take(copies, 1);
    for (let n = 0; n < 5; n++) {
      broker.channel.publish(broker.exchange, 'lamp.lit', message!.content, { ...message!.properties });
    }
    await main.record(newId(), 1, 'lamp.lit');
    await inboxHolds(2);
    // The last event came after all the copies, and adds one itself.
    expect(await stockOf(open.database, id)).toBe(2);
  });

  it('hears what happened before it ran, in the sequence of the aggregate', async () => {
    const heard: string[] = [];
    for (const [index, type] of ['lamp.lit', 'lamp.out', 'lamp.lit', 'lamp.out'].entries()) {
      await main.record(id, index + 1, type);
    }
    await until(async () => (await main.line.length()) === 0);
    const hear = async ({ type }: { type: string }) => void heard.push(type);
    aProcess().on('lamp.lit', 'Light', hear).on('lamp.out', 'Dark', hear).start();
    await until(() => heard.length === 4);
    expect(heard).toEqual(['lamp.lit', 'lamp.out', 'lamp.lit', 'lamp.out']);
  });

  it('has one process at work at a time, and another takes over with what the first had not finished', async () => {
    const begun = signal();
    const stuck = signal();
    const first = aProcess().on('lamp.lit', 'Open', async () => {
      begun.give();
      await stuck.given;
    });
    first.start();
    await main.record(id, 1, 'lamp.lit');
    await begun.given;
    const done = jest.fn(async () => undefined);
    const { hostname, port } = new URL(testAmqpUrl ?? '');
    const way = await openTcpProxy(hostname, Number(port || 5672));
    const url = new URL(testAmqpUrl ?? '');
    url.host = `127.0.0.1:${way.port}`;
    const second = new RelayingProcess(open.database, { url: url.href, exchange: broker.exchange, own: 'doors' });
    apart.push(second.on('lamp.lit', 'Open', done).start());
    expect(done).not.toHaveBeenCalled();
    await proxy.close();
    stuck.give();
    await until(async () => (await broker.waiting(queue())) === 0);
    await inboxHolds(1);
    await way.close();
  });

  it('takes no more messages once it is told to stop, however many wait', async () => {
    const [begun, released] = [jest.fn(), signal()];
    const process = aProcess().on('lamp.lit', 'Open', async () => {
      begun();
      await released.given;
      await work(10);
    });
    for (let n = 0; n < 60; n++) await main.record(newId(), 1, 'lamp.lit');
    await until(async () => (await main.line.length()) === 0);
    process.start();
    await until(() => begun.mock.calls.length > 0);
    const stopped = process.stop();
    released.give();
    await stopped;
    // Those it had been given already.
    expect(begun.mock.calls.length).toBeLessThanOrEqual(20);
  });

  it('goes on after the connection was cut', async () => {
    await putOnShelf(open.database, id);
    aProcess().on('lamp.lit', 'Open', addOne).start();
    for (let n = 1; n <= 3; n++) {
      await main.record(id, n, 'lamp.lit');
      await inboxHolds(n);
      proxy.cut();
    }
    expect(await stockOf(open.database, id)).toBe(3);
  });

  it('tries again what fails, keeps back what follows of that aggregate, and delays no other', async () => {
    const heard: string[] = [];
    let broken = true;
    const other = newId();
    const hear = async ({ type, lampId }: { type: string; lampId?: string }) => {
      if (broken && lampId === id) throw new Error('not yet');
      heard.push(`${lampId === id ? 'broken' : 'well'} ${type}`);
    };
    const process = aProcess().on('lamp.lit', 'Light', hear).on('lamp.out', 'Dark', hear);
    process.start();
    await main.record(id, 1, 'lamp.lit', 'lamp.out');
    await main.record(other, 1, 'lamp.lit', 'lamp.out');
    await until(() => heard.length === 2);
    broken = false;
    await until(() => heard.length === 4);
    expect(heard).toEqual(['well lamp.lit', 'well lamp.out', 'broken lamp.lit', 'broken lamp.out']);
  });

  it('puts what is no event into the dead queue, where health sees it', async () => {
    aProcess()
      .on('lamp.lit', 'Open', async () => undefined)
      .start();
    await main.record(id, 1, 'lamp.lit');
    await inboxHolds(1);
    broker.channel.publish(broker.exchange, 'lamp.lit', Buffer.from('{"specversion":"1.0"}'));
    const state = await eventually(
      () => main.health.state(),
      // What the consumer has taken may not be recorded as handed over yet.
      (seen) => (seen?.queues?.['doors']?.dead ?? 0) > 0 && seen?.inLine === 0,
    );
    expect(state).toEqual({
      status: 'degraded',
      inLine: 0,
      queues: { doors: { consumers: 1, waiting: 0, dead: 1 } },
    });
  });

  it('leaves what it records itself to the main process', async () => {
    const heard = jest.fn(async () => undefined);
    main.on('door.opened', 'Ring', heard);
    const process = aProcess();
    process.on('lamp.lit', 'Open', () => process.record(`${id}d`, 1, 'door.opened')).start();
    await main.record(id, 1, 'lamp.lit');
    await until(() => heard.mock.calls.length > 0);
    await until(async () => (await outboxOf(open.database, `${id}d`)).every(({ status }) => status === 'delivered'));
  });
});
