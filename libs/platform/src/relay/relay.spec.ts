import { newId } from '#kernel';
import { eventsSchema } from '#platform/events';
import { tracing } from '#platform/tracing';
import { BrokerClient, describeWithBroker, testAmqpUrl } from '../../../../test/support/broker.js';
import { type OpenDatabase, openSqlite } from '../../../../test/support/databases.js';
import { RelayingProcess } from '../../../../test/support/relaying.js';
import { openTcpProxy, type TcpProxy } from '../../../../test/support/tcp-proxy.js';
import { eventually, until } from '../../../../test/support/until.js';
import { KeptTraces } from '../tracing/testing/index.js';

describeWithBroker('the relay', () => {
  let open: OpenDatabase;
  let broker: BrokerClient;
  let proxy: TcpProxy;
  let process: RelayingProcess;
  beforeEach(async () => {
    open = await openSqlite([eventsSchema]);
    broker = await BrokerClient.open();
    const { hostname, port } = new URL(testAmqpUrl ?? '');
    proxy = await openTcpProxy(hostname, Number(port || 5672));
  });
  afterEach(async () => {
    await process.stop();
    await proxy.close();
    await broker.close('doors');
    await open.close();
  });

  function start(apart: readonly string[] = []): RelayingProcess {
    const url = new URL(testAmqpUrl ?? '');
    url.host = `127.0.0.1:${proxy.port}`;
    process = new RelayingProcess(open.database, { url: url.href, exchange: broker.exchange, apart }).start();
    return process;
  }

  const connected = () => until(() => process.publisher.connected !== null);
  const lineIs = (length: number) => until(async () => (await process.line.length()) === length);
  const bodies = async (queue: string, enough: number) =>
    (await broker.take(queue, enough)).map(({ content }) => JSON.parse(content.toString()) as { type: string });

  it('publishes an event under its type, to be kept, with its id, as a cloud event', async () => {
    const queue = await broker.listen('lamp.lit');
    const id = newId();
    await start().record(id, 1, 'lamp.lit', 'lamp.out');
    const [message, ...others] = await broker.take(queue, 1);
    expect(others).toEqual([]);
    const body = JSON.parse(message?.content.toString() ?? '') as { id: string };
    expect(body).toMatchObject({ source: '/jishi/lamps', subject: id, aggregateversion: 1, data: { lampId: id } });
    expect(message?.properties).toMatchObject({
      messageId: body.id,
      type: 'lamp.lit',
      deliveryMode: 2,
      contentType: 'application/cloudevents+json',
    });
    await lineIs(0);
  });

  it('says in a header where in a trace an event was recorded, and nothing where it was in none', async () => {
    const traces = new KeptTraces();
    const queue = await broker.listen();
    start();
    await tracing?.apart({ name: 'change' }, [], () => process.record(newId(), 1, 'lamp.lit'));
    const [traced] = await broker.take(queue, 1);
    const [change] = await traces.named('change');
    const { traceId = '', spanId = '' } = change?.spanContext() ?? {};
    expect(traced?.properties.headers).toEqual({ traceparent: `00-${traceId}-${spanId}-01` });
    await traces.stop();
    await process.record(newId(), 1, 'lamp.out');
    const [untraced] = await broker.take(queue, 1);
    expect(untraced?.properties.headers).toEqual({});
  });

  it('publishes nothing that no context has declared to be published', async () => {
    const queue = await broker.listen();
    await start().record(newId(), 1, 'secret.kept', 'lamp.lit');
    expect((await bodies(queue, 1)).map(({ type }) => type)).toEqual(['lamp.lit']);
  });

  it('[F07, P18] records while the broker is away, and publishes in the sequence of the aggregate when it is back', async () => {
    const queue = await broker.listen();
    await proxy.close();
    start();
    const id = newId();
    await process.record(id, 1, 'lamp.lit');
    await process.record(id, 2, 'lamp.out');
    await process.record(id, 3, 'lamp.lit');
    await process.bus.idle();
    expect(await process.line.length()).toBe(3);
    expect(await process.health.state()).toEqual({ status: 'degraded', inLine: 3 });
    const { hostname, port } = new URL(testAmqpUrl ?? '');
    proxy = await openTcpProxy(hostname, Number(port || 5672), { at: proxy.port });
    expect((await bodies(queue, 3)).map(({ type }) => type)).toEqual(['lamp.lit', 'lamp.out', 'lamp.lit']);
    await lineIs(0);
    expect(await process.health.state()).toEqual({ status: 'up', inLine: 0 });
  });

  it('connects again by itself when the connection is cut, as often as that is', async () => {
    const queue = await broker.listen();
    start();
    for (let n = 1; n <= 3; n++) {
      await connected();
      proxy.cut();
      await process.record(newId(), 1, 'lamp.lit');
    }
    expect(await bodies(queue, 3)).not.toHaveLength(0);
    await lineIs(0);
  });

  it('[P18] keeps in line what a silent broker has not confirmed, and gives up the connection', async () => {
    const queue = await broker.listen();
    start();
    await connected();
    proxy.freeze();
    await process.record(newId(), 1, 'lamp.lit');
    await until(() => process.publisher.connected === null);
    expect(await process.line.length()).toBe(1);
    proxy.thaw();
    await bodies(queue, 1);
    await lineIs(0);
  });

  it('keeps in line what no queue of a context apart takes, and declares the queue again', async () => {
    start(['doors']);
    await connected();
    const queue = `${broker.exchange}.doors`;
    await broker.channel.deleteQueue(queue);
    await process.record(newId(), 1, 'lamp.lit');
    await lineIs(0);
    expect(await broker.waiting(queue)).toBe(1);
  });

  it('has the queue of a context apart ready before any of its processes has ever run, and says that nobody listens', async () => {
    await start(['doors']).record(newId(), 1, 'lamp.lit');
    await lineIs(0);
    expect(await process.health.state()).toEqual({
      status: 'degraded',
      inLine: 0,
      queues: { doors: { consumers: 0, waiting: 1, dead: 0 } },
    });
  });

  it('owes a context that comes to run apart what was delivered before without it', async () => {
    const fails = jest.fn(async () => undefined).mockRejectedValue(new Error('not yet'));
    start().on('lamp.lit', 'Open', fails);
    const id = newId();
    await process.record(id, 1, 'lamp.lit');
    await eventually(
      () => fails.mock.calls.length,
      (calls) => calls > 0,
    );
    await lineIs(0);
    await process.stop();
    start(['doors']);
    await connected();
    await until(async () => (await broker.waiting(`${broker.exchange}.doors`)) === 1);
  });
});
