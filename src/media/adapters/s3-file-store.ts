import { createHash } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';
import type { Config } from '#platform/config';
import { refuseInsideTransaction } from '#platform/database';
import { CircuitBreaker, CircuitOpen } from '#platform/resilience';
import { FileStore, mustBeFileName, type StoredFile } from '../application/file-store.js';
import { PicturesUnavailable } from '../domain/errors.js';
import type { PictureType } from '../domain/picture.js';

export type S3Store = Extract<Config['uploads']['store'], { kind: 's3' }>;

/** Milliseconds until an answer has begun; a picture has 2 MB at most. */
const DEADLINE = 8_000;
/** The longest silence in the middle of a file. */
const SILENCE = 5_000;
const FAILURES = 5;
const PAUSE = 3_000;
/** Characters of a refusal that are read, for its code. */
const ENOUGH_OF_A_REFUSAL = 2_000;

interface Asked {
  readonly method: 'PUT' | 'GET' | 'DELETE';
  readonly name: string;
  readonly content?: Buffer;
  readonly type?: PictureType;
}

class RefusedByStore extends Error {}

/**
 * A bucket of an S3-compatible store, which nobody but this server has to see. Each request is made once, has a deadline and is
 * signed (SigV4) together with its content; a store that failed several times in a row is left alone for some seconds.
 */
export class S3FileStore extends FileStore implements OnApplicationShutdown {
  private readonly log = new Logger(S3FileStore.name);
  private readonly agent = new Agent({
    headersTimeout: DEADLINE,
    bodyTimeout: SILENCE,
    connect: { timeout: DEADLINE },
  });
  private readonly breaker: CircuitBreaker;
  private readonly base: URL;

  constructor(
    private readonly store: S3Store,
    /** Milliseconds. */
    private readonly deadline = DEADLINE,
    now?: () => number,
  ) {
    super();
    this.breaker = new CircuitBreaker(FAILURES, PAUSE, now);
    this.base = new URL(`${store.endpoint}/`);
    if (store.pathStyle) this.base.pathname += `${store.bucket}/`;
    else this.base.hostname = `${store.bucket}.${this.base.hostname}`;
  }

  async put(name: string, content: Buffer, type: PictureType): Promise<void> {
    await this.ask({ method: 'PUT', name, content, type }, async ({ body }) => body.dump());
  }

  open(name: string): Promise<StoredFile | null> {
    return this.ask({ method: 'GET', name }, async ({ statusCode, headers, body }) => {
      if (statusCode !== 404) return { bytes: Number(headers['content-length']), stream: body };
      await body.dump();
      return null;
    });
  }

  async delete(name: string): Promise<void> {
    await this.ask({ method: 'DELETE', name }, async ({ body }) => body.dump());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }

  private async ask<T>(asked: Asked, read: (answer: Dispatcher.ResponseData) => Promise<T>): Promise<T> {
    refuseInsideTransaction();
    mustBeFileName(asked.name);
    try {
      return await this.breaker.run(async () => read(await this.send(asked)));
    } catch (error) {
      if (!(error instanceof CircuitOpen)) this.log.error(`The store refuses a ${asked.method}: ${reasonOf(error)}`);
      throw new PicturesUnavailable();
    }
  }

  private async send({ method, name, content, type }: Asked): Promise<Dispatcher.ResponseData> {
    const url = new URL(name, this.base);
    const { AwsV4Signer } = await import('aws4fetch');
    const { accessKeyId, secretAccessKey, region } = this.store;
    const digest = createHash('sha256')
      .update(content ?? '')
      .digest('hex');
    const headers = { 'x-amz-content-sha256': digest, ...(type && { 'content-type': type }) };
    const request = { method, url: url.href, headers, accessKeyId, secretAccessKey, region, service: 's3' };
    const signed = await new AwsV4Signer(request).sign();
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.deadline);
    try {
      const answer = await this.agent.request({
        origin: url.origin,
        path: url.pathname,
        method,
        signal: late.signal,
        headers: Object.fromEntries(signed.headers),
        body: content ?? null,
      });
      // A reader that went away, or a store that breaks off, must not end the process where nobody listens any more.
      answer.body.on('error', () => undefined);
      const isThere = answer.statusCode < 300 || (answer.statusCode === 404 && method !== 'PUT');
      if (isThere) return answer;
      throw new RefusedByStore(`${answer.statusCode} ${await codeOf(answer.body)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** The code in S3's own words, which names no secret; the rest of a refusal is not looked at. */
async function codeOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length > ENOUGH_OF_A_REFUSAL) break;
  }
  return /<Code>([A-Za-z0-9]{1,64})<\/Code>/.exec(text)?.[1] ?? 'without a code';
}

function reasonOf(error: unknown): string {
  if (error instanceof RefusedByStore) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return String(typeof code === 'string' ? code : name);
}
