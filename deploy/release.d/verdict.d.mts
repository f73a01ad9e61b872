export interface Figures {
  readonly requests: number | null;
  readonly failures: number | null;
  readonly timed: number | null;
  readonly slow: number | null;
}

export function judge(
  figures: { readonly canary: Figures & { readonly up: number | null }; readonly stable: Figures },
  minimum: number,
): { readonly verdict: 'good' | 'worse' | 'inconclusive'; readonly reason: string };

export function atLeast(k: number, n: number, share: number): number;
