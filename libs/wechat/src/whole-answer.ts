import type { Dispatcher } from 'undici';

export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/**
 * Asks and gathers the whole answer, whose size the dispatcher limits. What `dispatcher.request` answers is a stream for
 * each call; for answers of a few hundred bytes that costs more than all the rest of a call.
 * @throws whatever breaks a connection, and the signal's reason when it is aborted
 */
export function wholeAnswer(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<OutsideAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const chunks: Buffer[] = [];
    let begun: Omit<OutsideAnswer, 'body'> = { status: 0, headers: {} };
    let underWay: Dispatcher.DispatchController | null = null;
    const give = (outcome: () => void) => {
      signal.removeEventListener('abort', giveUp);
      outcome();
    };
    const giveUp = () => {
      const reason = signal.reason as Error;
      underWay?.abort(reason);
      // Also where no connection has been found for it yet.
      give(() => reject(reason));
    };
    signal.addEventListener('abort', giveUp, { once: true });
    dispatcher.dispatch(options, {
      onRequestStart: (controller) => {
        underWay = controller;
        if (signal.aborted) controller.abort(signal.reason as Error);
      },
      onResponseStart: (_, status, headers) => {
        begun = { status, headers };
      },
      onResponseData: (_, chunk) => void chunks.push(chunk),
      onResponseEnd: () => give(() => resolve({ ...begun, body: Buffer.concat(chunks) })),
      onResponseError: (_, error) => give(() => reject(error)),
    });
  });
}
