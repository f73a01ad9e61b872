import { Logger } from '@nestjs/common';
import type { ChannelModel, Options } from 'amqplib';
import { setTimeout as pause } from 'node:timers/promises';
import type { Milliseconds } from '#platform/config';
import { withDeadline } from '#platform/resilience';

/** Deadline of whatever the broker is to answer: connects, declarations and confirms can hang for ever. */
export const DEADLINE: Milliseconds = 5_000;
const HEARTBEAT_SECONDS = 10;
const FIRST_PAUSE: Milliseconds = 250;
const LONGEST_PAUSE: Milliseconds = 15_000;

/**
 * One connection to the broker that is made again whenever it is lost, after a pause that grows, with jitter. Nobody
 * waits for it. `prepare` makes the channels and whatever they need each time, and is part of connecting.
 */
export class BrokerConnection {
  private readonly log = new Logger('Broker');
  private readonly stopped = new AbortController();
  private readonly farewell = new Promise<never>((_, reject) => {
    this.stopped.signal.addEventListener('abort', () => reject(new Error('the process stops')));
  });
  private readonly options: Options.Connect;
  private kept: Promise<void> = Promise.resolve();
  private current: ChannelModel | null = null;
  private letGo: (reason: unknown) => void = () => undefined;
  private isDown = false;

  constructor(
    url: string,
    private readonly prepare: (connection: ChannelModel) => Promise<void>,
  ) {
    this.options = optionsOf(new URL(url));
    this.farewell.catch(() => undefined);
  }

  start(): void {
    this.kept = this.keep();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    this.letGo(new Error('the process stops'));
    await this.kept;
  }

  /** Null while there is none that is prepared. */
  get open(): ChannelModel | null {
    return this.current;
  }

  /** Gives up a connection that does not do what it should; the next one follows. */
  drop(reason: unknown): void {
    this.letGo(reason);
  }

  private async keep(): Promise<void> {
    for (let failures = 0; !this.stopped.signal.aborted; failures++) {
      try {
        const lost = await this.connect();
        failures = 0;
        this.say(null);
        throw await lost;
      } catch (error) {
        this.current = null;
        if (!this.stopped.signal.aborted) this.say(error);
      }
      await pause(jittered(failures), null, { signal: this.stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  /** Answers a promise of the reason for which it was lost. */
  private async connect(): Promise<Promise<unknown>> {
    const { connect } = await import('amqplib');
    const connecting = connect(this.options, { timeout: DEADLINE, noDelay: true });
    const connection = await this.inTime(connecting).catch((error: unknown) => {
      void connecting.then(abandon, () => undefined);
      throw error;
    });
    const lost = new Promise<unknown>((resolve) => {
      this.letGo = resolve;
      connection.on('error', resolve);
      connection.on('close', (error) => resolve(error ?? new Error('the broker closed the connection')));
    });
    void lost.then(() => abandon(connection));
    await this.inTime(this.prepare(connection)).catch((error: unknown) => {
      this.letGo(error);
      throw error;
    });
    this.current = connection;
    return lost;
  }

  private inTime<T>(work: Promise<T>): Promise<T> {
    return Promise.race([withDeadline(work, DEADLINE), this.farewell]);
  }

  /** Once for each outage and each recovery. */
  private say(problem: unknown): void {
    const isDown = problem !== null;
    if (isDown && !this.isDown) this.log.warn(`${this.host} does not answer, events wait: ${describe(problem)}`);
    if (!isDown) this.log.log(`${this.host} answers`);
    this.isDown = isDown;
  }

  /** Without user and password. */
  private get host(): string {
    return `${this.options.hostname}:${this.options.port}`;
  }
}

function optionsOf({ protocol, hostname, port, username, password, pathname }: URL): Options.Connect {
  const isSecure = protocol === 'amqps:';
  return {
    protocol: isSecure ? 'amqps' : 'amqp',
    hostname: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || (isSecure ? 5671 : 5672)),
    ...(username && { username: decodeURIComponent(username), password: decodeURIComponent(password) }),
    vhost: pathname.slice(1),
    heartbeat: HEARTBEAT_SECONDS,
  };
}

/** It may never answer the farewell; then its heartbeat ends it, with an error that must find somebody to hear it. */
function abandon(connection: ChannelModel): void {
  connection.on('error', () => undefined);
  connection.close().catch(() => undefined);
}

function jittered(failures: number): Milliseconds {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

/** Node's error for a host with several addresses has a code and no message. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
