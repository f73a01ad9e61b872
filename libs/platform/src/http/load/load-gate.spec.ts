import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
import { ALWAYS_TAKEN_ON, type Importance, LoadGate } from './load-gate.js';

describe('[P40] the gate', () => {
  let now: number;
  let gate: LoadGate;
  let warn: jest.SpyInstance;
  beforeEach(() => {
    now = 0;
    gate = new LoadGate(() => now);
    warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  const admits = (importance: Importance = 'ordinary') => gate.admits(() => importance);
  const turn = () => new Promise(setImmediate);

  /** Requests that arrive; each answers when it is called. */
  function arrive(count: number): (() => void)[] {
    return Array.from({ length: count }, () => {
      const response = new EventEmitter() as ServerResponse;
      gate.enter(response);
      return () => void response.emit('close');
    });
  }

  it('takes on what is offered while few requests are in flight', () => {
    arrive(ALWAYS_TAKEN_ON - 1);
    expect(admits()).toBe(true);
  });

  it('refuses one too many, and takes on the next as soon as one is answered', () => {
    const [answer] = arrive(ALWAYS_TAKEN_ON);
    expect(admits()).toBe(false);
    answer?.();
    expect(admits()).toBe(true);
  });

  it('takes on as many as it answered in the last second', async () => {
    for (const answer of arrive(2_000)) answer();
    now = 1_000;
    arrive(1_999);
    expect(admits()).toBe(true);
    arrive(1);
    expect(admits()).toBe(false);
    await turn();
    now = 2_000;
    expect(admits()).toBe(false);
  });

  it('takes on nothing more in a turn of the event loop that has lasted a second, and goes on in the next', async () => {
    for (let n = 0; n < ALWAYS_TAKEN_ON; n++) admits();
    now = 999;
    expect(admits()).toBe(true);
    now = 1_000;
    expect([admits('ordinary'), admits('callback'), admits('probe')]).toEqual([false, true, true]);
    await turn();
    expect(admits()).toBe(true);
  });

  it('refuses nobody in a slow turn with few requests: that is a machine that has no time, not a flood', () => {
    admits();
    now = 10_000;
    expect(admits()).toBe(true);
  });

  it('does not blame the requests that come after for a pause between two turns', async () => {
    admits();
    await turn();
    now = 5_000;
    expect(admits()).toBe(true);
  });

  it('sheds news of payments last, and probes never', () => {
    arrive(ALWAYS_TAKEN_ON);
    expect([admits('ordinary'), admits('callback'), admits('probe')]).toEqual([false, true, true]);
    arrive(ALWAYS_TAKEN_ON);
    expect([admits('ordinary'), admits('callback'), admits('probe')]).toEqual([false, false, true]);
  });

  it('says once a second that it refuses, and how much it refused', async () => {
    arrive(ALWAYS_TAKEN_ON);
    for (let n = 0; n < 30; n++) admits();
    expect(warn).toHaveBeenCalledTimes(1);
    await turn();
    now = 1_000;
    admits();
    expect(warn).toHaveBeenCalledWith({ refused: 30 }, expect.any(String));
  });

  it('does not count a request whose client has gone already', () => {
    gate.enter(Object.assign(new EventEmitter(), { destroyed: true }) as unknown as ServerResponse);
    expect(gate.inFlight).toBe(0);
  });
});
