import { type Context, type Link, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/**
 * What OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG ask for; what cannot be read is `parentbased_always_on`, and a ratio 1,
 * as https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ has it.
 */
export function samplerFrom(env: NodeJS.ProcessEnv): Sampler {
  const asked = env['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  const [, root = 'always_on'] = /^(?:parentbased_)?(always_on|always_off|traceidratio)$/.exec(asked) ?? [];
  const sampler = rootSampler(root, env['OTEL_TRACES_SAMPLER_ARG']);
  return /^(always|traceidratio)/.test(asked) ? sampler : new ParentBasedSampler({ root: sampler });
}

function rootSampler(name: string, argument: string | undefined): Sampler {
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'always_on') return new AlwaysOnSampler();
  const ratio = Number(argument || 1);
  return new TraceIdRatioBasedSampler(ratio >= 0 && ratio <= 1 ? ratio : 1);
}

/** Takes what has led to a trace for its parent when it comes to sampling: a story is told whole or not at all. */
export class FollowsCauses implements Sampler {
  constructor(private readonly configured: Sampler) {}

  shouldSample(context: Context, ...[traceId, name, kind, facts, links]: Rest): SamplingResult {
    const { configured } = this;
    const cause = trace.getSpanContext(context) ? undefined : (links.find(isSampled) ?? links[0]);
    const parent = cause ? trace.setSpanContext(ROOT_CONTEXT, cause.context) : context;
    return configured.shouldSample(parent, traceId, name, kind, facts, links);
  }

  toString(): string {
    return `FollowsCauses{${String(this.configured)}}`;
  }
}

type Rest = Parameters<Sampler['shouldSample']> extends [Context, ...infer R] ? R : never;

function isSampled({ context }: Link): boolean {
  return (context.traceFlags & TraceFlags.SAMPLED) !== 0;
}
