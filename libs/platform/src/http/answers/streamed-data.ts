import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';

/** Characters that are gathered before they are sent. */
const CHUNK = 16_384;

/** `data` of an answer that is too long to hold: its JSON text, in pieces that are made as the client takes them. */
export class StreamedData {
  constructor(readonly pieces: AsyncIterable<string>) {}
}

/**
 * The envelope around streamed data. When a piece fails the stream fails and the connection is cut: the client sees
 * an answer that breaks off, never one that looks whole.
 */
export function envelopeStream(
  { pieces }: StreamedData,
  { code, message, requestId }: { code: number; message: string; requestId: string },
): Readable {
  const before = `{"code":${code},"message":${JSON.stringify(message)},"data":`;
  const after = `,"requestId":${JSON.stringify(requestId)}}`;
  return Readable.from(inThisContext(gathered(before, pieces, after, requestId)), { objectMode: false });
}

async function* gathered(before: string, pieces: AsyncIterable<string>, after: string, requestId: string) {
  // At once: from now on a failure cuts the connection.
  yield before;
  let text = '';
  try {
    for await (const piece of pieces) {
      text += piece;
      if (text.length < CHUNK) continue;
      yield text;
      text = '';
    }
  } catch (error) {
    new Logger(StreamedData.name).error({ err: error, requestId }, 'An answer breaks off: its data cannot be read');
    throw error;
  }
  yield text + after;
}

/** A stream is read from a socket's events, outside the request's context: there the request's activity is not known. */
function inThisContext<T>(values: AsyncGenerator<T>): AsyncIterable<T> {
  const within = AsyncLocalStorage.snapshot();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => within(() => values.next()),
      return: () => within(() => values.return(undefined)),
    }),
  };
}
