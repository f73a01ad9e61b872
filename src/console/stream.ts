import type { ServerResponse } from 'node:http';
import type { Milliseconds } from '#platform/config';
import type { Message, Ring } from './ring.js';

const HEARTBEAT: Milliseconds = 10_000;
const RETRY: Milliseconds = 1_000;
/** Bytes a client may be behind. */
const MOST_BEHIND = 1024 * 1024;
/** Bytes it may have missed to be told of them: with room for what happens while they are on their way. */
const MOST_MISSED = MOST_BEHIND / 2;

interface Facts {
  readonly at: string;
  readonly aheadMs: number;
}

/**
 * Sends the feed to one client until it goes away or is too slow.
 * @param after id of the last message it has had; null: it has had none
 */
export function stream(ring: Ring, response: ServerResponse, after: string | null, facts: Facts): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const missed = after === null ? null : missedSince(ring, after);
  const hello = { ...facts, run: ring.run, resumed: missed !== null };
  response.write(`retry: ${RETRY}\nevent: hello\ndata: ${JSON.stringify(hello)}\n\n`);
  const send = ({ frame }: Message) => {
    response.write(frame);
    // It comes back where it was: better than memory that grows for a client that does not read.
    if (response.writableLength > MOST_BEHIND) response.destroy();
  };
  missed?.forEach(send);
  const forget = ring.listen(send);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT).unref();
  response.once('close', () => {
    forget();
    clearInterval(heartbeat);
  });
}

/** Null as well where it is too much: the client would be cut off before it had any of it, each time it came. */
function missedSince(ring: Ring, after: string): readonly Message[] | null {
  const missed = ring.after(after);
  const bytes = missed?.reduce((sum, { frame }) => sum + Buffer.byteLength(frame), 0) ?? 0;
  return bytes > MOST_MISSED ? null : missed;
}
