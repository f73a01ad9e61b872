import { type Rejection, Rejections } from '../application/rejections.js';

export class InMemoryRejections extends Rejections {
  readonly kept = new Map<string, Rejection>();

  keep(rejection: Rejection): Promise<void> {
    if (!this.kept.has(rejection.key)) this.kept.set(rejection.key, rejection);
    return Promise.resolve();
  }
}
