import { randomUUID } from 'node:crypto';
import { PrivateRedis, redisServerIsInstalled } from '../../libs/platform/src/cache/testing/private-redis.js';
import { AlertInbox } from '../support/alert-inbox.js';
import { shownQueries } from '../support/alert-rules.js';
import type { Api } from '../support/api.js';
import { createMysqlDatabase } from '../support/databases.js';
import { Monitoring } from '../support/monitoring.js';
import { findProgram } from '../support/programs.js';
import { MYSQL, Shop } from '../support/shop.js';
import { REAL_PATIENCE, freePort } from '../support/shop-process.js';
import { openTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { eventually, until } from '../support/until.js';
import type { Order } from '../support/views.js';

const hint = { suite: 'alerts of a shop that is broken', install: 'prometheus prometheus-alertmanager' };
const prometheus = findProgram(['prometheus'], hint);
const alertmanager = findProgram(['prometheus-alertmanager', 'alertmanager'], hint);
const allIsThere = prometheus && alertmanager && MYSQL.isThere && redisServerIsInstalled;

const URGENT = '/dingtalk/urgent/send';
const USUAL = '/dingtalk/usual/send';

(allIsThere ? describe : describe.skip)('a shop that Prometheus watches', () => {
  let inbox: AlertInbox;
  let redis: PrivateRedis;
  let toDatabase: TcpProxy;
  let shop: Shop;
  let shopper: Api;
  let monitoring: Monitoring;
  let drop: () => Promise<void>;
  beforeAll(async () => {
    inbox = await AlertInbox.open();
    redis = await PrivateRedis.start();
    const made = await createMysqlDatabase();
    drop = made.drop;
    const url = new URL(made.url);
    toDatabase = await openTcpProxy(url.hostname, Number(url.port || 3306));
    [url.hostname, url.port] = ['127.0.0.1', `${toDatabase.port}`];
    const port = await freePort();
    const environment = {
      ...REAL_PATIENCE,
      DATABASE_URL: url.href,
      REDIS_URL: redis.url,
      MANAGEMENT_PORT: `${port}`,
      LOG_LEVEL: 'silent',
    };
    shop = await Shop.open({ stack: MYSQL, processes: 1, environment });
    shopper = await shop.shopper('oWatched');
    const targets = [{ url: `http://127.0.0.1:${port}`, track: 'stable' as const }];
    const programs = { prometheus: prometheus ?? '', alertmanager: alertmanager ?? '' };
    monitoring = await Monitoring.start(programs, { targets, inbox });
  });
  afterAll(async () => {
    await monitoring?.close();
    await shop?.close();
    await Promise.all([toDatabase?.close(), redis?.remove(), inbox?.close()]);
    await drop?.();
  });

  const seen = async (alertname: string, path: string, status: 'firing' | 'resolved') => {
    const [alert] = await eventually(
      () => inbox.about(alertname, path).filter((one) => one.status === status),
      (alerts) => alerts.length > 0,
    );
    return alert;
  };

  /** Shoppers who go on asking, whatever they are answered, while `work` is done. */
  async function withTraffic(work: () => Promise<void>): Promise<void> {
    let over = false;
    const asking = (async () => {
      while (!over) await shopper.get('/orders');
    })();
    try {
      await work();
    } finally {
      over = true;
      await asking;
    }
  }

  it('is not alone: somebody outside hears that alerts are delivered', async () => {
    await seen('Watchdog', '/heartbeat', 'firing');
  });

  it('has Redis taken from it: that is said in DingTalk and by mail, and that it is back', async () => {
    await redis.kill();
    expect(await seen('RedisDown', USUAL, 'firing')).toMatchObject({
      labels: { level: 'P2', job: 'jishi' },
      annotations: {
        summary: 'Redis does not answer · Redis 不可用',
        runbook_url: 'docs/operations.md#redisdown',
      },
    });
    await until(() => inbox.mails.some((mail) => mail.includes('RedisDown')));
    await redis.restart();
    await seen('RedisDown', USUAL, 'resolved');
    for (const path of [URGENT, '/phone', '/sms']) expect(inbox.about('RedisDown', path)).toEqual([]);
  });

  it('has its database cut off: somebody is called, once, and the end of it is said in DingTalk', async () => {
    await withTraffic(async () => {
      toDatabase.refuse();
      for (const path of [URGENT, '/phone', '/sms']) {
        expect(await seen('HighErrorRatio', path, 'firing')).toMatchObject({
          labels: { level: 'P1', track: 'stable' },
        });
        expect(await seen('DatabaseUnavailable', path, 'firing')).toMatchObject({ labels: { level: 'P1' } });
      }
      toDatabase.admit();
      await seen('HighErrorRatio', URGENT, 'resolved');
      await seen('DatabaseUnavailable', URGENT, 'resolved');
    });
    for (const path of ['/phone', '/sms'])
      expect(inbox.about('HighErrorRatio', path).filter(({ status }) => status === 'resolved')).toEqual([]);
  });

  it('has figures for the dashboards and the run book: Prometheus answers each of their queries', async () => {
    const here = (promql: string) => promql.replaceAll('$__rate_interval', '1m').replaceAll('$track', '.*');
    const items = [{ skuId: (await shop.product(1)).skuId, quantity: 1 }];
    const { data: order } = await shopper.post<Order>('/orders', { items }, randomUUID());
    await shop.pay(shopper, order.id);
    expect((await shopper.get('/orders/of-nobody')).status).toBe(404);
    const withoutFigures = async () => {
      const empty: string[] = [];
      for (const [who, promql] of shownQueries) {
        if ((await monitoring.query(here(promql))).length === 0) empty.push(`${who}: ${promql}`);
      }
      return empty;
    };
    // Nobody runs into a limit here, and there is no canary, no gateway, no replica and no forecaster.
    const nothingToSee = /rate_limited_requests_total|track="canary"|job="(gateway|forecast)"|db_replica_lag_seconds/;
    await withTraffic(async () => {
      await eventually(withoutFigures, (empty) => empty.every((query) => nothingToSee.test(query)));
    });
  });

  it('is gone: that is said, and not that its instance is, until it is there again', async () => {
    // Before the first scrape there was no instance either, and waiting is short here.
    inbox.forget();
    await shop.kill();
    expect(await seen('ServiceDown', '/phone', 'firing')).toMatchObject({ labels: { level: 'P1' } });
    expect(await monitoring.query('ALERTS{alertname="InstanceDown",alertstate="firing"}')).toHaveLength(1);
    await shop.replace(0);
    await seen('ServiceDown', URGENT, 'resolved');
    for (const path of [URGENT, USUAL]) expect(inbox.about('InstanceDown', path)).toEqual([]);
  });
});
