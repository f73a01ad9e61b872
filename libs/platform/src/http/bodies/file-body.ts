import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { applyDecorators, HttpException, HttpStatus } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '#kernel';
import { InvalidRequest } from '../answers/generic-errors.js';
import { Documented } from '../reference/documented.js';

interface FileRules {
  /** What the one part of the form is called in the API reference; any name is taken. */
  readonly field: string;
  /** Bytes of the file. */
  readonly most: number;
}

type FileRequest = FastifyRequest & { form?: Readable };

/** Bytes of a form besides its file: boundaries, the headers of the part, what stands before and after it. */
const AROUND_THE_FILE = 16 * 1024;
const LIMITS = { files: 1, fields: 0, parts: 1, headerPairs: 16, headerSize: 8 * 1024 };

export class FileTooLarge extends DomainError {
  constructor(readonly most: number) {
    super({ code: 413, kind: 'too-large', zh: '文件过大', en: 'The file is too large' }, { mostBytes: most });
  }
}

const rulesOf = ({ routeOptions }: FastifyRequest): FileRules | undefined =>
  (routeOptions.config as { file?: FileRules } | undefined)?.file;

/** Marks a route that takes a form with one file and nothing else; `fileOf` reads it. */
export function TakesFile(field: string, { most }: Pick<FileRules, 'most'>): MethodDecorator {
  const binary = { type: 'string' as const, format: 'binary' };
  const form = {
    type: 'object' as const,
    required: [field],
    additionalProperties: false,
    properties: { [field]: binary },
  };
  return applyDecorators(
    RouteConfig({ file: { field, most } satisfies FileRules }),
    Documented(({ ApiConsumes, ApiBody }) => [
      ApiConsumes('multipart/form-data'),
      ApiBody({ required: true, schema: form }),
    ]),
  );
}

/** Takes forms for the routes marked so and for no other. Nothing of a form is read before the guards have let it in. */
export function takeFiles(fastify: FastifyInstance): void {
  fastify.addContentTypeParser('multipart/form-data', (request: FileRequest, payload: Readable, done) => {
    if (!rulesOf(request)) return done(unsupported());
    request.form = payload;
    done(null, undefined);
  });
}

/**
 * The file in the form that was sent; its name and its type are what somebody said, and are not looked at.
 * @throws HttpException 415 when it is no form
 * @throws InvalidRequest when it is broken off, or has anything but the one file
 * @throws FileTooLarge
 */
export async function fileOf(request: FastifyRequest): Promise<Buffer> {
  const rules = rulesOf(request);
  if (!rules) throw new Error('The route is not marked as one that takes a file');
  const { form } = request as FileRequest;
  if (!form) throw unsupported();
  const mostOfAll = rules.most + AROUND_THE_FILE;
  if (Number(request.headers['content-length'] ?? 0) > mostOfAll) throw new FileTooLarge(rules.most);
  return new Promise((resolve, reject) => {
    let parser: BusboyInstance;
    const refuse = (error: Error) => {
      reject(error);
      form.unpipe();
      // The rest is let go by, so that the answer can be read; the request's time limit ends it.
      form.resume();
    };
    try {
      parser = parserOf(request.headers['content-type'] ?? '', rules, resolve, refuse);
    } catch {
      return refuse(invalid('', 'is no form'));
    }
    let read = 0;
    form.on('data', (chunk: Buffer) => {
      read += chunk.length;
      if (read > mostOfAll) refuse(new FileTooLarge(rules.most));
    });
    form.once('close', () => {
      if (!form.readableEnded) refuse(invalid('', 'breaks off'));
    });
    form.pipe(parser);
  });
}

function parserOf(
  type: string,
  { field, most }: FileRules,
  done: (file: Buffer) => void,
  refuse: (error: Error) => void,
): BusboyInstance {
  const parser = new Busboy({ headers: { 'content-type': type }, limits: { ...LIMITS, fileSize: most } });
  const alone = () => refuse(invalid('', 'must have one part, the file'));
  const chunks: Buffer[] = [];
  let found = false;
  parser.on('file', (_name, stream) => {
    found = true;
    stream.on('error', () => refuse(invalid('', 'breaks off')));
    stream.on('limit', () => refuse(new FileTooLarge(most)));
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  });
  for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) parser.on(limit, alone);
  parser.on('error', () => refuse(invalid('', 'is broken')));
  parser.on('finish', () => (found ? done(Buffer.concat(chunks)) : refuse(invalid(field, 'is missing'))));
  return parser;
}

const invalid = (path: string, message: string) => new InvalidRequest([{ path, message }]);
const unsupported = () => new HttpException('Unsupported Media Type', HttpStatus.UNSUPPORTED_MEDIA_TYPE);
