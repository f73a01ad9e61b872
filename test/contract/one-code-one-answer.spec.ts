import { declaredErrors } from './declared-errors.js';

/** Codes below 1000 are statuses, which say different things of different contexts. */
const business = declaredErrors().filter(({ code }) => code >= 1000);
const shared = [...new Set(business.map(({ code }) => code))]
  .map((code) => [code, business.filter((error) => error.code === code)] as const)
  .filter(([, errors]) => errors.length > 1);

describe('a business code that several refusals have', () => {
  it('is there', () => {
    expect(shared.map(([code]) => code)).toEqual(expect.arrayContaining([2002, 2003, 3001, 4002, 5002]));
  });

  it.each(shared)('%i has one status, the same words and the same facts, whoever refuses', (_, errors) => {
    const answers = errors.map(({ status, zh, en, facts }) => ({ status, zh, en, facts }));
    expect(answers).toEqual(answers.map(() => answers[0]));
  });

  it('is read with the facts that are written there', () => {
    const factsOf = (name: string) => business.find(({ className }) => className === name)?.facts;
    expect([factsOf('OutOfStock'), factsOf('ThresholdNotMet'), factsOf('OrderNotFound')]).toEqual([
      ['shortages'],
      ['goodsFen', 'thresholdFen'],
      [],
    ]);
    expect([factsOf('CouponNotStarted'), factsOf('LineNotFound')]).toEqual([['validFrom'], ['skuIds']]);
  });
});
