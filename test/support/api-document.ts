import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { statusOfCode, TOKEN_CODES } from '../contract/business-codes.js';

export interface Operation {
  readonly description?: string;
  /** What staff need for it; null: any member of staff. */
  readonly 'x-permission'?: string | null;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
}

export interface OpenApiDocument {
  readonly openapi: string;
  /** Of operations that name none. */
  readonly security?: Operation['security'];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** Business codes an operation says it may refuse with. */
export function documentedCodes({ description = '' }: Operation): number[] {
  const [, list = ''] = /Business codes: ([\d, ]+)/.exec(description) ?? [];
  return list.split(', ').filter(Boolean).map(Number);
}

const FAILURE = {
  type: 'object',
  required: ['code', 'message', 'data', 'requestId'],
  additionalProperties: false,
  properties: {
    code: { type: 'integer' },
    message: { type: 'string', minLength: 1 },
    data: { type: ['object', 'null'] },
    requestId: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,64}$' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        additionalProperties: false,
        properties: { path: { type: 'string' }, message: { type: 'string', minLength: 1 } },
      },
    },
  },
};

const pointer = (...segments: readonly string[]) =>
  segments.map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** What the server says of itself at /docs-json, to hold its answers against. */
export class ApiDocument {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly failure = this.ajv.compile(FAILURE);

  constructor(readonly document: OpenApiDocument) {
    this.ajv.addSchema(document, 'shop');
  }

  static async of(url: string): Promise<ApiDocument> {
    const answer = await fetch(`${url}/docs-json`);
    return new ApiDocument((await answer.json()) as OpenApiDocument);
  }

  /** Throws when an answer is not what the document promises for this call. */
  hold(method: string, path: string, status: number, body: unknown): void {
    const template = this.templateOf(path);
    const operation = this.document.paths[template ?? '']?.[method.toLowerCase()];
    const succeeded = status < 400 && template !== undefined;
    const problem = succeeded
      ? this.offSuccess(template, method, status, body)
      : this.offFailure(operation, status, body);
    if (problem) throw new Error(`${method} ${path} → ${status}: ${problem}\n${JSON.stringify(body)}`);
  }

  private offSuccess(template: string, method: string, status: number, body: unknown): string | null {
    const response = this.document.paths[template]?.[method.toLowerCase()]?.responses[status];
    if (!response?.content) return 'not documented';
    const operation = pointer('paths', template, method.toLowerCase());
    const at = `${operation}/${pointer('responses', `${status}`, 'content', 'application/json', 'schema')}`;
    const check = this.checks.get(at) ?? this.ajv.compile({ $ref: `shop#/${at}` });
    this.checks.set(at, check);
    return check(body) ? null : this.ajv.errorsText(check.errors);
  }

  private offFailure(operation: Operation | undefined, status: number, body: unknown): string | null {
    if (status < 400) return 'not documented';
    if (!this.failure(body)) return this.ajv.errorsText(this.failure.errors);
    const { code } = body as { code: number };
    if (statusOfCode(code) !== status) return `code ${code} belongs to another status`;
    const said = code < 1000 || !operation || TOKEN_CODES.includes(code) || documentedCodes(operation).includes(code);
    return said ? null : `code ${code} is not documented for this call`;
  }

  /** The documented path that is meant: a word in it counts more than a parameter. */
  private templateOf(path: string): string | undefined {
    const [bare = ''] = path.split('?');
    return Object.keys(this.document.paths)
      .filter((template) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare))
      .sort((a, b) => a.split('{').length - b.split('{').length)[0];
  }
}
