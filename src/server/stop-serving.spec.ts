import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createHttpAdapter, type EnvelopeAdapter } from '#platform/http';
import { signal } from '../../test/support/signal.js';
import { until } from '../../test/support/until.js';
import { stopServing } from './stop-serving.js';

const LAME_DUCK = 300;

describe('[P45] a server that stops', () => {
  let adapter: EnvelopeAdapter;
  let port: number;
  let work: () => Promise<unknown>;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  beforeEach(async () => {
    adapter = createHttpAdapter({ trustProxy: [] } as never);
    adapter.getInstance().get('/things', () => work());
    await adapter.getInstance().listen({ port: 0, host: '127.0.0.1' });
    port = (adapter.getInstance().server.address() as AddressInfo).port;
    work = () => Promise.resolve({});
  });
  afterEach(async () => {
    agent.destroy();
    await adapter.getInstance().close();
  });

  /** Over one connection that is kept open as long as the server lets it. */
  async function get(): Promise<{ status: number | undefined; connection: string | undefined }> {
    const [response] = (await once(request({ port, path: '/things', agent }).end(), 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return { status: response.statusCode, connection: response.headers.connection };
  }

  it('goes on serving for a moment, and asks its clients to close their connections', async () => {
    expect(await get()).toEqual({ status: 200, connection: 'keep-alive' });
    const stopped = stopServing(adapter, LAME_DUCK);
    expect(await get()).toEqual({ status: 200, connection: 'close' });
    expect(await get()).toEqual({ status: 200, connection: 'close' });
    await stopped;
    await expect(get()).rejects.toThrow('ECONNREFUSED');
  });

  it('answers what has arrived, however long that takes', async () => {
    const { given, give } = signal();
    work = () => given.then(() => ({}));
    const answer = get();
    await until(() => adapter.gate.inFlight === 1);
    const stopped = jest.fn();
    const stopping = stopServing(adapter, 0).then(stopped);
    // One that is let in all the same waits like the first: it is given up, and another one tries.
    await until(() =>
      fetch(`http://127.0.0.1:${port}/things`, { signal: AbortSignal.timeout(200) }).then(
        () => false,
        (error: Error) => error.name !== 'TimeoutError',
      ),
    );
    expect(stopped).not.toHaveBeenCalled();
    give();
    expect((await answer).status).toBe(200);
    await stopping;
  });

  it('does not wait for a request whose body never comes', async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    const closed = once(socket, 'close');
    await once(socket, 'connect');
    socket.write(
      'POST /things HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    await get();
    await stopServing(adapter, 0);
    await closed;
  });
});
