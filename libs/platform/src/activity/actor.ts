/** Who does something, and from where. */
export interface Actor {
  readonly kind: 'staff' | 'shopper' | 'system' | 'anonymous';
  /** `system` for the system, null for whoever is not signed in. */
  readonly id: string | null;
  /** Null where no request is behind it. */
  readonly ip: string | null;
  readonly requestId: string | null;
}

/** Jobs and reactions to events: nobody asked for it just now. */
export const SYSTEM: Actor = { kind: 'system', id: 'system', ip: null, requestId: null };
