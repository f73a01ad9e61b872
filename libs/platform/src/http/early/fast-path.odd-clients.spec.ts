import { Logger } from '@nestjs/common';
import { fast, FastPathServer, get } from '../../../../../test/support/fast-path-server.js';
import { eventually } from '../../../../../test/support/until.js';

describe('[P48] the fast path, of clients that mean no good,', () => {
  let at: FastPathServer;
  beforeAll(() => void Logger.overrideLogger(false));
  beforeEach(async () => {
    at = await FastPathServer.open();
  });
  afterEach(() => at.close());

  describe('hands the server nothing of who has gone', () => {
    const goneWhileAsked = async (more: string, found: string | null) => {
      let end = () => undefined as void;
      at.answer = () => new Promise((resolve) => (end = () => resolve(found)));
      const { ask, socket, arrived } = await at.open();
      await ask(get('/1'), 1);
      socket.write(get('/2'));
      await eventually(
        () => at.asked,
        ({ length }) => length > 0,
      );
      socket.write(more);
      await arrived();
      socket.resetAndDestroy();
      await eventually(
        () => new Promise<number>((resolve) => at.server.getConnections((_, count) => resolve(count))),
        (count) => count === 0,
      );
      return end;
    };

    it.each<[string, string, string | null]>([
      ['which was not answered after all', '', null],
      ['what it sent meanwhile', get('/3'), fast('/2')],
      ['both', get('/3'), null],
    ])('%s', async (_, more, found) => {
      const handled: (string | undefined)[] = [];
      at.server.on('request', ({ url }) => handled.push(url));
      const end = await goneWhileAsked(more, found);
      // Another one, which Node may have given the same parser.
      const other = await at.open();
      await other.ask(get('/other'), 1);
      end();
      await at.path.close();
      await other.ask(get('/next'), 2);
      expect(handled).toEqual(['/1', '/other', '/next']);
      expect(other.said()).toEqual(['server /other', 'server /next']);
    });
  });

  it('takes no body for requests, whatever lengths they speak of', async () => {
    at.listener = (request, response) => {
      response.setHeader('X-Type', 'x/y');
      response.end(`server ${request.url};`);
    };
    const { said, socket, arrived, ask } = await at.open();
    const swallowed = `${get('/1')}GET /2 HTTP/1.1\r\nX: `;
    const body = `POST /x HTTP/1.1\r\nHost: shop\r\nContent-Length: ${swallowed.length}\r\n\r\n`;
    // The server answers before the body comes, which by itself looks like the head of a request with a body.
    for (const bytes of [`POST /0 HTTP/1.1\r\nHost: shop\r\nContent-Length: ${body.length}\r\n\r\n`, body, swallowed]) {
      socket.write(bytes);
      await arrived();
    }
    await eventually(said, ({ length }) => length >= 2);
    socket.write(get('/smuggled'));
    await arrived();
    await ask(`\r\n${get('/end')}`, 3).catch(() => undefined);
    expect(at.asked).toEqual([]);
    expect(said().some((one) => one.startsWith('fast'))).toBe(false);
  });
});
