import { type Learned, type Loads, type Model, WEEK } from './model.js';
import { HOURS } from './forecast.js';
import { isKnown, median } from './statistics.js';

/** As far as it is used here; the package is installed by whoever wants it (docs/forecast.md). */
interface Tensor {
  dataSync(): Float32Array;
  dispose(): void;
}
interface Optimizer {
  dispose(): void;
}
interface Network {
  add(layer: object): void;
  compile(how: { optimizer: Optimizer; loss: string }): void;
  fit(
    inputs: Tensor,
    outputs: Tensor,
    how: { epochs: number; batchSize: number; shuffle: boolean; verbose: 0 },
  ): Promise<unknown>;
  predict(inputs: Tensor): Tensor;
  dispose(): void;
}
interface Tensorflow {
  ready(): Promise<void>;
  tensor2d(values: readonly (readonly number[])[]): Tensor;
  tensor3d(values: readonly (readonly (readonly number[])[])[]): Tensor;
  sequential(): Network;
  readonly layers: {
    lstm(how: {
      units: number;
      inputShape: readonly number[];
      kernelInitializer: object;
      recurrentInitializer: object;
    }): object;
    dense(how: { units: number; kernelInitializer: object | string }): object;
  };
  readonly initializers: { glorotUniform(how: { seed: number }): object; orthogonal(how: { seed: number }): object };
  readonly train: { adam(rate: number): Optimizer };
}

const PACKAGE = '@tensorflow/tfjs';
/** Hours that it looks back on, one after the other. */
const WINDOW = 24;
const UNITS = 16;
const EPOCHS = 5;
const SEED = 1;

/** A network of long short-term memory, where the package is installed; else null. */
export async function lstm(): Promise<Model | null> {
  let tensorflow: Tensorflow;
  try {
    tensorflow = (await import(PACKAGE)) as Tensorflow;
  } catch (error) {
    if (/MODULE_NOT_FOUND$/.test(String((error as NodeJS.ErrnoException).code))) return null;
    throw error;
  }
  await tensorflow.ready();
  return { name: 'lstm', learn: (past) => learn(tensorflow, past) };
}

/** It learns how the coming hours will differ from the usual ones, in square roots of loads, from how the latest ones did. */
async function learn(tf: Tensorflow, past: Loads): Promise<Learned> {
  const roots = rootsOf(past);
  const scale = Math.max(...roots) || 1;
  const network = tf.sequential();
  const kernelInitializer = tf.initializers.glorotUniform({ seed: SEED });
  const recurrentInitializer = tf.initializers.orthogonal({ seed: SEED });
  network.add(tf.layers.lstm({ units: UNITS, inputShape: [WINDOW, 3], kernelInitializer, recurrentInitializer }));
  // Before it has learned anything it says: as usual.
  network.add(tf.layers.dense({ units: HOURS, kernelInitializer: 'zeros' }));
  const optimizer = tf.train.adam(0.01);
  network.compile({ optimizer, loss: 'meanAbsoluteError' });

  const count = Math.max(roots.length - WEEK - WINDOW - HOURS + 1, 0);
  const origins = Array.from({ length: count }, (_, at) => WEEK + WINDOW + at);
  if (count > 0) {
    const inputs = tf.tensor3d(origins.map((origin) => inputOf(roots, origin, scale)));
    const changes = (origin: number) =>
      Array.from({ length: HOURS }, (_, step) => ((roots[origin + step] ?? 0) - usual(roots, origin + step)) / scale);
    const outputs = tf.tensor2d(origins.map(changes));
    await network.fit(inputs, outputs, { epochs: EPOCHS, batchSize: 32, shuffle: true, verbose: 0 });
    for (const tensor of [inputs, outputs]) tensor.dispose();
  }

  const expected = (now: Loads, hours: number) => {
    const seen = rootsOf(now);
    if (seen.length < WEEK + WINDOW)
      return Array.from({ length: hours }, (_, step) => usual(seen, seen.length + step) ** 2);
    const input = tf.tensor3d([inputOf(seen, seen.length, scale)]);
    const output = network.predict(input);
    const changes = output.dataSync();
    for (const tensor of [input, output]) tensor.dispose();
    return Array.from({ length: hours }, (_, step) => {
      const root = usual(seen, seen.length + step) + (changes[step] ?? 0) * scale;
      return Math.max(root, 0) ** 2;
    });
  };
  const release = () => {
    for (const part of [network, optimizer]) part.dispose();
  };
  return Object.assign(expected, { release });
}

/** An hour that nobody knows is taken to be as it was a week before. */
function rootsOf(loads: Loads): number[] {
  const roots: number[] = [];
  for (const [hour, load] of loads.entries()) roots.push(load === null ? (roots[hour - WEEK] ?? 0) : Math.sqrt(load));
  return roots;
}

/** The median of the same hour in the four weeks before. */
function usual(roots: readonly number[], hour: number): number {
  const same = [1, 2, 3, 4].map((weeks) => roots[hour - weeks * WEEK]).filter(isKnown);
  return same.length === 0 ? 0 : median(same);
}

/** For each hour of the window: how it differed from the usual, what it was, and what is usual a day later. */
function inputOf(roots: readonly number[], origin: number, scale: number): number[][] {
  return Array.from({ length: WINDOW }, (_, at) => {
    const hour = origin - WINDOW + at;
    const root = roots[hour] ?? 0;
    return [(root - usual(roots, hour)) / scale, root / scale, usual(roots, hour + WINDOW) / scale];
  });
}
