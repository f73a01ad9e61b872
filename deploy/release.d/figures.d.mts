import type { Figures } from './verdict.mjs';

export function figuresOf(
  prometheus: string,
  about: { readonly live: string; readonly seconds: number; readonly slowSeconds: number },
): Promise<{ readonly canary: Figures & { readonly up: number | null }; readonly stable: Figures }>;
