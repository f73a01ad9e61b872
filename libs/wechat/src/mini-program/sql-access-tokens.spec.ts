import { Logger } from '@nestjs/common';
import { ManualClock } from '#kernel';
import { cryptoSchema, ShopCipher } from '#platform/crypto';
import { namedKeysOn } from '#platform/crypto/testing';
import type { Database } from '#platform/database';
import {
  connectMysql,
  createMysqlDatabase,
  onEachDatabase,
  type OpenDatabase,
  testDatabaseUrl,
} from '../../../../test/support/databases.js';
import { wechatSchema } from '../schema.js';
import { json, ScriptedServer } from '../testing/scripted-server.js';
import { MiniProgramClient } from './mini-program-client.js';
import { SqlAccessTokens } from './sql-access-tokens.js';

const schemas = [wechatSchema, cryptoSchema];
const TOKEN = '/cgi-bin/stable_token';
const CHECK = '/wxa/msg_sec_check';
const verdict = json({ errcode: 0, result: { suggest: 'pass', label: 100 } });

let apps = 0;
const storesOf = (database: Database, clock: ManualClock, appId = `wx${(apps += 1)}`) =>
  [0, 1].map(() => new SqlAccessTokens(database, new ShopCipher(namedKeysOn(database)), clock, appId)) as [
    SqlAccessTokens,
    SqlAccessTokens,
  ];

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('[P23] the access_token in the database', () => {
  onEachDatabase(schemas, (database) => {
    const clock = new ManualClock();
    const token = (text: string) => ({ token: text, expiresAt: new Date('2026-11-23T06:00:00.123Z') });

    it('is what any process stored last, and is sealed', async () => {
      const [one, other] = storesOf(database(), clock, 'wxSealed');
      expect(await one.read()).toEqual({ token: null, revision: 0 });
      expect(await one.claim(0)).toBe(true);
      await one.replace(0, token('the-token'));
      expect(await other.read()).toEqual({ token: token('the-token'), revision: 1 });
      const rows = await database().query("SELECT * FROM wechat_access_tokens WHERE app_id = 'wxSealed'");
      expect(JSON.stringify(rows)).not.toContain('the-token');
    });

    it('is fetched by one at a time', async () => {
      const [one, other] = storesOf(database(), clock);
      const claims = await Promise.all([one.claim(0), other.claim(0), other.claim(0)]);
      expect(claims.filter(Boolean)).toHaveLength(1);
      expect(await one.claim(0)).toBe(false);
    });

    it('is fetched by another one when the first gives up, or dies and its ten seconds are over', async () => {
      const [one, other] = storesOf(database(), clock);
      await one.claim(0);
      await other.release(0);
      expect(await other.claim(0)).toBe(false);
      await one.release(0);
      expect(await other.claim(0)).toBe(true);
      clock.advance(9_999);
      expect(await one.claim(0)).toBe(false);
      clock.advance(1);
      expect(await one.claim(0)).toBe(true);
      await other.replace(0, token('of one whose claim was over'));
      expect(await one.read()).toEqual({ token: null, revision: 0 });
      await one.replace(0, token('first'));
      expect(await other.claim(0)).toBe(false);
      expect(await other.claim(1)).toBe(true);
    });

    it('is fetched by another one when the claim was dated by a clock that has been set back since', async () => {
      const [one, other] = storesOf(database(), clock, 'wxClock');
      await one.claim(0);
      clock.advance(-60_000);
      expect(await other.claim(0)).toBe(true);
      expect(await one.claim(0)).toBe(false);
    });

    it('is none when its key is gone, and can be replaced', async () => {
      const [one] = storesOf(database(), clock, 'wxKey');
      await one.claim(0);
      await one.replace(0, token('old'));
      await namedKeysOn(database()).remove('wechat-access-token');
      const [later] = storesOf(database(), clock, 'wxKey');
      expect(await later.read()).toEqual({ token: null, revision: 1 });
      expect(await later.claim(1)).toBe(true);
      await later.replace(1, token('new'));
      expect(await one.read()).toEqual({ token: token('new'), revision: 2 });
    });
  });
});

(testDatabaseUrl === undefined ? describe.skip : describe)('two processes on one MariaDB or MySQL database', () => {
  let server: ScriptedServer;
  let processes: { opened: OpenDatabase; client: MiniProgramClient }[];
  let drop: () => Promise<void>;
  let issued: number;
  let refused: string[];
  const clock = new ManualClock(new Date('2026-11-23T04:00:00Z'));

  const connect = (opened: OpenDatabase) =>
    new MiniProgramClient({
      appId: 'wx1',
      appSecret: 'f00d',
      baseUrl: server.url,
      now: () => clock.now(),
      timeoutMs: 10_000,
      accessTokens: storesOf(opened.database, clock, 'wx1')[0],
    });

  beforeEach(async () => {
    server = await ScriptedServer.start();
    [issued, refused] = [0, []];
    server.answersAt(TOKEN, (response, request) =>
      json({ access_token: `token-${(issued += 1)}`, expires_in: 7200 })(response, request),
    );
    server.answersAt(CHECK, (response, request) =>
      (refused.some((token) => request.url.endsWith(token)) ? json({ errcode: 40001 }) : verdict)(response, request),
    );
    const database = await createMysqlDatabase();
    drop = database.drop;
    processes = [];
    for (let n = 0; n < 2; n++) {
      const opened = await connectMysql(database.url, schemas);
      processes.push({ opened, client: connect(opened) });
    }
  });
  afterEach(async () => {
    for (const { opened, client } of processes) {
      await client.disconnect();
      if (opened.database.dataSource.isInitialized) await opened.close();
    }
    await server.stop();
    await drop();
  });

  const call = async (number: number) => {
    await processes[number % 2]?.client.checkText({ content: '你好', scene: 'comment', openid: 'oUser' });
  };
  const callAll = () => Promise.all(Array.from({ length: 200 }, (_, n) => call(n)));

  it('make one stable_token request for 200 calls at once', async () => {
    await callAll();
    expect(server.at(CHECK)).toHaveLength(200);
    expect(issued).toBe(1);
  });

  it('make one more, without force_refresh, when WeChat refuses the token to all at once', async () => {
    await callAll();
    refused = ['token-1'];
    await callAll();
    expect(issued).toBe(2);
    for (const { body } of server.at(TOKEN)) expect(body).not.toContain('force_refresh');
  });

  it('make one more before the token ends', async () => {
    await callAll();
    clock.advance(7_200_000 - 240_000);
    for (let round = 0; issued < 2 && round < 20; round++) await callAll();
    await callAll();
    expect(issued).toBe(2);
  });

  it('take over from one that died while it was fetching', async () => {
    const claims = processes.map(({ opened }) => storesOf(opened.database, clock, 'wx1')[0].claim(0));
    expect(await Promise.all(claims)).toContain(true);
    const waiting = callAll();
    expect(issued).toBe(0);
    clock.advance(10_000);
    await waiting;
    expect(issued).toBe(1);
  });

  it('go on with the token they have when the database is gone, and one without a token fetches for itself', async () => {
    await call(0);
    for (const { opened } of processes) await opened.close();
    await call(0);
    expect(issued).toBe(1);
    await call(1);
    await call(1);
    expect(issued).toBe(2);
  });
});
