/**
 * A fact that has happened, in a context's published language (`<ctx>/events.ts`).
 * Everything but `at` must survive JSON: strings, numbers, booleans, null, arrays and plain objects of these.
 */
export interface DomainEvent {
  /** `<aggregate>.<past participle>`, for example `order.paid`. */
  readonly type: string;
  readonly at: Date;
}
