interface Wait {
  /** WeChat's milliseconds. */
  left: number;
  since: number;
  timer?: NodeJS.Timeout;
  end: () => void;
}

export interface Pause {
  /** Resolves when the time is over or the pause was ended. */
  done: Promise<void>;
  end: () => void;
  /** When it ends at the present scale, in real milliseconds since 1970. */
  dueAt(): number;
}

const longestTimerMs = 2 ** 31 - 1;

/** Slower than a tenth no timer is long enough for the schedule. */
export function isTimeScale(value: number): boolean {
  return value >= 0.1 && value <= 1_000_000;
}

/** How fast WeChat's schedules run: with a scale of 60 its minutes are our seconds. */
export class Pace {
  private readonly waits = new Set<Wait>();

  constructor(private current = 1) {}

  get scale(): number {
    return this.current;
  }

  /** Applies at once to what is already being waited for. */
  set scale(scale: number) {
    for (const wait of this.waits) {
      wait.left = this.leftOf(wait);
      wait.since = performance.now();
    }
    this.current = scale;
    for (const wait of this.waits) this.arm(wait);
  }

  /** @param ms of WeChat's time that have passed at once: what is being waited for is so much nearer */
  skip(ms: number): void {
    for (const wait of this.waits) {
      wait.left = Math.max(0, this.leftOf(wait) - ms);
      wait.since = performance.now();
      this.arm(wait);
    }
  }

  /** @param ms in WeChat's time */
  pause(ms: number): Pause {
    let resolve = () => {};
    const done = new Promise<void>((settle) => (resolve = settle));
    const wait: Wait = {
      left: ms,
      since: performance.now(),
      end: () => {
        clearTimeout(wait.timer);
        this.waits.delete(wait);
        resolve();
      },
    };
    this.waits.add(wait);
    this.arm(wait);
    return {
      done,
      end: wait.end,
      dueAt: () => Math.round(performance.timeOrigin + wait.since + wait.left / this.current),
    };
  }

  private leftOf(wait: Wait): number {
    return Math.max(0, wait.left - (performance.now() - wait.since) * this.current);
  }

  private arm(wait: Wait): void {
    clearTimeout(wait.timer);
    wait.timer = setTimeout(wait.end, Math.min(wait.left / this.current, longestTimerMs)).unref();
  }
}
