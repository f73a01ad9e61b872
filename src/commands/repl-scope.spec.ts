import { callOf } from './repl-scope.js';

class Quiet {
  execute() {}
}
class Telling {
  async execute({ orderId, until = new Date(0) }: { orderId: string; until?: Date }, note = (() => '')()) {
    return { orderId, until, note };
  }
}
class NoUseCase {
  run() {}
}

describe('how the repl writes a call', () => {
  it('as the use case is declared', () => {
    expect(callOf(Quiet)).toBe('execute()');
    expect(callOf(Telling)).toMatch(/^execute\(\{ orderId, until = new Date\(0\) \}, note = \(\(\) ?=> ?''\)\(\)\)$/);
  });

  it('not at all where there is none', () => {
    expect(callOf(NoUseCase)).toBeNull();
  });
});
