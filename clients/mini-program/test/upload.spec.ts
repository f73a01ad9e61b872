import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createShop, wxPlatform } from '../src/index.js';
import { WxShim } from './support/wx-shim.js';

const image = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 13, 10]);

describe('an upload', () => {
  let folder: string;
  let filePath: string;
  let server: Server;
  let baseUrl: string;
  let uploads: { authorization: string; type: string; body: Buffer }[];
  let answers: [status: number, body: string][];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-upload-'));
    filePath = join(folder, 'tea.png');
    writeFileSync(filePath, image);
    let logins = 0;
    server = createServer((request, response) => {
      void take(request).then(({ path, ...upload }) => {
        const code = `{"code":200,"message":"","requestId":"r","data":`;
        const login = `{"accessToken":"T${(logins += 1)}","refreshToken":"R","expiresIn":3600}`;
        if (path !== '/api/v1/uploads') return response.end(`${code}${login}}`);
        uploads.push(upload);
        const [status, body] = answers.shift() ?? [201, `${code}{"url":"https://shop.test/tea.png"}}`];
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    [uploads, answers] = [[], []];
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = () => {
    const wx = new WxShim({ code: () => 'c', pay: async () => undefined });
    return createShop({ baseUrl, platform: wxPlatform(wx), retryBaseMs: 1 });
  };
  const refusal = (code: number) => JSON.stringify({ code, message: 'no', data: null, requestId: 'r' });

  it('sends the file as `file`, and reads the answer, which comes as a string', async () => {
    expect(await start().upload(filePath)).toEqual({ url: 'https://shop.test/tea.png' });
    expect(uploads[0]?.type).toMatch(/^multipart\/form-data; boundary=/);
    const body = uploads[0]?.body ?? Buffer.alloc(0);
    expect(body.toString('latin1')).toMatch(/form-data; name="file"; filename="tea.png"/);
    expect(body.includes(image)).toBe(true);
  });

  it('is replayed once after a renewal', async () => {
    answers = [[401, refusal(1103)]];
    await start().upload(filePath);
    expect(new Set(uploads.map(({ authorization }) => authorization)).size).toBe(2);
  });

  it('is refused with the code of the shop, and not sent again', async () => {
    answers = [[413, refusal(413)]];
    await expect(start().upload(filePath)).rejects.toMatchObject({ kind: 'refused', code: 413, status: 413 });
    answers = [[503, 'down']];
    await expect(start().upload(filePath)).rejects.toMatchObject({ kind: 'garbled', status: 503 });
    expect(uploads).toHaveLength(2);
  });

  it('of a file that is not there fails', async () => {
    await expect(start().upload(join(folder, 'none.png'))).rejects.toMatchObject({ kind: 'network' });
  });
});

async function take(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { authorization = '', 'content-type': type = '' } = request.headers;
  return { path: request.url ?? '', authorization, type, body: Buffer.concat(chunks) };
}
