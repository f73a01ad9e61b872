import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredObject {
  readonly content: Buffer;
  readonly type: string;
}

/** `silent` takes a request and never answers, `cut` ends in the middle of a file. */
export type S3Mood = 'well' | 'unavailable' | 'silent' | 'cut';

const CREDENTIAL =
  /^AWS4-HMAC-SHA256 Credential=([\w.-]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/**
 * One bucket that speaks enough of S3: PUT, GET and DELETE of objects, by path or by host. It verifies signatures from
 * the description of SigV4, with nothing of the shop's, and that they are about this request and this body.
 */
export class S3Server {
  readonly objects = new Map<string, StoredObject>();
  /** `METHOD key`, of every request that was signed well. */
  readonly asked: string[] = [];
  mood: S3Mood = 'well';

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly bucket: string,
    readonly accessKeyId: string,
    readonly secretAccessKey: string,
    readonly region: string,
  ) {}

  static async open(bucket = 'pictures'): Promise<S3Server> {
    const server = createServer();
    const store = new S3Server(server, bucket, 'AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', 'cn-north-1');
    server.on('request', (request, response) => void store.take(request, response).catch(() => response.destroy()));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return store;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const content = Buffer.concat(await request.toArray());
    const { method = '', url = '' } = request;
    const refuse = (status: number, code: string) =>
      response.writeHead(status, { 'content-type': 'application/xml' }).end(`<Error><Code>${code}</Code></Error>`);
    if (this.mood === 'silent') return;
    if (this.mood === 'unavailable') return void refuse(503, 'SlowDown');
    const refusal = this.refusalOf(request, content);
    if (refusal) return void refuse(403, refusal);
    const key = this.keyOf(request);
    if (key === null) return void refuse(404, 'NoSuchBucket');
    this.asked.push(`${method} ${key}`);
    const object = this.objects.get(key);
    if (method === 'PUT') {
      this.objects.set(key, { content, type: request.headers['content-type'] ?? '' });
      return void response.writeHead(200).end();
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      return void response.writeHead(204).end();
    }
    if (method !== 'GET' || url.includes('?')) return void refuse(501, 'NotImplemented');
    if (!object) return void refuse(404, 'NoSuchKey');
    response.writeHead(200, { 'content-type': object.type, 'content-length': object.content.length });
    if (this.mood === 'well') return void response.end(object.content);
    response.write(object.content.subarray(0, object.content.length / 2), () => response.destroy());
  }

  /** By the host where it begins with the bucket's name, else by the first segment of the path. */
  private keyOf({ headers: { host = '' }, url = '' }: IncomingMessage): string | null {
    if (host.startsWith(`${this.bucket}.`)) return url.slice(1);
    const [, bucket, key = ''] = /^\/([^/]+)\/(.+)$/.exec(url) ?? [];
    return bucket === this.bucket ? key : null;
  }

  private refusalOf({ method = '', url = '', headers }: IncomingMessage, content: Buffer): string | null {
    const [, id = '', day = '', region = '', signedHeaders = '', signature = ''] =
      CREDENTIAL.exec(headers.authorization ?? '') ?? [];
    const date = String(headers['x-amz-date']);
    if (id !== this.accessKeyId) return 'InvalidAccessKeyId';
    const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (!(Math.abs(Date.now() - time) < 900_000) || !date.startsWith(day)) return 'RequestTimeTooSkewed';
    if (headers['x-amz-content-sha256'] !== sha256(content)) return 'XAmzContentSHA256Mismatch';
    const names = signedHeaders.split(';');
    if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => names.includes(name))) return 'AccessDenied';
    const [path = '', query = ''] = url.split('?');
    const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
    const canonical = [method, path, query, lines, signedHeaders, sha256(content)].join('\n');
    const scope = `${day}/${this.region}/s3/aws4_request`;
    const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
    const keys = [day, this.region, 's3', 'aws4_request'];
    const key = keys.reduce<Buffer>((one, text) => hmac(one, text), Buffer.from(`AWS4${this.secretAccessKey}`));
    const expected = hmac(key, toSign);
    const isSigned = region === this.region && timingSafeEqual(expected, Buffer.from(signature, 'hex'));
    return isSigned ? null : 'SignatureDoesNotMatch';
  }
}
