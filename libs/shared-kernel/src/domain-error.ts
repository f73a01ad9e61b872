/** How a refusal is classed; the HTTP layer turns it into a status (see `platform/http`). */
export type ErrorKind =
  | 'invalid' // 400
  | 'unauthenticated' // 401
  | 'forbidden' // 403
  | 'not-found' // 404
  | 'conflict' // 409
  | 'too-large' // 413
  | 'unsupported-type' // 415
  | 'unprocessable' // 422
  | 'rate-limited' // 429
  | 'unavailable'; // 503

export interface ErrorDescription {
  /** Business code (docs/errors.md), for example 4001. */
  readonly code: number;
  readonly kind: ErrorKind;
  readonly zh: string;
  readonly en: string;
  /** Of a value that breaks its rule: where it stands in a request, as far as the model knows. */
  readonly field?: string;
}

/**
 * A refusal the caller can act on. Each context has a subclass for whatever it refuses; where several refuse for one reason they have
 * one business code, and with it one kind, the same words and facts of the same names (test/contract/one-code-one-answer.spec.ts).
 * `facts` go to the client as `data`: never put personal data or secrets there.
 */
export abstract class DomainError extends Error {
  constructor(
    readonly description: ErrorDescription,
    readonly facts: Readonly<Record<string, unknown>> | null = null,
  ) {
    super(description.en);
    this.name = new.target.name;
  }

  get code(): number {
    return this.description.code;
  }
}
