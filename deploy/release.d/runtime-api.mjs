import { connect } from 'node:net';

const DEADLINE_MS = 3_000;

/** The gateway could not be asked, or did not do what it was told. */
export class GatewayFailure extends Error {}

/**
 * Says lines to HAProxy's runtime API and answers all that it says.
 * @param address a path, or host:port
 * @throws GatewayFailure
 */
export function say(address, commands) {
  const [, host, port] = /^([^/]+):(\d+)$/.exec(address) ?? [];
  return new Promise((resolve, reject) => {
    const fail = (reason) => {
      socket.destroy();
      reject(new GatewayFailure(`the gateway at ${address} ${reason}`));
    };
    const socket = connect(host ? { host, port: Number(port) } : { path: address });
    let answer = '';
    const deadline = setTimeout(() => fail('does not answer'), DEADLINE_MS);
    socket
      .setEncoding('utf8')
      .on('connect', () => socket.write(`${commands.join(';')}\n`))
      .on('data', (text) => (answer += text))
      .on('error', ({ code }) => fail(`cannot be reached (${code})`))
      .on('close', () => {
        clearTimeout(deadline);
        resolve(answer);
      });
  });
}

/** HAProxy's table of `show stat` as objects, by its own names of columns. */
export function statistics(text) {
  const [head = '', ...rows] = text.replace(/^# /, '').trim().split('\n');
  const names = head.split(',');
  return rows.map((row) => Object.fromEntries(row.split(',').map((value, at) => [names[at], value])));
}
