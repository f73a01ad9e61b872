import { type Link, ROOT_CONTEXT, SpanKind, trace, TraceFlags } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { FollowsCauses, samplerFrom } from './sampler.js';

const at = (sampled: boolean) => ({
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  isRemote: true,
});

/** Whether a trace is kept that these environment variables decide about. */
function isKept(env: Record<string, string>, { parent, causes = [] }: { parent?: boolean; causes?: boolean[] } = {}) {
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, at(parent));
  const links: Link[] = causes.map((sampled) => ({ context: at(sampled) }));
  const sampler = new FollowsCauses(samplerFrom(env));
  const { decision } = sampler.shouldSample(context, 'f'.repeat(32), 'a', SpanKind.INTERNAL, {}, links);
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}
const sampler = (name: string, argument = '') => ({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: argument });

describe('sampling', () => {
  it.each<[Record<string, string>, boolean]>([
    [{}, true],
    [sampler(''), true],
    [sampler('always_on'), true],
    [sampler('always_off'), false],
    [sampler('traceidratio', '0'), false],
    [sampler('traceidratio', '1'), true],
    [sampler('traceidratio'), true],
    [sampler('traceidratio', 'some'), true],
    [sampler('parentbased_always_on'), true],
    [sampler('parentbased_always_off'), false],
    [sampler('parentbased_traceidratio', '0'), false],
    [sampler('jaeger_remote'), true],
  ])('of what begins here is as %j has it', (env, kept) => {
    expect(isKept(env)).toBe(kept);
  });

  it.each([
    ['parentbased_always_on', false, false],
    ['parentbased_always_off', true, true],
    ['parentbased_traceidratio', true, true],
    ['always_on', false, true],
    ['always_off', true, false],
  ])('by %s of what begins elsewhere, sampled %s, keeps it: %s', (name, parent, kept) => {
    expect(isKept(sampler(name, '0'), { parent })).toBe(kept);
  });

  it.each([
    ['parentbased_traceidratio', [true], true],
    ['parentbased_traceidratio', [false, true], true],
    ['parentbased_traceidratio', [false], false],
    ['parentbased_always_on', [false, false], false],
    ['always_off', [true], false],
  ])('by %s of what others have led to, sampled %j, keeps it: %s', (name, causes, kept) => {
    expect(isKept(sampler(name, '0'), { causes })).toBe(kept);
  });
});
