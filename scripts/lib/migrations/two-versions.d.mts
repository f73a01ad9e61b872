export function madeBy(sql: string): string | null;
export function risksOf(sql: string, released: ReadonlySet<string>): string[];
