import { AggregateRoot, type DomainEvent } from '#kernel';

interface LampLit extends DomainEvent {
  readonly type: 'lamp.lit';
}

class Lamp extends AggregateRoot<LampLit> {
  light(at: Date): void {
    this.record({ type: 'lamp.lit', at });
  }
}

describe('AggregateRoot', () => {
  const noon = new Date('2026-01-01T12:00:00.000Z');
  const one = new Date('2026-01-01T13:00:00.000Z');

  it('hands its events over once, in the order they happened', () => {
    const lamp = new Lamp();
    lamp.light(noon);
    lamp.light(one);
    expect(lamp.takeEvents().map(({ at }) => at)).toEqual([noon, one]);
    expect(lamp.takeEvents()).toEqual([]);
  });

  it('hands over later what happens later', () => {
    const lamp = new Lamp();
    lamp.light(noon);
    lamp.takeEvents();
    lamp.light(one);
    expect(lamp.takeEvents()).toEqual([{ type: 'lamp.lit', at: one }]);
  });
});
