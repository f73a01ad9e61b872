import dns from 'node:dns';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { S3Server } from '../../../test/support/s3-server.js';
import { PicturesUnavailable } from '../domain/errors.js';
import { DiskFileStore } from './disk-file-store.js';
import { aName, contentOf, fileStoreContract } from './file-store.contract.js';
import { InMemoryFileStore } from './in-memory-file-store.js';
import { S3FileStore, type S3Store } from './s3-file-store.js';

let logged: string[] = [];
beforeEach(() => {
  logged = [];
  jest.spyOn(Logger.prototype, 'error').mockImplementation((line: string) => void logged.push(line));
});
afterEach(() => jest.restoreAllMocks());

const picture = Buffer.from('picture');

describe('files in memory', () => {
  const store = new InMemoryFileStore();
  fileStoreContract(() => store);
});

describe('files on a disk', () => {
  let folder: string;
  let store: DiskFileStore;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'jishi-files-'));
    store = new DiskFileStore(join(folder, 'not', 'there', 'yet'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  fileStoreContract(() => store);

  it('are whole or not there: a file that was not finished is not seen, and goes with the name', async () => {
    const name = aName();
    const folderOfName = join(folder, 'not', 'there', 'yet', name.slice(0, 2));
    await store.put(name, picture);
    expect(readdirSync(folderOfName).filter((file) => file.includes(name))).toEqual([name]);
    await store.delete(name);
    writeFileSync(join(folderOfName, `.${name}.unfinished`), 'pic');
    expect(await store.open(name)).toBeNull();
    await store.delete(name);
    expect(readdirSync(folderOfName).filter((file) => file.includes(name))).toEqual([]);
  });

  it('are unavailable where the disk refuses, and the log says why and not where', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    await expect(new DiskFileStore(file).put(aName(), picture)).rejects.toThrow(PicturesUnavailable);
    expect(logged).toEqual([expect.stringMatching(/^The disk refuses a picture: (ENOTDIR|EEXIST)$/)]);
  });
});

describe('files in an S3-compatible store', () => {
  let server: S3Server;
  let store: S3FileStore;
  const opened: S3FileStore[] = [];
  const storeWith = (change: Partial<S3Store> = {}, deadline?: number, now?: () => number) => {
    const { url: endpoint, bucket, region, accessKeyId, secretAccessKey } = server;
    const settings = { kind: 's3' as const, endpoint, bucket, region, accessKeyId, secretAccessKey, pathStyle: true };
    const made = new S3FileStore({ ...settings, ...change }, deadline, now);
    opened.push(made);
    return made;
  };
  beforeAll(async () => {
    server = await S3Server.open();
    store = storeWith();
  });
  afterEach(() => {
    server.mood = 'well';
  });
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.onApplicationShutdown()));
    await server.close();
  });

  fileStoreContract(() => store);

  it('have their type and their own name in the bucket', async () => {
    const name = aName();
    await store.put(name, picture, 'image/png');
    expect(server.objects.get(name)).toEqual({ content: picture, type: 'image/png' });
  });

  it('are asked for at the host of the bucket where that is the style', async () => {
    jest.spyOn(dns, 'lookup').mockImplementation(((host: string, _: object, answer: (...all: unknown[]) => void) => {
      expect(host).toBe('pictures.s3.example');
      answer(null, [{ address: '127.0.0.1', family: 4 }]);
    }) as never);
    const hosted = storeWith({ endpoint: `http://s3.example:${server.port}`, pathStyle: false });
    const name = aName();
    await hosted.put(name, picture, 'image/jpeg');
    expect(server.asked.at(-1)).toBe(`PUT ${name}`);
    expect(String(await contentOf(hosted, name))).toBe('picture');
  });

  it.each([
    ['SignatureDoesNotMatch', { secretAccessKey: 'another-secret' }],
    ['SignatureDoesNotMatch', { region: 'us-east-1' }],
    ['InvalidAccessKeyId', { accessKeyId: 'AKIDELSE' }],
  ])('are unavailable with wrong credentials, and the log has the code alone: %s', async (code, change) => {
    await expect(storeWith(change).put(aName(), picture, 'image/jpeg')).rejects.toThrow(PicturesUnavailable);
    expect(logged).toEqual([`The store refuses a PUT: 403 ${code}`]);
  });

  it('are unavailable in a bucket that is not there, which is not the same as to be missing', async () => {
    await expect(storeWith({ bucket: 'elsewhere' }).put(aName(), picture, 'image/jpeg')).rejects.toThrow(
      PicturesUnavailable,
    );
    expect(logged).toEqual(['The store refuses a PUT: 404 NoSuchBucket']);
  });

  it('are unavailable, with a hint when to ask again, while the store is busy, silent or gone', async () => {
    const name = aName();
    const impatient = storeWith({}, 50);
    const gone = storeWith({ endpoint: 'http://127.0.0.1:1' });
    server.mood = 'unavailable';
    await expect(store.put(name, picture, 'image/jpeg')).rejects.toMatchObject({ code: 503, retryAfterSeconds: 5 });
    await expect(store.open(name)).rejects.toThrow(PicturesUnavailable);
    server.mood = 'silent';
    await expect(impatient.delete(name)).rejects.toThrow(PicturesUnavailable);
    await expect(gone.open(name)).rejects.toThrow(PicturesUnavailable);
    expect(logged).toEqual([
      'The store refuses a PUT: 503 SlowDown',
      'The store refuses a GET: 503 SlowDown',
      expect.stringMatching(/^The store refuses a DELETE: \w*Abort\w*$|UND_ERR_ABORTED/),
      'The store refuses a GET: ECONNREFUSED',
    ]);
  });

  it('are left alone for some seconds after five failures, and asked again then', async () => {
    let now = 0;
    const careful = storeWith({}, undefined, () => now);
    server.mood = 'unavailable';
    for (let time = 0; time < 5; time++) await careful.open(aName()).catch(() => undefined);
    server.mood = 'well';
    const asked = server.asked.length;
    await expect(careful.open(aName())).rejects.toThrow(PicturesUnavailable);
    expect(server.asked).toHaveLength(asked);
    now += 3_001;
    expect(await careful.open(aName())).toBeNull();
  });

  it('end with an error for the reader where the store breaks off', async () => {
    const name = aName();
    await store.put(name, Buffer.alloc(500_000), 'image/jpeg');
    server.mood = 'cut';
    const file = await store.open(name);
    await expect(file?.stream.toArray()).rejects.toThrow();
  });
});
