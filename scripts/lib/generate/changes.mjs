import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { Refusal } from '../checkout.mjs';

/** Files to be written, all of them or none. Paths are relative to the checkout. */
export class Changes {
  #root;
  /** Path → text. */
  #planned = new Map();

  constructor(root) {
    this.#root = root;
  }

  has(path) {
    return this.#planned.has(path) || existsSync(join(this.#root, path));
  }

  /** @throws Refusal when there is no such file */
  read(path) {
    const planned = this.#planned.get(path);
    if (planned !== undefined) return planned;
    if (!this.has(path)) throw new Refusal(`${path} is missing: run this in a whole checkout`);
    return readFileSync(join(this.#root, path), 'utf8');
  }

  /** TypeScript and Markdown files below `folder` that are there already, by path. */
  sources(folder) {
    if (!this.has(folder)) throw new Refusal(`${folder}/ is missing: run this in a whole checkout`);
    return readdirSync(join(this.#root, folder), { recursive: true })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.ts') || path.endsWith('.md'))
      .map((path) => [path, this.read(path)]);
  }

  /** All sources below src/, named without it, as they will be. */
  get sourcesOfContexts() {
    const planned = [...this.#planned].filter(([path]) => path.startsWith('src/'));
    return new Map([...this.sources('src'), ...planned].map(([path, text]) => [path.slice('src/'.length), text]));
  }

  /** @throws Refusal when the file is there */
  create(path, text) {
    if (this.has(path)) throw new Refusal(`${path} is there already: nothing was written`);
    this.#planned.set(path, text);
  }

  edit(path, change) {
    this.#planned.set(path, change(this.read(path)));
  }

  /** As the formatter writes them; what then is as it was is left alone. */
  async format() {
    const options = await resolveConfig(join(this.#root, 'package.json'));
    for (const [path, text] of this.#planned) {
      const formatted = await format(text, { ...options, filepath: path });
      this.#planned.set(path, formatted);
      const file = join(this.#root, path);
      if (existsSync(file) && readFileSync(file, 'utf8') === formatted) this.#planned.delete(path);
    }
  }

  /** A line for each file, `+` new and `~` changed; below the latter the lines that come in. */
  get summary() {
    return [...this.#planned].flatMap(([path, text]) => {
      if (!existsSync(join(this.#root, path))) return [`  + ${path}`];
      const before = new Set(readFileSync(join(this.#root, path), 'utf8').split('\n').map(unpadded));
      const added = text.split('\n').map(unpadded);
      return [`  ~ ${path}`, ...added.flatMap((line) => (before.has(line) ? [] : [`        ${line}`]))];
    });
  }

  /** First every file beside its place, then all of them into it: whatever goes wrong, what was there is as it was. */
  write() {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const wait = () => {};
    for (const signal of signals) process.on(signal, wait);
    const undo = [];
    try {
      const moves = [...this.#planned].map(([path, text]) => this.#prepare(join(this.#root, path), text, undo));
      for (const move of moves) move();
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw new Refusal(`the files cannot be written, so none was: ${error.message}`);
    } finally {
      for (const signal of signals) process.off(signal, wait);
    }
  }

  #prepare(file, text, undo) {
    const folder = mkdirSync(dirname(file), { recursive: true });
    if (folder) undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const beside = `${file}.new`;
    undo.push(() => rmSync(beside, { force: true }));
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    writeFileSync(beside, text, { mode });
    return () => {
      const before = mode === undefined ? null : readFileSync(file);
      undo.push(() => (before === null ? rmSync(file, { force: true }) : writeFileSync(file, before)));
      renameSync(beside, file);
    };
  }
}

/** Without what only fills up the cells of a table. */
const unpadded = (line) => line.trim().replaceAll(/ {2,}/g, ' ').replaceAll(/-{3,}/g, '---');
