type Specs = readonly (readonly [path: string, text: string])[];

export function citationsIn(text: string): string[];
export function problemsOf(document: string, specs: Specs): string[];
export function withTests(document: string, specs: Specs): string;
