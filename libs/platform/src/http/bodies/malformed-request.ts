import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '#kernel';
import { JSON_TYPE } from '../answers/enveloped-bytes.js';
import { GENERIC_MESSAGES } from '../answers/generic-errors.js';
import { countAnswer } from '../load/request-figures.js';

const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers what is no request, or comes too slowly. Node alone has read it: no hook and no filter will. */
export function answerMalformedRequest({ code = '' }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS_OF_ERROR[code] ?? 400;
  const requestId = newId();
  countAnswer('unknown', 'unknown', status, 0);
  const body = JSON.stringify({ code: status, message: GENERIC_MESSAGES[status]?.zh, data: null, requestId });
  socket.write(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      `Content-Type: ${JSON_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
  socket.destroySoon();
}
