import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { makeSimulatorCredentials, startWechatSimulator, type WechatSimulator } from '#wechat-simulator';
import { WITH_PLANTED_ERRORS } from '../support/planted-errors.js';
import { BASICS, freePort, ShopProcess } from '../support/shop-process.js';
import { eventually } from '../support/until.js';

describe('a server that is told to stop', () => {
  let wechat: WechatSimulator;
  let shop: ShopProcess;
  beforeEach(async () => {
    const made = await makeSimulatorCredentials();
    wechat = await startWechatSimulator({ port: 0, ...made });
    shop = await ShopProcess.start({
      DATABASE_URL: 'sqlite::memory:',
      WECHAT_API_BASE_URL: wechat.url,
      WECHAT_APP_ID: made.appId,
      WECHAT_APP_SECRET: made.appSecret,
      NODE_OPTIONS: WITH_PLANTED_ERRORS,
    });
  });
  afterEach(async () => {
    await shop.kill();
    await wechat.close();
  });

  /** A sign-in that WeChat keeps waiting, once it is under way. */
  const slowLogin = async (milliseconds: number) => {
    wechat.addFault({ target: 'jscode2session', kind: 'delay', value: milliseconds });
    const { code } = wechat.login({ openid: 'oInFlight' });
    const answer = fetch(`${shop.url}/api/v1/auth/wechat/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    await eventually(
      () => wechat.state().faults,
      (faults) => faults.length === 0,
    );
    return { answer };
  };

  it('[P45] finishes what is in flight, takes nothing new, and ends with 0', async () => {
    // Long enough to ask whether it is ready meanwhile, and below the 9 s after which a process that stops gives up.
    const { answer } = await slowLogin(4_000);
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    const exit = shop.terminate();
    await eventually(
      () =>
        fetch(`${shop.url}/health/ready`).then(
          ({ status }) => status,
          () => 'refused',
        ),
      (outcome) => outcome === 'refused' || outcome === 503,
    );
    expect(isAnswered).toBe(false);
    expect((await answer).status).toBe(200);
    // The connection is kept alive, and must not be waited for until the deadline has to end it.
    const ended = await exit;
    expect(ended).toMatchObject({ code: 0, stderr: [] });
    expect(ended.stdout).not.toContain('Not all that was in flight');
  });

  it('[P45] does not wait for a request that is only half sent', async () => {
    const socket = connect(Number(new URL(shop.url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      'POST /api/v1/auth/wechat/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    );
    const { code, stdout } = await shop.terminate();
    expect(code).toBe(0);
    // That is what it says when the deadline has to end it.
    expect(stdout).not.toContain('Not all that was in flight');
  });

  it('is gone at once while it waits for its database', async () => {
    const starting = ShopProcess.spawn(
      { DATABASE_URL: `mysql://root@127.0.0.1:${await freePort()}/x` },
      await freePort(),
    );
    await eventually(
      () => starting.output,
      (output) => output.includes('Waiting for the database'),
    );
    expect(await starting.terminate()).toMatchObject({ code: 0, stderr: [] });
  });

  it.each(['exception', 'rejection'])(
    '[P46] ends with 1 after an %s that nobody caught, told in one line',
    async (kind) => {
      const { answer } = await slowLogin(1_000);
      await fetch(`${shop.url}/planted/${kind}`).catch(() => undefined);
      expect((await answer).status).toBe(200);
      const { code, stdout } = await shop.exited;
      expect(code).toBe(1);
      const lines = stdout.split('\n').filter((line) => line.includes('Nobody caught this error'));
      expect(lines).toHaveLength(1);
      expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 60, err: { type: 'Error', message: 'planted' } });
    },
  );

  it('[P45] ends as well when npm is told to, which tells only its shell', async () => {
    const port = String(await freePort());
    const { appId: WECHAT_APP_ID, appSecret: WECHAT_APP_SECRET } = await makeSimulatorCredentials();
    const more = { PORT: port, DATABASE_URL: 'sqlite::memory:', WECHAT_API_BASE_URL: wechat.url };
    const env = { ...process.env, ...BASICS, ...more, WECHAT_APP_ID, WECHAT_APP_SECRET };
    const npm = spawn('npm', ['run', 'start:prod'], { cwd: join(__dirname, '../..'), env, stdio: 'ignore' });
    const status = () =>
      fetch(`http://127.0.0.1:${port}/health/live`).then(
        (answer) => answer.status,
        () => 'refused',
      );
    await eventually(status, (outcome) => outcome === 200);
    npm.kill('SIGTERM');
    await eventually(status, (outcome) => outcome === 'refused');
  });
});
