import { z } from 'zod';
import { body, id, text } from '#platform/http';
import { faultRoutes } from './fault-routes.js';
import { route, type Route } from './route.js';

const byId = z.object({ id });
const limit = (standard: number) => z.coerce.number().int().min(1).max(100).default(standard);
const orders = z.object({ limit: limit(20) });
const events = z.object({ limit: limit(50), status: z.enum(['pending', 'dead', 'delivered']).optional() });
const reason = body({ reason: text(1, 200) });
const burst = body({
  buyers: z.int().min(1).max(500).default(200),
  stock: z.int().min(0).max(500).default(100),
  pay: z.boolean().default(true),
});
const time = z.union([
  body({ skip: z.string().regex(/^\d{1,9}(ms|s|m|h|d)$/, 'is a duration such as 31m') }),
  body({ until: z.enum(['payment-time-out', 'automatic-receipt', 'wechat-retry']) }),
]);
const user = body({ user: text(1, 32) });
const ofOrder = body({ orderId: id });
const again = body({ orderId: id, times: z.int().min(1).max(10_000).default(1) });
const paying = body({
  timeStamp: z.string(),
  nonceStr: z.string(),
  package: z.string(),
  signType: z.string(),
  paySign: z.string(),
  appId: z.string().optional(),
});

export const routes: readonly Route[] = [
  route('GET state', {}, (desk) => desk.state()),
  route('GET orders', { query: orders }, async (desk, { query }) => ({ items: await desk.orders.newest(query.limit) })),
  route('GET orders/:id/timeline', { params: byId }, (desk, { params }) => desk.timelines.of(params.id)),
  route('GET invariants', {}, (desk) => desk.watch.lightsNow()),
  route('GET subscriptions', {}, (desk) => desk.subscriptions.compare()),
  route('GET events', { query: events }, async (desk, { query }) => ({ items: await desk.outbox.newest(query) })),
  route('POST events/:id/retry', { params: byId, body: body({}) }, (desk, { params }) => desk.events.retry(params.id)),
  route('POST events/:id/park', { params: byId, body: reason }, (desk, asked) =>
    desk.events.park(asked.params.id, asked.body.reason),
  ),
  ...faultRoutes(),
  route('POST bursts', { body: burst }, (desk, asked) => desk.bursts.begin(asked.body), 201),
  route('GET bursts', {}, async (desk) => desk.bursts.last),
  route('GET clock', {}, (desk) => desk.time.now()),
  route('POST clock', { body: time }, (desk, asked) => desk.time.skip(asked.body)),
  route('POST wechat/login', { body: user }, (desk, asked) => desk.phone.login(asked.body.user)),
  route('POST wechat/pay', { body: paying }, (desk, asked) => desk.phone.pay(asked.body)),
  route('POST wechat/notify', { body: again }, (desk, asked) => desk.phone.notify(asked.body)),
  route('POST wechat/receipt', { body: ofOrder }, (desk, asked) => desk.phone.receipt(asked.body.orderId)),
];
