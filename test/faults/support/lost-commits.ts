import { signal } from '../../support/signal.js';
import type { Listener } from '../../support/tcp-proxy.js';

const HEADER_BYTES = 4;
const COM_QUERY = 0x03;

interface Loss {
  readonly of: RegExp;
  readonly how: 'silence' | 'reset';
  readonly lost: () => void;
}

/**
 * Listens to MySQL's protocol on its way through a TCP proxy, and loses the server's answer to a COMMIT it has carried
 * out. Packets: 3 bytes of length, one of sequence, 0 for a command; its first byte says which
 * (dev.mysql.com/doc/dev/mysql-server, "MySQL Packets", "COM_QUERY").
 */
export class LostCommits {
  private next: Loss | null = null;

  /** Loses the answer to the next COMMIT of a transaction with a statement like `of`; resolves when it is lost. */
  async lose(of: RegExp, how: Loss['how']): Promise<void> {
    const { given, give } = signal();
    this.next = { of, how, lost: give };
    await given;
  }

  readonly listen = (): Listener => {
    let statements: string[] = [];
    let awaited: Loss | null = null;
    const packets = packetReader((sequence, payload) => {
      if (sequence !== 0 || payload[0] !== COM_QUERY) return;
      const sql = payload.toString('utf8', 1);
      if (/START TRANSACTION$/i.test(sql)) statements = [];
      else if (!/COMMIT$/i.test(sql)) statements.push(sql);
      else if (this.next && statements.some((statement) => this.next?.of.test(statement))) {
        awaited = this.next;
        this.next = null;
      }
    });
    return {
      fromClient: packets,
      fromServer: () => {
        if (!awaited) return 'forward';
        awaited.lost();
        return awaited.how;
      },
    };
  };
}

/** Puts packets together from the pieces in which they arrive. */
function packetReader(onPacket: (sequence: number, payload: Buffer) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUIntLE(0, 3);
      if (rest.length < end) return;
      onPacket(rest[3] ?? 0, rest.subarray(HEADER_BYTES, end));
      rest = rest.subarray(end);
    }
  };
}
