/** What the console's stream tells of. */
const types = [
  'trace.began',
  'trace.ended',
  'call.began',
  'outbox',
  'inbox',
  'stock',
  'notification',
  'invariants',
  'faults',
  'clock',
  'burst',
];
const PAUSE_MS = 1_000;

/**
 * Follows the feed for good. A browser gives up on a stream that is refused, so each connection is made here, after the
 * last message that came.
 *
 * @param {{hello(data: object): void, lost(): void, message(type: string, data: object): void}} listener
 */
export function followFeed(listener, after = '') {
  let last = after;
  const connect = () => {
    const source = new EventSource(`/console/feed${last ? `?after=${encodeURIComponent(last)}` : ''}`);
    source.addEventListener('hello', ({ data }) => {
      const hello = JSON.parse(data);
      // What comes next has ids of another process.
      if (!hello.resumed) last = '';
      listener.hello(hello);
    });
    for (const type of types) {
      source.addEventListener(type, (event) => {
        last = event.lastEventId || last;
        listener.message(type, JSON.parse(event.data));
      });
    }
    source.onerror = () => {
      source.close();
      listener.lost();
      setTimeout(connect, PAUSE_MS);
    };
  };
  connect();
}
