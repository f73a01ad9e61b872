import { CircuitBreaker } from '#platform/resilience';
import { watchCircuit } from './call-figures.js';

/** Attempts in a row without an answer after which an endpoint is left alone. */
const FAILURES = 10;
/** Milliseconds between two trials of an endpoint that is left alone. */
export const TRIAL_PAUSE_MS = 2_000;
/** How long the backup host is preferred once the main one did not answer. */
const AWAY_MS = 60_000;

/** One address of a service, with a circuit breaker for each of its endpoints. */
export class Host {
  private readonly breakers = new Map<string, CircuitBreaker>();

  constructor(
    readonly origin: string,
    private readonly elapsed: () => number,
    /** Tells its circuits from those of the other one. */
    private readonly suffix = '',
  ) {}

  breakerOf(operation: string): CircuitBreaker {
    const known = this.breakers.get(operation);
    if (known) return known;
    const breaker = new CircuitBreaker(FAILURES, TRIAL_PAUSE_MS, this.elapsed);
    this.breakers.set(operation, breaker);
    watchCircuit(operation + this.suffix, breaker);
    return breaker;
  }
}

/** The main host of a service and, where it has one, its backup: asked while the main one does not answer. */
export class Hosts {
  private readonly main: Host;
  private readonly backup: Host | null;
  private awayUntil = -Infinity;

  constructor(
    main: string,
    backup: string | null,
    private readonly tell: (news: string) => void,
    /** Milliseconds that never jump. */
    private readonly elapsed: () => number,
  ) {
    this.main = new Host(main, elapsed);
    this.backup = backup === null ? null : new Host(backup, elapsed, ' at the backup host');
  }

  /** The host to ask now, then the one to ask where that is left alone. */
  inTurn(): readonly Host[] {
    if (!this.backup) return [this.main];
    return this.elapsed() < this.awayUntil ? [this.backup, this.main] : [this.main, this.backup];
  }

  /** Whether somebody else could be asked in time, should this host be slow. */
  get areTwo(): boolean {
    return this.backup !== null;
  }

  /** The next call goes to the other one: to the backup for a while, or back. */
  failed(host: Host, why: string): void {
    if (!this.backup) return;
    if (host === this.backup) {
      this.awayUntil = -Infinity;
      return;
    }
    const wasAway = this.elapsed() < this.awayUntil;
    this.awayUntil = this.elapsed() + AWAY_MS;
    if (!wasAway) this.tell(`${host.origin} does not answer (${why}); ${this.backup.origin} is asked for a minute`);
  }
}
