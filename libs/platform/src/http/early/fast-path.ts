import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { bytesToCome } from './request-head.js';

/** All of an answer; as text it has one byte in each character. Null: the server is to answer. */
type Answer = string | Buffer | null;
type AnswerBy = (bytes: Buffer, socket: Socket) => Answer | Promise<Answer>;

/**
 * Answers requests where their bytes come in, before Node reads them. Each connection stays one of Node's server, with
 * its time-outs and its end: only what is answered here is kept from it, and all else it gets as ever (docs/adr/0053).
 */
export class FastPath {
  private readonly log = new Logger(FastPath.name);
  private answerBy: AnswerBy | null = null;
  private readonly connections = new WeakMap<Socket, Connection>();
  private readonly waiting = new Set<Promise<void>>();

  constructor(private readonly server: Server) {}

  /** Before the server listens: a connection is read from its first byte, or not at all. */
  open(answerBy: AnswerBy): void {
    this.answerBy = answerBy;
    this.server.on('connection', (socket: Socket) => this.read(socket));
    this.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      this.connections.get(request.socket)?.follow(request, response);
    });
  }

  private read(socket: Socket): void {
    if (this.answerBy === null) return;
    const [forward, ...more] = socket.listeners('data') as ((bytes: Buffer) => void)[];
    if (!forward || more.length > 0) return;
    const answer = (bytes: Buffer) => this.answer(bytes, socket);
    const wait = (work: Promise<void>) => {
      const waiting = work
        .catch((err: unknown) => {
          this.log.error({ err }, 'A connection is given up');
          socket.destroy();
        })
        .finally(() => this.waiting.delete(waiting));
      this.waiting.add(waiting);
    };
    this.connections.set(socket, new Connection(socket, forward, answer, wait));
  }

  /** From now on the server answers everything. Resolves when nobody waits for an answer of this one. */
  async close(): Promise<void> {
    this.answerBy = null;
    await Promise.all(this.waiting);
  }

  /** What goes wrong here must not harm anybody: the server answers. */
  private answer(bytes: Buffer, socket: Socket): Answer | Promise<Answer> {
    const fail = (err: unknown) => {
      this.log.error({ err }, 'Not answered early');
      return null;
    };
    try {
      const answer = this.answerBy?.(bytes, socket) ?? null;
      return answer instanceof Promise ? answer.catch(fail) : answer;
    } catch (error) {
      return fail(error);
    }
  }
}

/** Knows of one connection whether the server is done with all it was given, so that the next bytes begin a request. */
class Connection {
  /** Requests that were handed to the server. */
  private forwarded = 0;
  /** Of those, how many it has read the head of. */
  private begun = 0;
  /** Of those, how many it has answered. */
  private done = 0;
  /** Bytes of the last one's body that are still to arrive. */
  private toCome = 0;
  /** Bytes that arrived while an answer is being made; null: none is being made. */
  private held: Buffer[] | null = null;
  /** From now on the server reads everything. */
  private isHandedOver = false;

  constructor(
    private readonly socket: Socket,
    private readonly forward: (bytes: Buffer) => void,
    private readonly answer: (bytes: Buffer) => Answer | Promise<Answer>,
    private readonly wait: (work: Promise<void>) => void,
  ) {
    socket.off('data', forward);
    socket.on('data', this.read);
  }

  /** The server has read the head of a request. */
  follow(request: IncomingMessage, response: ServerResponse): void {
    this.begun++;
    if (this.begun > this.forwarded) this.giveUp();
    response.once('close', () => {
      this.done++;
      // Answered before it had arrived whole.
      if (!request.complete) this.giveUp();
    });
  }

  private readonly read = (bytes: Buffer): void => {
    if (this.held) return this.hold(this.held, bytes);
    const answer = this.isIdle() ? this.answer(bytes) : null;
    if (answer instanceof Promise) this.wait(this.answerLater(answer, bytes));
    else this.finish(answer, bytes);
  };

  /** The first request is always the server's, which would cut off a client that has sent it none. */
  private isIdle(): boolean {
    const { forwarded, begun, done, toCome, socket } = this;
    return forwarded > 0 && begun === forwarded && done === forwarded && toCome === 0 && socket.writableLength === 0;
  }

  private async answerLater(answer: Promise<Answer>, bytes: Buffer): Promise<void> {
    const held: Buffer[] = [];
    this.held = held;
    const found = await answer;
    this.held = null;
    // Before the server has the request: it may have a reason of its own to pause.
    if (held.length > 0) this.socket.resume();
    this.finish(found, bytes);
    for (const more of held) {
      if (this.isHandedOver) this.forwardBytes(more);
      else this.read(more);
    }
  }

  /** Of a client that does not wait for its answer; what it sends after this is kept by the socket. */
  private hold(held: Buffer[], bytes: Buffer): void {
    held.push(bytes);
    this.socket.pause();
  }

  private finish(answer: Answer, bytes: Buffer): void {
    if (answer === null) return this.forwardBytes(bytes);
    if (this.socket.writable) this.socket.write(answer, 'latin1');
  }

  private forwardBytes(bytes: Buffer): void {
    // With the connection its parser has gone, maybe to another one.
    if (this.socket.destroyed || this.socket.readableEnded) return;
    if (!this.isHandedOver) this.countBytes(bytes);
    this.forward(bytes);
  }

  private countBytes(bytes: Buffer): void {
    if (this.toCome > 0) {
      this.toCome -= bytes.length;
      if (this.toCome < 0) this.giveUp();
      return;
    }
    const toCome = bytesToCome(bytes);
    if (toCome === null) return this.giveUp();
    this.toCome = toCome;
    this.forwarded++;
  }

  /** Nobody but the server knows any more where a request begins. */
  private giveUp(): void {
    this.isHandedOver = true;
    this.socket.off('data', this.read);
    if (!this.socket.listeners('data').includes(this.forward)) this.socket.on('data', this.forward);
  }
}
