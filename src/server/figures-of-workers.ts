import cluster, { type Worker } from 'node:cluster';
import type { Milliseconds } from '#platform/config';
import {
  addedUp,
  countersOf,
  expositionOf,
  isWatched,
  LONGEST_READING,
  silentWorkers,
  type Snapshot,
  snapshot,
} from '#platform/observability';

/** A worker that takes longer is left out: not one that waits for its database, which may be a while. */
const DEADLINE: Milliseconds = LONGEST_READING + 2_000;

/** What supervisor and workers tell each other; `number` names the question. */
type Message =
  | { readonly jishi: 'tell-yours'; readonly number: number }
  | { readonly jishi: 'mine'; readonly number: number | null; readonly snapshot: Snapshot }
  | { readonly jishi: 'tell-all'; readonly number: number }
  | { readonly jishi: 'all'; readonly number: number; readonly text: string };

/**
 * The figures of all workers as one answer, in the process that supervises them. Counters never go back: of a worker that
 * is late, or has died, what it last told still counts.
 */
export class FiguresOfWorkers {
  /** Of those that live and serve. */
  private readonly lastTold = new Map<Worker, Snapshot>();
  private readonly ofTheDead: Snapshot[] = [];
  private readonly waiting = new Map<number, () => void>();
  private asked = 0;
  private answer: Promise<string> | null = null;

  constructor(private readonly deadline = DEADLINE) {
    cluster.on('listening', (worker) => this.lastTold.has(worker) || this.lastTold.set(worker, []));
    cluster.on('exit', (worker) => this.bury(worker));
    cluster.on('message', (worker, message: Message) => this.hear(worker, message));
  }

  /** Who asks while an answer is being put together shares it. */
  tell(): Promise<string> {
    return (this.answer ??= this.putTogether().finally(() => (this.answer = null)));
  }

  private async putTogether(): Promise<string> {
    const asked = [...this.lastTold.keys()];
    const late = new Set(await Promise.all(asked.map(async (worker) => ((await this.ask(worker)) ? null : worker))));
    const silent = [...this.lastTold].filter(([worker]) => late.has(worker));
    silentWorkers.inc(silent.length);
    const told = [...this.lastTold].map(([worker, last]) => (late.has(worker) ? countersOf(last) : last));
    const dead = await addedUp(this.ofTheDead.splice(0));
    this.ofTheDead.push(dead);
    return expositionOf([...told, dead, [silentWorkers.get()]]);
  }

  /** Whether it told its figures in time. */
  private ask(worker: Worker): Promise<boolean> {
    const number = ++this.asked;
    const told = new Promise<boolean>((resolve) => {
      const late = setTimeout(() => resolve(false), this.deadline);
      this.waiting.set(number, () => {
        clearTimeout(late);
        resolve(true);
      });
      // One that has just died does not answer.
      if (worker.isConnected()) worker.send({ jishi: 'tell-yours', number } satisfies Message, () => undefined);
    });
    return told.finally(() => this.waiting.delete(number));
  }

  private hear(worker: Worker, message: Message): void {
    if (message.jishi === 'mine') {
      if (this.lastTold.has(worker)) this.lastTold.set(worker, message.snapshot);
      if (message.number !== null) this.waiting.get(message.number)?.();
    } else if (message.jishi === 'tell-all') {
      const send = (text: string) =>
        worker.isConnected() && worker.send({ jishi: 'all', number: message.number, text } satisfies Message);
      this.tell().then(send, () => undefined);
    }
  }

  private bury(worker: Worker): void {
    const last = this.lastTold.get(worker);
    this.lastTold.delete(worker);
    if (last) this.ofTheDead.push(countersOf(last));
  }
}

/** In a worker: tells the supervisor its figures when it is asked. */
export function tellSupervisor(): void {
  process.on('message', (message: Message) => {
    if (message.jishi !== 'tell-yours') return;
    void snapshot().then((mine) => send({ jishi: 'mine', number: message.number, snapshot: mine }));
  });
}

/** In a worker that ends: what it has counted since it was last asked. */
export async function tellLast(): Promise<void> {
  if (isWatched()) await send({ jishi: 'mine', number: null, snapshot: await snapshot() });
}

let questions = 0;

/** In a worker: the figures of all of them, from the supervisor. */
export function askSupervisor(): Promise<string> {
  const number = ++questions;
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(late);
      process.off('message', listen);
    };
    const listen = (message: Message) => {
      if (message.jishi !== 'all' || message.number !== number) return;
      stop();
      resolve(message.text);
    };
    const late = setTimeout(() => {
      stop();
      reject(new Error('The supervisor does not tell the figures'));
    }, 2 * DEADLINE);
    process.on('message', listen);
    void send({ jishi: 'tell-all', number });
  });
}

function send(message: Message): Promise<void> {
  return new Promise((done) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => done());
    else done();
  });
}
