import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

const program = join(__dirname, '../../dist/libs/wechat-simulator/src/main.js');

describe('the simulator that runs alone', () => {
  let child: ChildProcess;
  let printed = '';

  const environment = () => parseEnv(printed);

  beforeAll(async () => {
    const { PATH } = process.env;
    const flags = ['--port', '0', '--app-id', 'wx0123456789abcdef', '--push-url', 'http://127.0.0.1:9/push'];
    child = spawn(process.execPath, [program, ...flags], { env: { PATH }, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      child.stdout?.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
        if (printed.includes('WECHAT_SIMULATOR_PLATFORM_PRIVATE_KEY=')) resolve();
      });
    });
  });
  afterAll(() => child.kill('SIGKILL'));

  it('prints everything a shop must be given, as an environment', () => {
    expect(environment()).toMatchObject({ WECHAT_APP_ID: 'wx0123456789abcdef' });
    expect(createPrivateKey(environment()['WECHAT_PAY_MCH_PRIVATE_KEY'] ?? '').asymmetricKeyType).toBe('rsa');
    expect(environment()['WECHAT_PAY_BASE_URL']).toBe(environment()['WECHAT_API_BASE_URL']);
  });

  it('says what to do when it cannot start', async () => {
    const port = new URL(environment()['WECHAT_API_BASE_URL'] ?? '').port;
    for (const [flags, said] of [
      [['--port', port], `port ${port} is taken: stop what listens there, or choose another with --port`],
      [['--speed', '3'], '--help lists the flags'],
    ] as const) {
      const { status, stderr } = spawnSync(process.execPath, [program, ...flags], { encoding: 'utf8' });
      expect(stderr).toContain(said);
      expect(stderr).not.toContain('    at ');
      expect(status).toBe(1);
    }
  });

  it('carries its page and its credentials, from what was built', async () => {
    const url = environment()['WECHAT_API_BASE_URL'] ?? '';
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    for (const file of ['app.js', 'words.js', 'page.css', 'parts.css', 'icon.svg']) {
      expect((await fetch(`${url}/_simulator/page/${file}`)).status).toBe(200);
    }
    const pem = await (await fetch(`${url}/_simulator/credentials/merchant-private-key.pem`)).text();
    expect(pem.trim()).toBe(environment()['WECHAT_PAY_MCH_PRIVATE_KEY']?.trim());
    expect(await (await fetch(`${url}/_simulator/state`)).json()).toMatchObject({
      push: { url: 'http://127.0.0.1:9/push', mode: 'plain' },
    });
  });

  it('ends when it is told to', async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
