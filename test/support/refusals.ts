import type { DomainError, ErrorKind } from '#kernel';

/** What is refused, how, its code and class, and the facts that go with it. */
export type Told = [
  what: string,
  refuse: () => DomainError,
  code: number,
  kind: ErrorKind,
  facts?: Record<string, unknown> | null,
];

/** A test for each refusal of a context. */
export function tellsOfEach(refusals: readonly Told[]): void {
  it.each(refusals)(
    'tells of %s by code and class, in Chinese and in English',
    (_, refuse, code, kind, facts = null) => {
      const refusal = refuse();
      expect(refusal.description).toMatchObject({ code, kind });
      expect(refusal.facts).toEqual(facts);
      expect(refusal.description.zh).toMatch(/\p{Script=Han}/u);
      expect(refusal.description.en).toMatch(/^[A-Z]/);
    },
  );
}
