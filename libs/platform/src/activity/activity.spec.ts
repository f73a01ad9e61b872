import { setTimeout as pause } from 'node:timers/promises';
import { Activity, asActivity, currentActivity, SYSTEM, within } from '#platform/activity';

describe('an activity', () => {
  it('is known to everything that is done for it, and to nothing else', async () => {
    const seen = await Promise.all(
      ['one', 'other'].map((purpose) =>
        asActivity(purpose, async () => {
          await pause(1);
          return currentActivity()?.purpose;
        }),
      ),
    );
    expect(seen).toEqual(['one', 'other']);
    expect(currentActivity()).toBeUndefined();
  });

  it('is the system’s own where nobody asked for it', async () => {
    expect(await asActivity('job', async () => currentActivity()?.actor)).toBe(SYSTEM);
  });

  it('asks who acts when it is asked itself', () => {
    let actor = SYSTEM;
    const activity = new Activity('request', () => actor);
    actor = { kind: 'shopper', id: 'u1', ip: null, requestId: 'r1' };
    expect(within(activity, () => currentActivity()?.actor.id)).toBe('u1');
  });

  it('tells once that it is over, also when its work failed', async () => {
    const ending = jest.fn();
    const failing = asActivity('job', async () => {
      currentActivity()?.whenOver(ending);
      expect(ending).not.toHaveBeenCalled();
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(ending).toHaveBeenCalledTimes(1);
  });

  it('tells at once when it was over before somebody asked', async () => {
    let activity: Activity | undefined;
    await asActivity('job', async () => (activity = currentActivity()));
    const ending = jest.fn();
    activity?.whenOver(ending);
    expect(ending).toHaveBeenCalledTimes(1);
  });
});
