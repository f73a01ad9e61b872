import type { Config } from '#platform/config';
import type { Database } from '#platform/database';
import type { Notifications } from './notifications.js';
import type { Ring } from './ring.js';
import { SkippedClock } from './skipped-clock.js';
import { Time } from './time.js';
import type { WechatControl } from './wechat-control.js';

describe('time that is skipped', () => {
  it('sets WeChat’s clock to the shop’s, wherever somebody has put it', async () => {
    const wechat = { skewMs: 0 };
    const post = async (_: string, { skewMs, skipMs }: { skewMs: number; skipMs: number }) => {
      wechat.skewMs = skewMs + skipMs;
    };
    const clock = new SkippedClock(60_000);
    const time = new Time(
      clock,
      { post } as unknown as WechatControl,
      { query: async () => [] } as unknown as Database,
      { last: async () => [] } as unknown as Notifications,
      { autoReceipt: 1 } as Config['order'],
      () => [],
      { publish: () => undefined } as unknown as Ring,
    );
    expect(await time.skip({ skip: '1h' })).toMatchObject({ aheadMs: 3_660_000 });
    expect(wechat.skewMs).toBe(3_660_000);
    wechat.skewMs = -5;
    await time.skip({ skip: '1s' });
    expect(wechat.skewMs).toBe(clock.aheadMs);
  });
});
