import { dashboard, figure, graph, quantile, rate } from './panels.mjs';

const seen = (name, by = '') => `max by (${by}) (${name}{job="jishi"})`;
const inADay = (counter, where = '') => `sum(increase(${counter}{job="jishi"${where}}[1d]))`;

/** Orders, payments, refunds and stock; the events between them; WeChat. */
export const money = dashboard('jishi-money', 'Jishi: payments and stock', [
  [
    'In 24 hours',
    [
      figure('Orders', 'none', inADay('orders_placed_total')),
      figure('Ordered', 'currency:¥', `${inADay('orders_placed_fen_total')} / 100`),
      figure('Payments', 'none', inADay('payments_total', ',outcome="paid"')),
      figure('Paid', 'currency:¥', `${inADay('payments_paid_fen_total')} / 100`),
      figure('Refunded', 'currency:¥', `${inADay('refunds_fen_total')} / 100`),
      figure('Differences from WeChat', 'none', seen('reconciliation_open_differences')),
    ],
  ],
  [
    'Orders and stock',
    [
      graph('Orders', 'ops', [['placed', rate('orders_placed_total')]]),
      graph('Out of stock', 'ops', [['shortages', rate('stock_shortages_total')]]),
      graph('From order to payment', 's', [
        ['P50', quantile(0.5, 'payment_order_to_paid_seconds')],
        ['P90', quantile(0.9, 'payment_order_to_paid_seconds')],
      ]),
    ],
  ],
  [
    'Payments and refunds',
    [
      graph('Payments', 'ops', [['{{outcome}}', rate('payments_total', { by: 'outcome' })]]),
      graph('Notification to answer', 's', [
        ['P50', quantile(0.5, 'payment_notification_duration_seconds')],
        ['P99', quantile(0.99, 'payment_notification_duration_seconds')],
      ]),
      graph('Notifications', 'ops', [
        ['{{outcome}}', rate('payment_notification_duration_seconds_count', { by: 'outcome' })],
      ]),
      graph('Payments not settled for 5 minutes', 'none', [['pending', seen('payments_pending')]]),
      graph('Refunds', 'ops', [['{{outcome}}', rate('refunds_total', { by: 'outcome' })]]),
      graph('Differences from WeChat', 'none', [['open', seen('reconciliation_open_differences')]]),
    ],
  ],
  [
    'Events',
    [
      graph('Oldest event', 's', [['age', seen('outbox_oldest_delivery_age_seconds')]]),
      graph('Waiting', 'none', [['pending', seen('outbox_pending_deliveries')]]),
      graph('Given up', 'none', [['{{handler}}', seen('outbox_dead_deliveries', 'handler')]]),
    ],
  ],
  [
    'WeChat',
    [
      graph('Calls', 'ops', [
        ['{{api}} {{outcome}}', rate('wechat_request_duration_seconds_count', { by: 'api, outcome' })],
      ]),
      graph('Duration, P99', 's', [['{{api}}', quantile(0.99, 'wechat_request_duration_seconds', { by: 'api' })]]),
      graph('Left alone', 'none', [['{{circuit}}', seen('wechat_circuit_open', 'circuit')]]),
    ],
  ],
]);
