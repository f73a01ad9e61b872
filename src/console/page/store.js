import { ask } from './api.js';
import { followFeed } from './feed.js';

const MOST = { traces: 160, jobs: 40, events: 120, notifications: 60 };

/** What the page knows of the shop. Bounded: the oldest goes first. */
export function createStore() {
  const store = {
    /** @type {'connecting' | 'live' | 'lost'} */
    connection: 'connecting',
    losses: 0,
    run: '',
    state: null,
    /** Newest first. */
    traces: [],
    /** @type {Map<string, any>} */
    events: new Map(),
    /** Contexts that have had an event, by its id. @type {Map<string, string[]>} */
    inbox: new Map(),
    /** @type {Map<string, any>} */
    stock: new Map(),
    /** @type {Map<string, any>} */
    notifications: new Map(),
    faults: { items: [], kinds: [] },
    burst: null,
    clock: null,
    clockAt: 0,
    lights: null,
    /** Calls to WeChat under way, by span. @type {Map<string, any>} */
    calls: new Map(),
    /** How much work each context has done while this page looked on. @type {Map<string, number>} */
    done: new Map(),
    /** Contexts that have called WeChat. @type {Set<string>} */
    callers: new Set(),
  };
  const changed = new Set();
  const heard = new Set();
  let isDue = false;

  const tell = () => {
    if (isDue) return;
    isDue = true;
    // Several messages are one picture: what changes faster cannot be read.
    setTimeout(() => {
      isDue = false;
      for (const listener of changed) listener();
    }, 120);
  };

  function keep(map, key, value, most) {
    map.delete(key);
    map.set(key, value);
    if (map.size > most) map.delete(map.keys().next().value);
  }

  const takes = {
    'trace.began': (trace) => {
      store.traces.unshift(trace);
      // Jobs come by themselves, and must not drive out what somebody has done.
      const isJob = trace.kind === 'job';
      const alike = store.traces.filter(({ kind }) => (kind === 'job') === isJob);
      if (alike.length > (isJob ? MOST.jobs : MOST.traces)) store.traces.splice(store.traces.indexOf(alike.at(-1)), 1);
    },
    'trace.ended': (trace) => {
      const at = store.traces.findIndex(({ spanId }) => spanId === trace.spanId);
      if (at >= 0) store.traces[at] = trace;
      else takes['trace.began'](trace);
      if (trace.context) store.done.set(trace.context, (store.done.get(trace.context) ?? 0) + 1);
      for (const [spanId, call] of store.calls) if (call.traceId === trace.traceId) store.calls.delete(spanId);
    },
    'call.began': (call) => {
      keep(store.calls, call.spanId, call, 50);
      store.callers.add(store.callerOf(call));
    },
    outbox: (event) => keep(store.events, event.id, event, MOST.events),
    inbox: ({ eventId, handler }) => {
      const had = store.inbox.get(eventId) ?? [];
      if (!had.includes(handler)) keep(store.inbox, eventId, [...had, handler], MOST.events);
    },
    stock: ({ skuId, stock, at, quantity, type }) => {
      const known = store.stock.get(skuId) ?? { skuId, productName: null, skuName: null };
      keep(store.stock, skuId, { ...known, ...stock, moved: { at, quantity, type } }, 60);
      if (known.productName === null) nameStock();
    },
    notification: (notification) =>
      keep(store.notifications, notification.deliveryId, notification, MOST.notifications),
    invariants: (lights) => (store.lights = lights),
    faults: (faults) => (store.faults = faults),
    clock: (clock) => store.setClock(clock),
    burst: (burst) => (store.burst = burst),
  };

  /** A SKU nobody has told the name of: that of a burst, say. */
  let isNaming = false;
  function nameStock() {
    if (isNaming) return;
    isNaming = true;
    setTimeout(async () => {
      isNaming = false;
      const state = await ask('GET', '/console/state').catch(() => null);
      for (const { skuId, productName, skuName } of state?.stock ?? []) {
        const known = store.stock.get(skuId);
        if (known) Object.assign(known, { productName: productName ?? '', skuName });
      }
      tell();
    }, 500);
  }

  /** Whose a call to WeChat is. */
  store.callerOf = ({ traceId }) => store.traces.find((trace) => trace.traceId === traceId)?.context ?? 'payment';

  store.setClock = (clock) => {
    store.clock = { ...store.clock, ...clock };
    store.clockAt = Date.now();
    tell();
  };

  async function readState() {
    const state = await ask('GET', '/console/state');
    Object.assign(store, { state, run: state.run, faults: state.faults, burst: state.burst });
    store.setClock({ now: state.now, aheadMs: state.aheadMs });
    store.events = new Map(state.outbox.toReversed().map((event) => [event.id, event]));
    store.notifications = new Map(state.notifications.toReversed().map((item) => [item.deliveryId, item]));
    store.stock = new Map(state.stock.toReversed().map((item) => [item.skuId, item]));
    tell();
    return state;
  }

  const listener = {
    hello: ({ run, resumed }) => {
      const isBack = store.connection === 'lost';
      store.connection = 'live';
      store.run = run;
      if (!resumed) {
        // Whether it ended nobody tells any more; work that goes on is told of when it ends.
        store.traces = store.traces.filter(({ ms }) => ms !== undefined);
        void readState().catch(() => undefined);
      }
      if (isBack) for (const one of heard) one('back', {});
      tell();
    },
    lost: () => {
      if (store.connection === 'live') store.losses += 1;
      store.connection = 'lost';
      store.calls.clear();
      tell();
    },
    message: (type, data) => {
      takes[type]?.(data);
      for (const one of heard) one(type, data);
      tell();
    },
  };

  /** Told some times a second at most, after something has changed. */
  store.onChange = (one) => changed.add(one);
  /** Told of each message, and by `back` that the shop is there again. */
  store.onMessage = (one) => heard.add(one);
  store.start = async () => {
    const { lastEventId } = await readState();
    followFeed(listener, lastEventId ?? '');
    void ask('GET', '/console/clock').then(store.setClock, () => undefined);
    void ask('GET', '/console/invariants')
      .then(takes.invariants, () => undefined)
      .then(tell);
  };
  store.refreshFaults = async () => {
    store.faults = await ask('GET', '/console/faults');
    tell();
  };
  /** A message that came as an answer. */
  store.take = (type, data) => listener.message(type, data);
  store.look = async () => {
    store.lights = await ask('GET', '/console/invariants');
    tell();
  };
  return store;
}
