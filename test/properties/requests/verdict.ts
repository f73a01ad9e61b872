import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { Received, Sent } from './client.js';
import type { Document, GeneratedRequest } from './generated-request.js';

/** What is said when no call is meant: by a path that leads nowhere, or a method that is none there. */
const OF_NO_CALL = [400, 404, 405, 413, 415];
/** What is said of a request whose headers nobody could read. */
const UNREAD = 431;

const pointer = (...segments: readonly string[]) =>
  segments.map((one) => encodeURIComponent(one.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** Holds answers against the OpenAPI document: every status must stand there, and every body be of its schema. */
export class Verdicts {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  private readonly checks = new Map<string, ValidateFunction>();

  constructor(private readonly document: Document) {
    this.ajv.addSchema(document, 'shop');
  }

  /** Null: as it should be. */
  problemOf(made: GeneratedRequest, sent: Sent, answer: Received | null): string | null {
    if (answer === null) return null;
    const { status } = answer;
    if (status >= 500) return `answered ${status}`;
    if (status === UNREAD) return this.offFailure(answer.body);
    const operation = this.document.paths[made.template]?.[made.method.toLowerCase()];
    if (sent.method === 'HEAD') return null;
    if (made.pathIsHostile || !operation) return this.offHostilePath(made, answer);
    return this.offOperation(made.template, made.method, answer);
  }

  /** The path may have become that of any call, or of none. */
  private offHostilePath({ method }: GeneratedRequest, answer: Received): string | null {
    if (OF_NO_CALL.includes(answer.status) && this.offFailure(answer.body) === null) return null;
    const problems = Object.entries(this.document.paths)
      .filter(([, methods]) => method.toLowerCase() in methods)
      .map(([template]) => this.offOperation(template, method, answer));
    if (problems.includes(null)) return null;
    return `${answer.status} is the answer of no call`;
  }

  private offOperation(template: string, method: string, answer: Received): string | null {
    const operation = pointer('paths', template, method.toLowerCase());
    const response = this.document.paths[template]?.[method.toLowerCase()]?.responses[answer.status];
    if (!response) return `${answer.status} is not documented`;
    const contents = Object.entries(response.content ?? {});
    if (contents.length === 0) return null;
    const [type, content] = contents.find(([name]) => answer.contentType.startsWith(name)) ?? [];
    if (type === undefined) return `${answer.status} as ${answer.contentType} is not documented`;
    if (type !== 'application/json' || !content?.schema) return null;
    const at = `${operation}/${pointer('responses', `${answer.status}`, 'content', type, 'schema')}`;
    return this.off(`shop#/${at}`, answer.body);
  }

  private offFailure(body: string): string | null {
    return this.off('shop#/components/schemas/Failure', body);
  }

  private off(schema: string, body: string): string | null {
    const check = this.checks.get(schema) ?? this.ajv.compile({ $ref: schema });
    this.checks.set(schema, check);
    try {
      return check(JSON.parse(body)) ? null : this.ajv.errorsText(check.errors);
    } catch {
      return 'is not JSON';
    }
  }
}
